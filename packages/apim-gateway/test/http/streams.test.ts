import { Readable } from "node:stream";
import { Body } from "../../src/messages/body";
import type { GatewayRequest, GatewayResponse } from "../../src/ports/gatewayRequest";
import { answer, bodyOf, call, closeAfterEach, exchange, head, recorder, serve, turn, until } from "./wire";

closeAfterEach();

const get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

/** A server that answers with a stream, and what it tells about it. */
async function streaming(stream: Readable, part: Partial<GatewayResponse> = {}) {
  const outcomes: string[] = [];
  const aborts: string[] = [];
  const { handle } = recorder((request: GatewayRequest) => {
    request.onAbort(() => aborts.push("aborted"));
    return answer({
      body: Body.arriving(stream),
      delivered: (outcome) => outcomes.push(outcome),
      headers: { "content-length": "3", "x-a": "1" },
      ...(part.watch === undefined ? {} : { watch: part.watch }),
    });
  });
  const room = await serve(handle);
  return { room, outcomes, aborts };
}

const silent = () => new Readable({ read() {} });

describe("a stream", () => {
  test("passes through in chunks, and is delivered when it is out", async () => {
    const { room, outcomes, aborts } = await streaming(
      Readable.from([Buffer.from("one"), Buffer.from("two")]),
    );
    const text = await exchange(room.port, get);
    expect(head(text)).toMatch(/\r\nTransfer-Encoding: chunked/);
    expect(head(text)).not.toMatch(/content-length/i);
    expect(bodyOf(text)).toBe("3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
    expect([outcomes, aborts]).toEqual([["complete"], []]);
  });

  test("shows its head before its first byte, and each byte when it comes", async () => {
    const stream = silent();
    const { room, outcomes } = await streaming(stream);
    const caller = await call(room.port, get);
    await caller.has("\r\n\r\n");
    for (const event of ["data: 1\n\n", "data: 2\n\n"]) {
      stream.push(event);
      await caller.has(event);
    }
    expect(outcomes).toEqual([]);
    stream.push(null);
    await caller.has("0\r\n\r\n");
    await until(() => outcomes.length > 0);
    expect(outcomes).toEqual(["complete"]);
  });

  test("is shown to the watcher once, byte for byte", async () => {
    const seen: string[] = [];
    const chunks = Array.from({ length: 50 }, (_, i) => Buffer.from(`chunk ${i};`));
    const { room } = await streaming(Readable.from(chunks), {
      watch: (chunk) => seen.push(Buffer.from(chunk).toString()),
    });
    const response = await fetch(room.url);
    expect(await response.text()).toBe(seen.join(""));
    expect(seen).toEqual(chunks.map(String));
  });

  test("that has ended before it is sent is empty", async () => {
    const stream = Readable.from([]);
    stream.resume();
    await until(() => stream.readableEnded);
    const { room, outcomes } = await streaming(stream);
    const text = await exchange(room.port, get);
    expect(bodyOf(text)).toBe("0\r\n\r\n");
    expect(outcomes).toEqual(["complete"]);
  });

  test("to HTTP/1.0 ends with the connection", async () => {
    const { room, outcomes } = await streaming(Readable.from([Buffer.from("one"), Buffer.from("two")]));
    const text = await (await call(room.port, "GET / HTTP/1.0\r\n\r\n")).all();
    expect(head(text)).not.toMatch(/transfer-encoding/i);
    expect(bodyOf(text)).toBe("onetwo");
    await until(() => outcomes.length > 0);
    expect(outcomes).toEqual(["complete"]);
  });
});

describe("a backend that breaks off", () => {
  test("after some bytes: the caller gets those and no end", async () => {
    const stream = silent();
    const { room, outcomes } = await streaming(stream);
    const caller = await call(room.port, get);
    stream.push("one");
    await caller.has("one");
    stream.push("two");
    stream.destroy(new Error("reset"));
    const text = await caller.all();
    expect(text).not.toContain("0\r\n\r\n");
    expect(outcomes).toEqual(["cut"]);
  });

  test("is an error to a client that knows HTTP", async () => {
    const stream = silent();
    const { room } = await streaming(stream);
    const response = await fetch(room.url);
    stream.push("one");
    setImmediate(() => stream.destroy(new Error("reset")));
    await expect(response.text()).rejects.toThrow();
  });

  test("without an error: the caller sees no end either", async () => {
    const stream = silent();
    const { room, outcomes } = await streaming(stream);
    const caller = await call(room.port, get);
    await caller.has("\r\n\r\n");
    stream.destroy();
    expect(await caller.all()).not.toContain("0\r\n\r\n");
    expect(outcomes).toEqual(["cut"]);
  });

  test("before the answer begins: the same", async () => {
    const stream = silent();
    stream.destroy();
    await turn();
    const { room, outcomes } = await streaming(stream);
    expect(await (await call(room.port, get)).all()).not.toContain("0\r\n\r\n");
    expect(outcomes).toEqual(["cut"]);
  });

  test("under HTTP/1.0, where the end of the connection is the end of the body: the connection is reset", async () => {
    const stream = silent();
    const { room, outcomes } = await streaming(stream);
    const caller = await call(room.port, "GET / HTTP/1.0\r\n\r\n");
    stream.push("one");
    await caller.has("one");
    stream.destroy(new Error("reset"));
    await caller.until(({ closed }) => closed);
    expect(caller.error?.code).toBe("ECONNRESET");
    expect(outcomes).toEqual(["cut"]);
  });
});

describe("a caller that goes away", () => {
  test("while the handler works: it is told, and the late answer is let go of", async () => {
    const late = silent();
    const outcomes: string[] = [];
    let finish: (reply: GatewayResponse) => void = () => {};
    let aborted = 0;
    const { handle, requests } = recorder((request) => {
      request.onAbort(() => aborted++);
      return new Promise((resolve) => {
        finish = resolve;
      });
    });
    const { port } = await serve(handle);
    const caller = await call(port, get);
    await until(() => requests.length > 0);
    caller.socket.destroy();
    await until(() => aborted > 0);
    finish(answer({ body: Body.arriving(late), delivered: (outcome) => outcomes.push(outcome) }));
    await turn();
    expect([aborted, outcomes, late.destroyed]).toEqual([1, ["aborted"], true]);
  });

  test("in the middle of a stream: the backend is let go of", async () => {
    const stream = silent();
    const { room, outcomes, aborts } = await streaming(stream);
    const caller = await call(room.port, get);
    stream.push("one");
    await caller.has("one");
    caller.socket.destroy();
    await until(() => outcomes.length > 0);
    expect([outcomes, aborts, stream.destroyed]).toEqual([["aborted"], ["aborted"], true]);
  });

  test("by a reset: the same", async () => {
    const stream = silent();
    const { room, outcomes, aborts } = await streaming(stream);
    const caller = await call(room.port, get);
    await caller.has("\r\n\r\n");
    caller.socket.resetAndDestroy();
    await until(() => outcomes.length > 0);
    expect([outcomes, aborts]).toEqual([["aborted"], ["aborted"]]);
  });

  test("before the handler asks to be told: it is told at once", async () => {
    let request: GatewayRequest | undefined;
    const { handle } = recorder((arrived) => {
      request = arrived;
      return new Promise(() => {});
    });
    const { port } = await serve(handle);
    const caller = await call(port, get);
    await until(() => request !== undefined);
    caller.socket.destroy();
    // The server notices; then somebody asks.
    await new Promise((resolve) => setTimeout(resolve, 20));
    let told = false;
    request?.onAbort(() => {
      told = true;
    });
    expect(told).toBe(true);
  });

  test("after the whole answer: nothing is aborted", async () => {
    const { room, outcomes, aborts } = await streaming(Readable.from([Buffer.from("one")]));
    const caller = await call(room.port, get);
    await caller.has("0\r\n\r\n");
    await until(() => outcomes.length > 0);
    caller.socket.destroy();
    await turn();
    expect([outcomes, aborts]).toEqual([["complete"], []]);
  });
});

describe("a slow side holds up the other one", () => {
  test("a caller that does not read: the backend is asked for little more than fits the buffers", async () => {
    let produced = 0;
    const total = 64 * 1024 * 1024;
    const stream = new Readable({
      highWaterMark: 65_536,
      read() {
        produced += 65_536;
        this.push(produced > total ? null : Buffer.alloc(65_536, "x"));
      },
    });
    const { room, outcomes } = await streaming(stream);
    const caller = await call(room.port, "");
    caller.socket.pause();
    caller.write("GET / HTTP/1.0\r\n\r\n");
    let before = -1;
    while (before !== produced || produced === 0) {
      before = produced;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    // What the kernel buffers on both sides is some megabytes.
    expect(produced).toBeLessThan(total / 3);
    let read = 0;
    caller.socket.removeAllListeners("data");
    caller.socket.on("data", (chunk) => {
      read += chunk.length;
    });
    caller.socket.resume();
    await caller.all();
    expect(read).toBeGreaterThanOrEqual(total);
    await until(() => outcomes.length > 0);
    expect(outcomes).toEqual(["complete"]);
  });

  test("a stalled caller that goes away at last is aborted", async () => {
    const stream = new Readable({
      read() {
        this.push(Buffer.alloc(65_536));
      },
    });
    const { room, outcomes } = await streaming(stream);
    const caller = await call(room.port, "");
    caller.socket.pause();
    caller.write(get);
    await until(() => stream.isPaused());
    caller.socket.destroy();
    await until(() => outcomes.length > 0);
    expect([outcomes, stream.destroyed]).toEqual([["aborted"], true]);
  });

  test("a gateway that does not read the body: the caller cannot send it", async () => {
    const request = { arrived: undefined as GatewayRequest | undefined };
    const { handle } = recorder((arrived) => {
      request.arrived = arrived;
      return new Promise(() => {});
    });
    const { port } = await serve(handle);
    const caller = await call(port, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 67108864\r\n\r\n");
    let sent = 0;
    const block = Buffer.alloc(1024 * 1024);
    const send = () => {
      while (sent < 64 && caller.socket.write(block)) sent++;
    };
    caller.socket.on("drain", () => {
      sent++;
      send();
    });
    send();
    let before = -1;
    while (before !== sent) {
      before = sent;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(sent).toBeLessThan(32);
    const stream = request.arrived?.body?.sendable as Readable;
    let got = 0;
    for await (const chunk of stream) {
      got += chunk.length;
      if (got === 67_108_864) break;
    }
    expect(got).toBe(67_108_864);
  });
});
