import { answer, bodyOf, call, closeAfterEach, exchange, head, recorder, serve, until } from "./wire";

closeAfterEach();

const echo = () => recorder(() => answer({ body: "done" }));

describe("a request as the gateway gets it", () => {
  test("its headers keep order, spelling and repetition", async () => {
    const { handle, requests } = echo();
    const { port } = await serve(handle);
    await exchange(port, "GET /a HTTP/1.1\r\nHost: h\r\nX-B: 1\r\nx-A: 2\r\nX-b: 3\r\nEmpty:\r\n\r\n");
    expect(requests[0]?.headers.toRaw()).toEqual([
      "Host",
      "h",
      "X-B",
      "1",
      "X-B",
      "3",
      "x-A",
      "2",
      "Empty",
      "",
    ]);
  });

  test("its headers come without those of the connection and those that Connection names", async () => {
    const { handle, requests } = echo();
    const { port } = await serve(handle);
    await exchange(
      port,
      "POST /a HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, X-Mine\r\nx-mine: 1\r\nKeep-Alive: timeout=9\r\n" +
        "Proxy-Authorization: Basic x\r\nProxy-Connection: keep-alive\r\nTE: trailers\r\nTrailer: X-T\r\n" +
        "Upgrade: h2c\r\nTransfer-Encoding: chunked\r\nX-Forwarded-For: 1.2.3.4\r\nAccept: */*\r\n\r\n0\r\n\r\n",
    );
    expect(requests[0]?.headers.toRaw()).toEqual([
      "Host",
      "h",
      "X-Forwarded-For",
      "1.2.3.4",
      "Accept",
      "*/*",
    ]);
  });

  test("Connection cannot take away the host or the length", async () => {
    const { handle, requests } = echo();
    const { port } = await serve(handle);
    await exchange(
      port,
      "POST / HTTP/1.1\r\nHost: h\r\nConnection: Host, Content-Length\r\nContent-Length: 1\r\n\r\na",
    );
    expect(requests[0]?.headers.toRaw()).toEqual(["Host", "h", "Content-Length", "1"]);
  });

  test.each([
    [
      "/a?x=%20&y",
      "api.example:8081",
      { scheme: "http", host: "api.example", port: 8081, target: "/a?x=%20&y" },
    ],
    ["/", "Api.Example", { scheme: "http", host: "Api.Example", port: 80, target: "/" }],
    ["//a//b", "[::1]:9", { scheme: "http", host: "[::1]", port: 9, target: "//a//b" }],
    ["http://other:81/p?q", "h", { scheme: "http", host: "other", port: 81, target: "/p?q" }],
    ["https://other", "h", { scheme: "https", host: "other", port: 443, target: "/" }],
    ["http://other?q", "h", { scheme: "http", host: "other", port: 80, target: "/?q" }],
  ])("the target %s with the host %s", async (target, host, expected) => {
    const { handle, requests } = echo();
    const { port } = await serve(handle);
    await exchange(port, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect(requests[0]).toMatchObject(expected);
  });

  test("the host of an absolute target replaces that of the header", async () => {
    const { handle, requests } = echo();
    const { port } = await serve(handle);
    await exchange(port, "GET http://other:81/ HTTP/1.1\r\nHost: h\r\n\r\n");
    expect(requests[0]?.headers.get("host")).toBe("other:81");
  });

  test("without a host in HTTP/1.0, and with an empty one, it is the server's own", async () => {
    const { handle, requests } = echo();
    const { port } = await serve(handle);
    await exchange(port, "GET / HTTP/1.0\r\n\r\n");
    await exchange(port, "GET / HTTP/1.1\r\nHost:\r\n\r\n");
    expect(requests).toMatchObject([
      { host: "127.0.0.1", port },
      { host: "127.0.0.1", port },
    ]);
  });

  test("its address is the peer's, whatever X-Forwarded-For says", async () => {
    const { handle, requests } = echo();
    const { port } = await serve(handle);
    await exchange(port, "GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 9.9.9.9\r\n\r\n");
    expect(requests[0]?.ipAddress).toBe("127.0.0.1");
  });

  test("an upgrade to anything but a WebSocket is passed over", async () => {
    const { handle, requests } = echo();
    const { port } = await serve(handle);
    const text = await exchange(
      port,
      "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n",
    );
    expect(head(text)).toMatch(/^HTTP\/1\.1 200/);
    expect(requests[0]?.headers.toRaw()).toEqual(["Host", "h"]);
  });
});

describe("the body", () => {
  test("is null when none is announced", async () => {
    const { handle, requests } = echo();
    const { port } = await serve(handle);
    await exchange(port, "POST / HTTP/1.1\r\nHost: h\r\n\r\n");
    expect(requests[0]?.body).toBeNull();
  });

  test("is empty when it is announced as empty", async () => {
    const { handle, requests } = echo();
    const { port } = await serve(handle);
    await exchange(port, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
    expect(requests[0]?.body?.text()).toBe("");
  });

  test("that came with its head and a length is in memory, and nobody has asked to keep it", async () => {
    const { handle, requests } = echo();
    const { port } = await serve(handle);
    await exchange(port, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
    const body = requests[0]?.body;
    expect([body?.inMemory, body?.kept, body?.text()]).toEqual([true, false, "hello"]);
  });

  test.each([
    ["in chunks", "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"],
    [
      "in chunks with trailers, which are dropped",
      "Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\nX-T: 1\r\n\r\n",
    ],
  ])("that comes %s is a stream", async (_, rest) => {
    const { handle } = recorder(async ({ body }) => {
      await body?.load();
      return answer({ body: `got ${body?.text()}` });
    });
    const { port } = await serve(handle);
    expect(bodyOf(await exchange(port, `POST / HTTP/1.1\r\nHost: h\r\n${rest}`))).toBe("got hello");
  });

  test("of a GET is a body as well", async () => {
    const { handle, requests } = echo();
    const { port } = await serve(handle);
    await exchange(port, "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\na");
    expect(requests[0]?.body?.text()).toBe("a");
  });

  test("that comes later is a stream, and the handler runs before it is there", async () => {
    const { handle, requests } = recorder(async ({ body }) => {
      await body?.load();
      return answer({ body: `got ${body?.text()}` });
    });
    const { port } = await serve(handle);
    const caller = await call(port, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nX: y\r\n\r\nhe");
    await until(() => requests.length > 0);
    expect(requests[0]?.body?.inMemory).toBe(false);
    caller.write("llo");
    expect(bodyOf(await caller.has("got"))).toBe("got hello");
  });

  test("of many megabytes arrives whole", async () => {
    const { handle } = recorder(async ({ body }) => {
      await body?.load();
      return answer({ body: `${body?.size}` });
    });
    const { port } = await serve(handle);
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: "POST",
      body: Buffer.alloc(8_000_000, "x"),
    });
    expect(await response.text()).toBe("8000000");
  });

  test("that nobody reads does not hold up the answer or the next request", async () => {
    const { handle } = recorder(({ body }) => {
      body?.discard();
      return answer({ body: "no" });
    });
    const { port } = await serve(handle);
    const caller = await call(port, "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nbegin");
    await caller.has("no");
    caller.write("x".repeat(999_995)).write("GET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    expect((await caller.all()).match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  });

  test("that breaks off fails whoever reads it", async () => {
    const failures: unknown[] = [];
    const { handle } = recorder(async ({ body }) => {
      await body?.load()?.catch((error) => failures.push(error));
      return answer({});
    });
    const { port } = await serve(handle);
    const caller = await call(port, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe");
    await new Promise(setImmediate);
    caller.socket.destroy();
    await until(() => failures.length > 0);
    expect(failures).toEqual([expect.objectContaining({ name: "BodyCut" })]);
  });

  test("that breaks off harms nobody who does not read it", async () => {
    let gone = false;
    const { handle } = recorder(({ onAbort }) => {
      onAbort(() => {
        gone = true;
      });
      return new Promise(() => {});
    });
    const room = await serve(handle);
    const caller = await call(room.port, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe");
    await new Promise(setImmediate);
    caller.socket.destroy();
    await until(() => gone);
    expect(room.problems).toEqual([]);
  });
});

describe("Expect: 100-continue", () => {
  const asking = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";

  test("is answered when somebody wants the body", async () => {
    const { handle } = recorder(async ({ body }) => {
      await body?.load();
      return answer({ body: `got ${body?.text()}` });
    });
    const { port } = await serve(handle);
    const caller = await call(port, asking);
    expect(await caller.has("\r\n\r\n")).toBe("HTTP/1.1 100 Continue\r\n\r\n");
    caller.write("hello");
    expect(await caller.has("got hello")).toContain("HTTP/1.1 200 OK");
  });

  test("is not answered when nobody does, and the connection is closed then", async () => {
    const { handle } = recorder(() => answer({ status: 401, reason: "Unauthorized" }));
    const { port } = await serve(handle);
    const text = await (await call(port, asking)).all();
    expect(text).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
    expect(text).toMatch(/Connection: close/i);
    expect(text).not.toContain("100 Continue");
  });

  test("is not answered when the body is there already", async () => {
    const { handle } = recorder(async ({ body }) => {
      await body?.load();
      return answer({ body: `got ${body?.text()}` });
    });
    const { port } = await serve(handle);
    expect(await (await call(port, `${asking}hello`)).has("got hello")).toMatch(/^HTTP\/1\.1 200/);
  });

  test("any other expectation is refused", async () => {
    const { handle, requests } = echo();
    const { port } = await serve(handle);
    const text = await (
      await call(port, "POST / HTTP/1.1\r\nHost: h\r\nExpect: a-miracle\r\nContent-Length: 1\r\n\r\na")
    ).all();
    expect(text).toMatch(/^HTTP\/1\.1 417 /);
    expect(requests).toEqual([]);
  });
});
