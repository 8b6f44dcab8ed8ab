import { defaultLimits } from "../../src/http/limits";
import { BodyTooLarge } from "../../src/messages/body";
import type { GatewayResponse } from "../../src/ports/gatewayRequest";
import {
  answer,
  bodyOf,
  type Caller,
  call,
  closeAfterEach,
  gate,
  recorder,
  serve,
  statuses,
  until,
} from "./wire";

closeAfterEach();

const ok = () => recorder(() => answer({ body: "done" }));
const post = "POST / HTTP/1.1\r\nHost: h\r\n";
const chunked = `${post}Transfer-Encoding: chunked\r\n\r\n`;

const malformed: Record<string, string> = {
  "a length and chunks": `${post}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  "chunks and a length": `${post}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`,
  "a length and an empty coding": `${post}Content-Length: 4\r\nTransfer-Encoding:\r\n\r\nabcd`,
  "one length twice": `${post}Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd`,
  "two lengths": `${post}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`,
  "a list of lengths": `${post}Content-Length: 4, 4\r\n\r\nabcd`,
  "a length with a sign": `${post}Content-Length: +4\r\n\r\nabcd`,
  "a negative length": `${post}Content-Length: -4\r\n\r\nabcd`,
  "an empty length": `${post}Content-Length:\r\n\r\nabcd`,
  "a length that is no number of any machine": `${post}Content-Length: 99999999999999999999999\r\n\r\nabcd`,
  "a header that goes on in the next line": `${post}X: a\r\n b\r\n\r\n`,
  "a header that goes on after a tab": `${post}X: a\r\n\tb\r\n\r\n`,
  "a first header that begins with a space": "GET / HTTP/1.1\r\n Host: h\r\n\r\n",
  "a coding in the next line": `${post}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`,
  "a space before the colon": `${post}X : a\r\n\r\n`,
  "lines that end in LF": "GET / HTTP/1.1\nHost: h\n\n",
  "a header that ends in LF": "GET / HTTP/1.1\r\nHost: h\nX: b\r\n\r\n",
  "a head that ends in LF": "GET / HTTP/1.1\r\nHost: h\r\n\n",
  "a CR in a header": `${post}X: a\rb\r\n\r\n`,
  "a NUL in a header": `${post}X: a\0b\r\n\r\n`,
  "a NUL in a name": `${post}X\0: b\r\n\r\n`,
  "a control character in a header": `${post}X: a\x01b\r\n\r\n`,
  "a name that is not a token": `${post}X(y): b\r\n\r\n`,
  "an empty name": `${post}: b\r\n\r\n`,
  "a header without a colon": `${post}foo\r\n\r\n`,
  "a negative chunk size": `${chunked}-1\r\n\r\n`,
  "a chunk size with 0x": `${chunked}0x1\r\na\r\n0\r\n\r\n`,
  "a chunk size with a space": `${chunked}1 \r\na\r\n0\r\n\r\n`,
  "a chunk size that is too large for any machine": `${chunked}fffffffffffffffffff\r\na\r\n0\r\n\r\n`,
  "a chunk size that ends in LF": `${chunked}1\na\r\n0\r\n\r\n`,
  "an empty chunk size": `${chunked}\r\na\r\n0\r\n\r\n`,
  "a chunk that ends in LF": `${chunked}1\r\na\n0\r\n\r\n`,
  "a chunk that is longer than it says": `${chunked}1\r\nab\r\n0\r\n\r\n`,
  "a chunk extension with LF": `${chunked}1;a\nb\r\na\r\n0\r\n\r\n`,
  "a length among the trailers": `${chunked}1\r\na\r\n0\r\nContent-Length: 5\r\n\r\n`,
  "a coding that is not chunked": `${post}Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n`,
  "a coding before chunked": `${post}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
  "a coding after chunked": `${post}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`,
  "the coding identity": `${post}Transfer-Encoding: identity\r\n\r\n`,
  "chunked twice": `${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  "an unknown coding": `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
  "a coding in quotes": `${post}Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n`,
  "a coding behind a vertical tab": `${post}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n`,
  "chunks in HTTP/1.0": "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "no host": "GET / HTTP/1.1\r\n\r\n",
  "two hosts": "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
  "a host with a path": "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
  "a host with a user": "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n",
  "a host with two ports": "GET / HTTP/1.1\r\nHost: a:1:2\r\n\r\n",
  "a port that there cannot be": "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n",
  "an unknown method": "FOO / HTTP/1.1\r\nHost: h\r\n\r\n",
  "a method in small letters": "get / HTTP/1.1\r\nHost: h\r\n\r\n",
  "a target with a control character": "GET /\x01a HTTP/1.1\r\nHost: h\r\n\r\n",
  "a target with bytes that are not ASCII": "GET /\xe9 HTTP/1.1\r\nHost: h\r\n\r\n",
  "a target with a tab": "GET /a\tb HTTP/1.1\r\nHost: h\r\n\r\n",
  "a target with a fragment": "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n",
  "a target without a slash": "GET a HTTP/1.1\r\nHost: h\r\n\r\n",
  "a target that is a star": "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n",
  "an absolute target that is not HTTP": "GET ftp://a/ HTTP/1.1\r\nHost: h\r\n\r\n",
  "HTTP/1.2": "GET / HTTP/1.2\r\nHost: h\r\n\r\n",
  "HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  TLS: "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
  noise: "\x00\xff\xfe hello\r\n\r\n",
};

describe("refused with 400, and the connection closed", () => {
  test.each(Object.entries(malformed))("%s", async (_, text) => {
    const { handle, requests } = recorder(async ({ body }) => {
      await body?.load()?.catch(() => {});
      return answer({ body: "done" });
    });
    const room = await serve(handle);
    // The second request must never be seen: it is what a smuggler wants to get through.
    const caller = await call(room.port, `${text}GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n`);
    const got = await caller.all();
    expect(statuses(got)).toEqual(["HTTP/1.1 400"]);
    expect(got).toMatch(/Connection: close/);
    expect(JSON.parse(bodyOf(got))).toEqual({ statusCode: 400, message: expect.any(String) });
    expect(requests.filter(({ target }) => target !== "/")).toEqual([]);
    expect(room.problems).toEqual([]);
  });

  test("HTTP/0.9 is refused as well, with 505", async () => {
    const { port } = await serve(ok().handle);
    expect(statuses(await (await call(port, "GET /\r\n\r\n")).all())).toEqual(["HTTP/1.1 505"]);
  });

  test("an underscore does not make a header a coding", async () => {
    const { handle, requests } = ok();
    const { port } = await serve(handle);
    const caller = await call(port, `${post}Content-Length: 4\r\nTransfer_Encoding: chunked\r\n\r\nabcd`);
    await caller.has("done");
    expect(requests[0]?.body?.text()).toBe("abcd");
  });

  test("what was asked before still gets its answer first", async () => {
    const first = gate<GatewayResponse>();
    const { handle, requests } = recorder(() => first.promise);
    const { port } = await serve(handle);
    const caller = await call(port, "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nnonsense\r\n\r\n");
    await until(() => requests.length > 0);
    first.open(answer({ body: "first" }));
    const text = await caller.all();
    expect(statuses(text)).toEqual(["HTTP/1.1 200", "HTTP/1.1 400"]);
    expect(text.indexOf("first")).toBeLessThan(text.indexOf("HTTP/1.1 400"));
  });

  test("an answer that has begun is cut, not followed by another one, when the request turns out malformed", async () => {
    const { handle } = recorder(({ body }) => answer({ body }));
    const { port } = await serve(handle);
    const caller = await call(port, `${chunked}5\r\nhello\r\n`);
    await caller.has("hello");
    caller.write("nonsense\r\n");
    const text = await caller.all();
    expect(statuses(text)).toEqual(["HTTP/1.1 200"]);
    expect(text).not.toContain("0\r\n\r\n");
  });

  test("a request whose body turns out malformed is aborted", async () => {
    const aborted: string[] = [];
    const { handle } = recorder(({ onAbort, target }) => {
      onAbort(() => aborted.push(target));
      return new Promise(() => {});
    });
    const { port } = await serve(handle);
    const caller = await call(port, `${chunked}1\r\na\r\n`);
    await new Promise(setImmediate);
    caller.write("nonsense\r\n");
    expect(statuses(await caller.all())).toEqual(["HTTP/1.1 400"]);
    expect(aborted).toEqual(["/"]);
  });
});

describe("not supported", () => {
  test.each([
    [
      "a WebSocket",
      "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n",
    ],
    ["CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"],
  ])("%s is answered with 501 and a message", async (_, text) => {
    const { handle, requests } = ok();
    const { port } = await serve(handle);
    const got = await (await call(port, text)).all();
    expect(statuses(got)).toEqual(["HTTP/1.1 501"]);
    expect(JSON.parse(bodyOf(got)).message).toMatch(/not supported/);
    expect(requests).toEqual([]);
  });
});

describe("limits", () => {
  const refused = async (caller: Caller, status: number) => {
    const got = await caller.all();
    expect(statuses(got)).toEqual([`HTTP/1.1 ${status}`]);
    expect(got).toMatch(/Connection: close/);
  };

  test("headers that are too large: 431", async () => {
    const { port } = await serve(ok().handle, { headBytes: 1024 });
    await refused(await call(port, `GET / HTTP/1.1\r\nHost: h\r\nX: ${"a".repeat(2000)}\r\n\r\n`), 431);
  });

  test("headers that are too many: 431, and one less is served", async () => {
    const { handle, requests } = ok();
    const { port } = await serve(handle, { headerCount: 50 });
    const lines = (count: number) => "X: 1\r\n".repeat(count);
    await refused(await call(port, `GET / HTTP/1.1\r\nHost: h\r\n${lines(50)}\r\n`), 431);
    await (await call(port, `GET / HTTP/1.1\r\nHost: h\r\n${lines(49)}\r\n`)).has("done");
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers.values("x")).toHaveLength(49);
  });

  test("thousands of headers are all seen", async () => {
    const { handle, requests } = ok();
    const { port } = await serve(handle, { headerCount: 5000 });
    await (await call(port, `GET / HTTP/1.1\r\nHost: h\r\n${"X: 1\r\n".repeat(4000)}Last: 1\r\n\r\n`)).has(
      "done",
    );
    expect(requests[0]?.headers.has("last")).toBe(true);
  });

  test("a target that is too long: 414", async () => {
    const { port } = await serve(ok().handle, { targetBytes: 100 });
    await refused(await call(port, `GET /${"a".repeat(100)} HTTP/1.1\r\nHost: h\r\n\r\n`), 414);
  });

  test("a body that announces too much: 413, also to a caller that goes on sending", async () => {
    const { handle, requests } = ok();
    const { port } = await serve(handle, { bodyBytes: 1000 });
    const caller = await call(port, `${post}Content-Length: 1001\r\n\r\n`);
    caller.write("x".repeat(1001));
    await refused(caller, 413);
    expect(requests).toEqual([]);
  });

  test("a body of chunks that becomes too large: 413, and the request is aborted", async () => {
    const seen: unknown[] = [];
    const delivered: string[] = [];
    const { handle } = recorder(async ({ body, onAbort }) => {
      onAbort(() => seen.push("aborted"));
      await body?.load()?.catch((error) => seen.push(error));
      return answer({ body: "too late", delivered: (outcome) => delivered.push(outcome) });
    });
    const { port } = await serve(handle, { bodyBytes: 10 });
    const caller = await call(port, chunked);
    for (let i = 0; i < 3; i++) caller.write("5\r\nhello\r\n");
    await refused(caller, 413);
    expect(seen).toEqual(["aborted", expect.any(BodyTooLarge)]);
    expect(delivered).toEqual(["aborted"]);
  });

  test("a body of one chunk that is too large: 413", async () => {
    const { handle, requests } = ok();
    const { port } = await serve(handle, { bodyBytes: 4 });
    await refused(await call(port, `${chunked}5\r\nhello\r\n0\r\n\r\n`), 413);
    expect(requests).toEqual([]);
  });

  test("a body that is just as large as allowed is served", async () => {
    const { handle } = recorder(async ({ body }) => {
      await body?.load();
      return answer({ body: `got ${body?.size}` });
    });
    const { port } = await serve(handle, { bodyBytes: 10 });
    await (await call(port, `${chunked}5\r\nhello\r\n5\r\nhello\r\n0\r\n\r\n`)).has("got 10");
    await (await call(port, `${post}Content-Length: 10\r\n\r\nhellohello`)).has("got 10");
  });

  test("an answer that has begun is cut when the body becomes too large", async () => {
    const delivered: string[] = [];
    const { handle } = recorder(({ body }) =>
      answer({ body, delivered: (outcome) => delivered.push(outcome) }),
    );
    const { port } = await serve(handle, { bodyBytes: 10 });
    const caller = await call(port, `${chunked}5\r\nhello\r\n`);
    await caller.has("hello");
    caller.write("6\r\nhello!\r\n");
    expect(await caller.all()).not.toContain("0\r\n\r\n");
    expect(delivered).toEqual(["aborted"]);
  });

  test("headers that do not come to an end: 408", async () => {
    const { port } = await serve(ok().handle, { headMs: 40 });
    await refused(await call(port, "GET / HTTP/1.1\r\nHost: h\r\n"), 408);
  });

  test("a body that stops coming: 408, and the request is aborted", async () => {
    const aborted: string[] = [];
    const { handle } = recorder(async ({ body, onAbort, target }) => {
      onAbort(() => aborted.push(target));
      await body?.load()?.catch(() => {});
      return answer({});
    });
    const { port } = await serve(handle, { bodyIdleMs: 20 });
    await refused(await call(port, `${post}Content-Length: 10\r\n\r\nhello`), 408);
    expect(aborted).toEqual(["/"]);
  });

  test("a body that the gateway does not read does not count as stopped", async () => {
    const { handle } = recorder(async ({ body }) => {
      // Longer than the limit, with the first bytes lying there.
      await new Promise((resolve) => setTimeout(resolve, 60));
      await body?.load();
      return answer({ body: `got ${body?.text()}` });
    });
    const { port } = await serve(handle, { bodyIdleMs: 20 });
    const caller = await call(port, `${chunked}5\r\nhello\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    caller.write("0\r\n\r\n");
    expect(await caller.has("got")).toContain("got hello");
  });

  test("there are limits without asking", () => {
    for (const limit of Object.values(defaultLimits)) expect(limit).toBeGreaterThan(0);
  });
});

test("a refusal for a limit says how much it is", async () => {
  const limits = { bodyBytes: 100, targetBytes: 200, headerCount: 5 };
  const room = await serve(ok().handle, limits);
  const told = async (text: string) => {
    const caller = await call(room.port, text);
    return (JSON.parse(bodyOf(await caller.all())) as { message: string }).message;
  };
  expect(await told(`${post}Content-Length: 101\r\n\r\n`)).toContain("larger than 100 bytes");
  expect(await told(`${chunked}ff\r\n${"x".repeat(255)}\r\n`)).toContain("larger than 100 bytes");
  expect(await told(`GET /${"x".repeat(200)} HTTP/1.1\r\nHost: h\r\n\r\n`)).toContain(
    "longer than 200 bytes",
  );
  expect(await told(`${post}${"X: y\r\n".repeat(5)}\r\n`)).toContain("more than 5 headers");
});
