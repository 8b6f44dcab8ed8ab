import { Readable } from "node:stream";
import { startServer } from "../../src/http/server";
import { Body } from "../../src/messages/body";
import {
  answer,
  bodyOf,
  call,
  closeAfterEach,
  exchange,
  head,
  recorder,
  serve,
  statuses,
  until,
} from "./wire";

closeAfterEach();

const get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
const headRequest = "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n";
const always = (part: Parameters<typeof answer>[0]) => recorder(() => answer(part)).handle;

describe("an answer in memory", () => {
  test("has its status, its reason and its length", async () => {
    const { port } = await serve(always({ status: 429, reason: "Slow down", body: "später" }));
    const text = await exchange(port, get);
    expect(head(text)).toMatch(/^HTTP\/1\.1 429 Slow down\r\n/);
    expect(head(text)).toMatch(/\r\nContent-Length: 7\r\n/);
    expect(Buffer.from(bodyOf(text), "latin1").toString()).toBe("später");
  });

  test("may have an empty reason and no body", async () => {
    const { port } = await serve(always({ reason: "" }));
    expect(head(await exchange(port, get))).toMatch(/^HTTP\/1\.1 200 \r\nContent-Length: 0\r\n/);
  });

  test("keeps spelling, repetition and bytes of its headers", async () => {
    const { port } = await serve(
      always({ headers: { "X-Two": ["1", "2"], "set-cookie": ["a=1; b", "c=2"], "x-Latin": "\xe9\xff" } }),
    );
    expect(head(await exchange(port, get))).toContain(
      "X-Two: 1\r\nX-Two: 2\r\nset-cookie: a=1; b\r\nset-cookie: c=2\r\nx-Latin: \xe9\xff\r\n",
    );
  });

  test("has the length that it has, whatever the headers say", async () => {
    const { port } = await serve(always({ headers: { "content-length": ["3", "99"] }, body: "hello" }));
    expect(head(await exchange(port, get)).match(/content-length.*/gi)).toEqual(["Content-Length: 5"]);
  });

  test("goes out without the headers of the backend's connection", async () => {
    const headers = {
      Connection: "close, X-Mine",
      "X-Mine": "1",
      "Keep-Alive": "timeout=1",
      "Transfer-Encoding": "gzip, chunked",
      Trailer: "X-T",
      Upgrade: "h2c",
      "Proxy-Authenticate": "Basic",
      "X-Ours": "2",
    };
    const { port } = await serve(always({ headers, body: "hello" }));
    const caller = await call(port, get);
    const names = head(await caller.has("hello"))
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(":")[0]);
    expect(names).toEqual(["X-Ours", "Content-Length", "Date", "Connection", "Keep-Alive"]);
    expect(caller.text).toContain("Connection: keep-alive");
  });

  test("keeps the backend's date", async () => {
    const { port } = await serve(always({ headers: { Date: "Mon, 23 Nov 2026 12:00:00 GMT" } }));
    expect(head(await exchange(port, get)).match(/^date: .*/gim)).toEqual([
      "Date: Mon, 23 Nov 2026 12:00:00 GMT",
    ]);
  });
});

describe("what cannot be sent", () => {
  test.each([
    ["a line break in a header", { headers: { "X-A": "a\r\nSet-Cookie: evil" } }],
    ["a lone LF in a header", { headers: { "X-A": "a\nb" } }],
    ["a NUL in a header", { headers: { "X-A": "a\0b" } }],
    ["a character beyond Latin-1 in a header", { headers: { "X-A": "€" } }],
    ["a line break in a name", { headers: { "X-A\r\nB": "a" } }],
    ["a name that is not a token", { headers: { "X A": "a" } }],
    ["a status beyond three digits", { status: 1000 }],
    ["a status that is not final", { status: 101 }],
    ["a status of nothing", { status: 0 }],
  ])("%s is answered with 500, told as a problem, and never split", async (_, part) => {
    const outcomes: string[] = [];
    const room = await serve(
      always({ ...part, body: "secret", delivered: (outcome) => outcomes.push(outcome) }),
    );
    const text = await exchange(room.port, get);
    expect(statuses(text)).toEqual(["HTTP/1.1 500"]);
    expect(JSON.parse(bodyOf(text))).toEqual({ statusCode: 500, message: "Internal server error" });
    expect(text).not.toMatch(/evil|secret/);
    expect(outcomes).toEqual(["cut"]);
    expect(room.problems).toEqual([expect.objectContaining({ message: expect.any(String) })]);
  });

  test("in a reason it is left out", async () => {
    const { port } = await serve(always({ reason: "fine\r\nX-Evil: 1€" }));
    expect(head(await exchange(port, get)).split("\r\n")[0]).toBe("HTTP/1.1 200 fine  X-Evil: 1 ");
  });
});

describe("an answer without a body", () => {
  test.each([204, 304])("%d has neither body nor length, and the connection goes on", async (status) => {
    const { port } = await serve(always({ status, headers: { "Content-Length": "5" }, body: "hello" }));
    const caller = await call(port, get + get);
    await caller.until(({ text }) => statuses(text).length === 2 && text.endsWith("\r\n\r\n"));
    expect(caller.text).not.toMatch(/hello|content-length|transfer-encoding/i);
  });

  test("HEAD gets the length that GET would have, and nothing after the head", async () => {
    const { port } = await serve(always({ headers: { "X-A": "1" }, body: "hello" }));
    const text = await exchange(port, headRequest);
    expect(head(text)).toMatch(/X-A: 1\r\nContent-Length: 5\r\n/);
    expect(bodyOf(text)).toBe("");
  });

  test("HEAD keeps the length that the backend told", async () => {
    const { port } = await serve(always({ headers: { "Content-Length": "1234" }, body: "" }));
    expect(head(await exchange(port, headRequest))).toMatch(/\r\nContent-Length: 1234\r\n/);
  });

  test("HEAD drops a length that is none", async () => {
    const { port } = await serve(always({ headers: { "Content-Length": ["1", "2"] }, body: "" }));
    expect(head(await exchange(port, headRequest))).not.toMatch(/content-length/i);
  });

  test.each([
    ["HEAD", 200],
    ["GET", 204],
  ] as const)("a stream is let go of: %s, %d", async (method, status) => {
    const stream = new Readable({ read() {} });
    const outcomes: string[] = [];
    const { port } = await serve(
      always({ status, body: Body.arriving(stream), delivered: (outcome) => outcomes.push(outcome) }),
    );
    expect(bodyOf(await exchange(port, `${method} / HTTP/1.1\r\nHost: h\r\n\r\n`))).toBe("");
    expect(stream.destroyed).toBe(true);
    expect(outcomes).toEqual(["complete"]);
  });
});

describe("the connection", () => {
  test("stays open, and answers pipelined requests in order", async () => {
    const { handle } = recorder(({ target }) => {
      const reply = answer({ body: target });
      // The first takes longest.
      return new Promise((resolve) => setTimeout(resolve, target === "/1" ? 30 : 1, reply));
    });
    const { port } = await serve(handle);
    const caller = await call(port, [1, 2, 3].map((n) => `GET /${n} HTTP/1.1\r\nHost: h\r\n\r\n`).join(""));
    expect((await caller.has("/3")).match(/\/\d$|\/\d(?=HTTP)/gm)).toEqual(["/1", "/2", "/3"]);
  });

  test("a stream that breaks behind another answer is cut after that one", async () => {
    const first = new Promise<void>((resolve) => setTimeout(resolve, 30));
    const { handle } = recorder(({ target }) => {
      if (target === "/1") return first.then(() => answer({ body: "whole" }));
      const stream = new Readable({ read() {} });
      stream.push("part");
      setTimeout(() => stream.destroy(new Error("gone")), 5);
      return answer({ body: Body.arriving(stream) });
    });
    const { port } = await serve(handle);
    const caller = await call(port, "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
    const text = await caller.all();
    expect(text).toContain("whole");
    expect(text).not.toContain("0\r\n\r\n");
  });

  test("is closed after HTTP/1.0, and kept when that asks for it", async () => {
    const { port } = await serve(always({ body: "hello" }));
    expect(await (await call(port, "GET / HTTP/1.0\r\n\r\n")).all()).toMatch(
      /Connection: close[\s\S]*hello$/,
    );
    const caller = await call(port, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    await caller.has("hello");
    caller.write("GET / HTTP/1.0\r\n\r\n");
    expect(statuses(await caller.all())).toHaveLength(2);
  });

  test("is closed when the caller asks for it", async () => {
    const { port } = await serve(always({ body: "hello" }));
    const caller = await call(port, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    expect(await caller.all()).toMatch(/Connection: close/);
  });
});

describe("defects", () => {
  test.each([
    [
      "throws",
      () => {
        throw new Error("defect");
      },
    ],
    ["rejects", () => Promise.reject(new Error("defect"))],
  ])("a handler that %s is answered with 500 and told as a problem", async (_, handle) => {
    const room = await serve(handle as never);
    const text = await exchange(room.port, get);
    expect(statuses(text)).toEqual(["HTTP/1.1 500"]);
    expect(head(text)).toMatch(/Content-Type: application\/json/);
    expect(JSON.parse(bodyOf(text))).toEqual({ statusCode: 500, message: "Internal server error" });
    expect(room.problems).toEqual([new Error("defect")]);
  });

  test("what watches, hears of delivery or of an abort may fail without harm", async () => {
    const fail = () => {
      throw new Error("defect");
    };
    const room = await serve(always({ body: "hello", watch: fail, delivered: fail }));
    const caller = await call(room.port, get);
    await caller.has("hello");
    caller.write(get);
    await caller.until(({ text }) => statuses(text).length === 2);
    await until(() => room.problems.length >= 4);
    expect(room.problems).toEqual(Array(4).fill(new Error("defect")));
  });

  test("without anybody to tell, a problem is written to the console", async () => {
    const written = jest.spyOn(console, "error").mockImplementation(() => {});
    const server = await startServer({ handle: () => Promise.reject(new Error("defect")), port: 0 });
    await exchange(server.port, get);
    expect(written).toHaveBeenCalledWith(new Error("defect"));
    written.mockRestore();
    await server.close(0);
  });
});
