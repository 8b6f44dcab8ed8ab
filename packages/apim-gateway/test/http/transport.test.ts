import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { Body } from "../../src/messages/body";
import { fetched, lines, ok, outgoing, scripted, transportFor } from "./calls";
import { closeAfterEach, rawBackend } from "./wire";

closeAfterEach();

describe("what is sent", () => {
  test("method, path and query as they are written", async () => {
    const backend = await scripted(ok);
    await fetched(transportFor(), { method: "PATCH", url: `${backend.url}/a%20b/?x=1&y=%C3%A9&y={z}` });
    expect(lines(backend.got[0])?.[0]).toBe("PATCH /a%20b/?x=1&y=%C3%A9&y={z} HTTP/1.1");
  });

  test("a path that cannot be sent is encoded, and none becomes a slash", async () => {
    const backend = await scripted(ok, ok, ok);
    const transport = transportFor();
    await fetched(transport, { url: `${backend.url}/a b/é` });
    await fetched(transport, { url: backend.url });
    await fetched(transport, { url: `${backend.url}?q` });
    expect(backend.got.map((text) => lines(text)?.[0])).toEqual([
      "GET /a%20b/%C3%A9 HTTP/1.1",
      "GET / HTTP/1.1",
      "GET /?q HTTP/1.1",
    ]);
  });

  test("headers with their spelling, repetition and bytes", async () => {
    const backend = await scripted(ok);
    await fetched(transportFor(), {
      url: backend.url,
      headers: { "X-Two": ["1", "2"], "x-latin": "\xe9\xff", Empty: "" },
    });
    expect(lines(backend.got[0])).toEqual(
      expect.arrayContaining(["X-Two: 1", "X-Two: 2", "x-latin: \xe9\xff", "Empty: "]),
    );
  });

  test("the host of the URL, unless there is another one on purpose", async () => {
    const backend = await scripted(ok, ok);
    const transport = transportFor();
    await fetched(transport, { url: backend.url });
    await fetched(transport, { url: backend.url, headers: { HOST: "tenant.example" } });
    expect(backend.got.map((text) => text.match(/^host: .*/gim))).toEqual([
      [`host: 127.0.0.1:${backend.port}`],
      ["host: tenant.example"],
    ]);
  });

  test("nothing of the caller's connection, and no expectation", async () => {
    const backend = await scripted(ok);
    await fetched(transportFor(), {
      method: "POST",
      url: backend.url,
      body: "hello",
      headers: {
        Connection: "close, X-Mine",
        "X-Mine": "1",
        "Keep-Alive": "timeout=1",
        "Transfer-Encoding": "gzip",
        TE: "trailers",
        Upgrade: "h2c",
        "Proxy-Authorization": "Basic x",
        Expect: "100-continue",
        "X-Ours": "2",
      },
    });
    expect(lines(backend.got[0])?.slice(1)).toEqual([
      `host: 127.0.0.1:${backend.port}`,
      "connection: keep-alive",
      "X-Ours: 2",
      "content-length: 5",
    ]);
  });

  test.each([
    ["text", "später", "content-length: 7"],
    ["bytes", Buffer.from([0, 255, 1]), "content-length: 3"],
    ["a part of larger bytes", new Uint8Array([1, 2, 3, 4]).subarray(1, 3), "content-length: 2"],
    ["nothing", "", "content-length: 0"],
    ["no body", null, "content-length: 0"],
  ] as const)("%s with its own length, whatever the header says", async (_, body, expected) => {
    const backend = await scripted(ok);
    await fetched(transportFor(), {
      method: "POST",
      url: backend.url,
      body,
      headers: { "Content-Length": "99" },
    });
    expect(backend.got[0]?.match(/^content-length: .*/gim)).toEqual([expected]);
    const sent = Buffer.from(backend.got[0]?.split("\r\n\r\n")[1] ?? "", "latin1");
    expect(sent).toEqual(Buffer.from(body ?? ""));
  });

  test("a stream in chunks, or with the length that is known", async () => {
    const backend = await scripted(ok, ok);
    const transport = transportFor();
    const stream = () => {
      const made = new Readable({ read() {} });
      setImmediate(() => {
        made.push("hel");
        setImmediate(() => {
          made.push("lo");
          made.push(null);
        });
      });
      return Body.arriving(made);
    };
    await fetched(transport, { method: "POST", url: backend.url, body: stream() });
    await fetched(transport, {
      method: "POST",
      url: backend.url,
      body: stream(),
      headers: { "Content-Length": "5" },
    });
    expect(backend.got[0]).toMatch(/transfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n$/);
    expect(backend.got[1]).toMatch(/content-length: 5\r\n\r\nhello$/);
  });

  test("a stream no faster than the backend takes it", async () => {
    const sockets: Socket[] = [];
    const port = await rawBackend((socket) => {
      sockets.push(socket);
      socket.pause();
    });
    let produced = 0;
    const total = 64 * 1024 * 1024;
    const stream = new Readable({
      read() {
        produced += 65_536;
        this.push(produced > total ? null : Buffer.alloc(65_536, "x"));
      },
    });
    const response = fetched(transportFor(), {
      method: "POST",
      url: `http://127.0.0.1:${port}/`,
      body: Body.arriving(stream),
      headers: { "content-length": String(total) },
    });
    let before = -1;
    while (before !== produced || produced === 0) {
      before = produced;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(produced).toBeLessThan(total / 3);
    let read = 0;
    sockets[0]?.on("data", (chunk) => {
      read += chunk.length;
      if (read > total) sockets[0]?.write(ok);
    });
    sockets[0]?.resume();
    expect((await response).text).toBe("hi");
  });
});

describe("what is received", () => {
  test("status, reason and headers as they are written", async () => {
    const backend = await scripted(
      "HTTP/1.1 429 Slow Down\r\nX-B: 1\r\nx-a: 2\r\nX-b: 3\r\nx-latin: \xe9\r\nContent-Length: 0\r\n\r\n",
    );
    const response = await fetched(transportFor(), { url: backend.url });
    expect([response.status, response.reason, response.text]).toEqual([429, "Slow Down", ""]);
    expect(response.headers.toRaw()).toEqual([
      "X-B",
      "1",
      "X-B",
      "3",
      "x-a",
      "2",
      "x-latin",
      "\xe9",
      "Content-Length",
      "0",
    ]);
  });

  test("a body that comes with its head is in memory, and nobody has asked to keep it", async () => {
    const backend = await scripted(ok);
    const { body } = await transportFor().transport(outgoing({ url: backend.url }));
    expect([body.inMemory, body.kept, body.text()]).toEqual([true, false, "hi"]);
  });

  test("a body that comes later is a stream", async () => {
    let socket: Socket | undefined;
    const port = await rawBackend((made) => {
      socket = made;
      made.once("data", () => made.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n"));
    });
    const { body } = await transportFor().transport(outgoing({ url: `http://127.0.0.1:${port}/` }));
    expect(body.inMemory).toBe(false);
    socket?.write("5\r\nthere\r\n0\r\n\r\n");
    await body.load();
    expect(body.text()).toBe("hithere");
  });

  test("a compressed body stays compressed", async () => {
    const zipped = gzipSync("hello").toString("latin1");
    const backend = await scripted(
      `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${zipped.length}\r\n\r\n${zipped}`,
    );
    const response = await fetched(transportFor(), { url: backend.url });
    expect(Buffer.from(response.body.bytes()).toString("latin1")).toBe(zipped);
  });

  test("informational responses are passed over", async () => {
    const backend = await scripted(
      `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${ok}`,
    );
    const response = await fetched(transportFor(), { url: backend.url });
    expect([response.status, response.headers.has("link"), response.text]).toEqual([200, false, "hi"]);
  });

  test.each([
    ["HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n"],
    ["GET", "HTTP/1.1 204 No Content\r\n\r\n"],
    ["GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 1234\r\n\r\n"],
  ])("no body where there is none: %s, %j", async (method, text) => {
    const backend = await scripted(text);
    expect((await fetched(transportFor(), { method, url: backend.url })).text).toBe("");
  });

  test("a body that ends with the connection, and trailers, which are dropped", async () => {
    const port = await rawBackend((socket) => {
      socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\n\r\nall of it"));
    });
    const backend = await scripted(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-T: 1\r\n\r\n",
    );
    const transport = transportFor();
    expect((await fetched(transport, { url: `http://127.0.0.1:${port}/` })).text).toBe("all of it");
    const trailed = await fetched(transport, { url: backend.url });
    expect([trailed.text, trailed.headers.has("x-t")]).toEqual(["hi", false]);
  });

  test("a reader that is slow slows the backend", async () => {
    let written = 0;
    const total = 64 * 1024 * 1024;
    const port = await rawBackend((socket) => {
      const block = Buffer.alloc(65_536, "x");
      const more = () => {
        while (written < total) {
          written += block.length;
          if (!socket.write(block)) return;
        }
      };
      socket.on("drain", more);
      socket.once("data", () => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${total}\r\n\r\n`);
        more();
      });
    });
    const { body } = await transportFor().transport(outgoing({ url: `http://127.0.0.1:${port}/` }));
    let before = -1;
    while (before !== written || written === 0) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(written).toBeLessThan(total / 3);
    let read = 0;
    for await (const chunk of body.sendable as Readable) read += chunk.length;
    expect(read).toBe(total);
  });
});
