import { createServer, type Socket } from "node:net";
import { Readable } from "node:stream";
import { Body } from "../../src/messages/body";
import { backend, failure, fetched, ok, outgoing, transportFor } from "./calls";
import { closeAfterEach, rawBackend, until } from "./wire";

closeAfterEach();

describe("no response", () => {
  test("nobody listens", async () => {
    const port = await rawBackend(() => {});
    // A port that was free a moment ago.
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const free = (server.address() as { port: number }).port;
    await new Promise((resolve) => server.close(resolve));
    expect(port).not.toBe(free);
    expect(await failure({ url: `http://127.0.0.1:${free}/` })).toMatchObject({
      kind: "connection",
      message: `http://127.0.0.1:${free}: the connection was refused (ECONNREFUSED)`,
    });
  });

  test("the host is not known", async () => {
    const { kind, message } = await failure({ url: "http://no-such-host.invalid/" });
    expect(kind).toBe("connection");
    expect(message).toMatch(
      /^http:\/\/no-such-host\.invalid: the host (is not known|could not be looked up) \(/,
    );
  });

  test.each([
    ["closes", (socket: Socket) => socket.end(), "UND_ERR_SOCKET"],
    ["resets", (socket: Socket) => socket.resetAndDestroy(), "ECONNRESET"],
    ["closes after half a head", (socket: Socket) => socket.end("HTTP/1.1 200 O"), "UND_ERR_SOCKET"],
  ])("the backend %s", async (_, act, code) => {
    const { kind, message } = await failure({ url: await backend(act) });
    expect(kind).toBe("connection");
    expect(message).toContain(`(${code})`);
  });

  test.each([
    ["no HTTP", "hello\r\n\r\n"],
    ["a status in words", "HTTP/1.1 fine\r\n\r\n"],
    ["a header with a space in its name", "HTTP/1.1 200 OK\r\nA b: c\r\n\r\n"],
  ])("the backend speaks %s", async (_, text) => {
    const { kind, message } = await failure({ url: await backend((socket) => socket.write(text)) });
    expect(kind).toBe("connection");
    expect(message).toMatch(/: the response is not HTTP\/1\.1/);
  });

  test("two lengths", async () => {
    const url = await backend((socket) =>
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"),
    );
    expect((await failure({ url })).message).toMatch(/not as long as its Content-Length/);
  });

  test("headers without end", async () => {
    const url = await backend((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      for (let i = 0; i < 100; i++) socket.write(`X-${i}: ${"a".repeat(1000)}\r\n`);
    });
    expect((await failure({ url })).message).toMatch(/headers of the response are too large/);
  });

  test("no secret of the URL or of the headers is told", async () => {
    const url = `${await backend((socket) => socket.destroy())}/path-secret?code=query-secret`;
    const { message } = await failure({ url, headers: { "api-key": "header-secret" } });
    expect(message).not.toContain("secret");
    const bad = await failure({ url, headers: { "api-key": "header-secret\r\n" } });
    expect(bad.message).not.toContain("secret");
  });

  test.each(["ftp://host/", "nonsense", "/path", "http://", "http://a:99999/"])(
    "the URL is %s",
    async (url) => {
      expect(await failure({ url })).toMatchObject({
        kind: "connection",
        message: expect.stringContaining("URL"),
      });
    },
  );

  test.each([
    ["a line break", { "X-A": "a\r\nB: c" }],
    ["a NUL", { "X-A": "a\0" }],
    ["a name that is not a token", { "X A": "a" }],
    ["two values of Content-Type", { "Content-Type": ["a\nb", "c"] }],
  ])("a header with %s is not sent", async (_, headers) => {
    let reached = false;
    const url = await backend(() => {
      reached = true;
    });
    expect((await failure({ url, headers })).kind).toBe("connection");
    expect(reached).toBe(false);
  });
});

test("an address that is none fails the call", async () => {
  const transport = transportFor({ resolve: () => "nowhere" });
  expect(await failure({ url: "http://a/" }, transport)).toMatchObject({ kind: "connection" });
});

describe("a response that does not come in time", () => {
  test("is a timeout, and the backend sees the call end", async () => {
    let closed = false;
    const port = await rawBackend((socket) => socket.on("close", () => (closed = true)).resume());
    const { kind, message } = await failure({ url: `http://127.0.0.1:${port}/`, timeoutMs: 30 });
    expect([kind, message]).toEqual(["timeout", `http://127.0.0.1:${port}: no response in time`]);
    await until(() => closed);
  });

  test("only its head has to come: the body may take longer", async () => {
    const url = await backend((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
      setTimeout(() => socket.write("hi"), 80);
    });
    expect((await fetched(transportFor(), { url, timeoutMs: 40 })).text).toBe("hi");
  });

  test("while all connections are taken: the waiting call fails, and is never sent", async () => {
    const got: string[] = [];
    let answer = () => {};
    const port = await rawBackend((socket) =>
      socket.on("data", (chunk) => {
        got.push(String(chunk).slice(0, 6));
        answer = () => socket.write(ok);
      }),
    );
    const transport = transportFor({ maxConnectionsPerOrigin: 1 });
    const url = `http://127.0.0.1:${port}`;
    const first = fetched(transport, { url: `${url}/1` });
    await until(() => got.length === 1);
    expect((await failure({ url: `${url}/2`, timeoutMs: 20 }, transport)).kind).toBe("timeout");
    answer();
    await first;
    const third = fetched(transport, { url: `${url}/3` });
    await until(() => got.length === 2);
    answer();
    await third;
    expect(got).toEqual(["GET /1", "GET /3"]);
  });

  test("a body that was to be sent is let go of", async () => {
    const port = await rawBackend((socket) => socket.resume());
    const stream = new Readable({ read() {} });
    await failure({
      method: "POST",
      url: `http://127.0.0.1:${port}/`,
      body: Body.arriving(stream),
      timeoutMs: 20,
    });
    expect(stream.destroyed).toBe(true);
  });

  test("a time beyond what a timer can hold is no time at all", async () => {
    const url = await backend((socket) => setTimeout(() => socket.write(ok), 20));
    expect((await fetched(transportFor(), { url, timeoutMs: 1e12 })).text).toBe("hi");
  });
});

describe("a body that breaks off", () => {
  test.each([
    ["closed", (socket: Socket) => socket.end()],
    ["reset", (socket: Socket) => socket.resetAndDestroy()],
  ])("of a response, %s: the reader sees it, the head was there", async (_, end) => {
    const url = await backend((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n");
      setTimeout(() => end(socket), 10);
    });
    const { status, body } = await transportFor().transport(outgoing({ url }));
    expect(status).toBe(200);
    await expect(body.load()).rejects.toMatchObject({ name: "BodyCut" });
  });

  test("of a response, together with its head: the same", async () => {
    const url = await backend((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nbegin"));
    const { status, body } = await transportFor().transport(outgoing({ url }));
    expect(status).toBe(200);
    await expect(body.load()).rejects.toMatchObject({ name: "BodyCut" });
  });

  test("of a response that nobody reads yet: harms nobody, and is seen later", async () => {
    const url = await backend((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nbegin");
      setTimeout(() => socket.destroy(), 5);
    });
    const { body } = await transportFor().transport(outgoing({ url }));
    await new Promise((resolve) => setTimeout(resolve, 30));
    await expect(body.load()).rejects.toMatchObject({ name: "BodyCut" });
  });

  test("of the request: the call is aborted, and the backend sees no end of it", async () => {
    let text = "";
    let closed = false;
    const port = await rawBackend((socket) => {
      socket.on("data", (chunk) => (text += chunk)).on("close", () => (closed = true));
    });
    const stream = new Readable({ read() {} });
    stream.push("begin");
    const call = failure({ method: "POST", url: `http://127.0.0.1:${port}/`, body: Body.arriving(stream) });
    await until(() => text.includes("begin"));
    stream.destroy(new Error("gone"));
    expect((await call).kind).toBe("aborted");
    await until(() => closed);
    expect(text).not.toContain("0\r\n\r\n");
  });

  test("of the request that is not as long as it said: the call fails", async () => {
    const port = await rawBackend((socket) => socket.resume());
    const { kind } = await failure({
      method: "POST",
      url: `http://127.0.0.1:${port}/`,
      body: Body.arriving(Readable.from([Buffer.from("four")])),
      headers: { "Content-Length": "5" },
    });
    expect(kind).toBe("connection");
  });
});

test("a backend that answers before it has the body ends the sending, and its answer counts", async () => {
  const url = await backend((socket) =>
    socket.write("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno"),
  );
  const stream = new Readable({
    read() {
      setImmediate(() => this.push(Buffer.alloc(1000)));
    },
  });
  const response = await fetched(transportFor(), { method: "POST", url, body: Body.arriving(stream) });
  expect([response.status, response.text]).toEqual([413, "no"]);
  await until(() => stream.destroyed);
});
