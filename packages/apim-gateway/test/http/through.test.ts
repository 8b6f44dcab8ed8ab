import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { socketTransport } from "../../src/http/socketTransport";
import type { GatewayRequest, GatewayResponse } from "../../src/ports/gatewayRequest";
import { TransportFailure } from "../../src/ports/transport";
import {
  answer,
  bodyOf,
  call,
  closeAfterEach,
  exchange,
  head,
  onClose,
  rawBackend,
  serve,
  until,
} from "./wire";

closeAfterEach();

/** Both doors with nothing between them. */
async function proxyTo(port: number) {
  const { transport, close } = socketTransport();
  onClose(close);
  const outcomes: string[] = [];
  const room = await serve(async (request: GatewayRequest): Promise<GatewayResponse> => {
    request.headers.delete("host");
    try {
      const response = await transport({
        method: request.method,
        url: `http://127.0.0.1:${port}${request.target}`,
        headers: request.headers,
        body: request.body,
        timeoutMs: 10_000,
        followRedirects: false,
        tls: { validateCertificateChain: true, validateCertificateName: true },
        onAbort: request.onAbort,
      });
      return { ...response, watch: undefined, delivered: (outcome) => outcomes.push(outcome) };
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      return answer({ status: 502, body: error.kind, delivered: (outcome) => outcomes.push(outcome) });
    }
  });
  return { room, outcomes };
}

const digest = () => createHash("sha256");

describe("from caller to backend and back", () => {
  test("many megabytes of a stream arrive as they were, in both directions at once", async () => {
    const port = await rawBackend((socket) => {
      let begun = false;
      socket.on("data", (chunk) => {
        let bytes = chunk;
        if (!begun) {
          begun = true;
          bytes = chunk.subarray(chunk.indexOf("\r\n\r\n") + 4);
          socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        }
        // What comes in chunks goes back as it is: the echo is a body in chunks.
        if (bytes.length > 0 && !socket.write(bytes)) {
          socket.pause();
          socket.once("drain", () => socket.resume());
        }
      });
    });
    const { room, outcomes } = await proxyTo(port);
    const sent = digest();
    let blocks = 0;
    const body = new Readable({
      read() {
        const block = Buffer.alloc(50_000, blocks % 251);
        if (blocks++ === 400) this.push(null);
        else {
          sent.update(block);
          this.push(block);
        }
      },
    });
    const response = await fetch(`${room.url}/echo`, {
      method: "POST",
      body: Readable.toWeb(body),
      duplex: "half",
    } as never);
    const got = digest();
    let size = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      got.update(chunk);
      size += chunk.byteLength;
    }
    expect(size).toBe(20_000_000);
    expect(got.digest("hex")).toBe(sent.digest("hex"));
    expect(outcomes).toEqual(["complete"]);
  });

  test("events come through one by one", async () => {
    let backend: Socket | undefined;
    const port = await rawBackend((socket) => {
      backend = socket;
      socket.once("data", () =>
        socket.write(
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n",
        ),
      );
    });
    const { room } = await proxyTo(port);
    const caller = await call(room.port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    await caller.has("\r\n\r\n");
    for (let i = 0; i < 3; i++) {
      backend?.write(`9\r\ndata: ${i}\n\n\r\n`);
      await caller.has(`data: ${i}\n\n`);
    }
    backend?.write("0\r\n\r\n");
    await caller.has("0\r\n\r\n");
  });

  test("a caller that goes away ends the backend's work", async () => {
    let [begun, closed] = [false, false];
    const port = await rawBackend((socket) => {
      socket.on("data", () => (begun = true)).on("close", () => (closed = true));
    });
    const { room, outcomes } = await proxyTo(port);
    const caller = await call(room.port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    await until(() => begun);
    caller.socket.destroy();
    await until(() => closed && outcomes.length > 0);
    expect(outcomes).toEqual(["aborted"]);
    expect(room.problems).toEqual([]);
  });

  test("a caller that goes away in the middle of its body ends the call, and the backend sees no whole request", async () => {
    let [text, closed] = ["", false];
    const port = await rawBackend((socket) => {
      socket.on("data", (chunk) => (text += chunk)).on("close", () => (closed = true));
    });
    const { room } = await proxyTo(port);
    const caller = await call(
      room.port,
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n",
    );
    await until(() => text.includes("begin"));
    caller.socket.destroy();
    await until(() => closed);
    expect(text).not.toContain("0\r\n\r\n");
    expect(room.problems).toEqual([]);
  });

  test("a backend that breaks off leaves the caller without an end", async () => {
    const port = await rawBackend((socket) => {
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n");
        setTimeout(() => socket.destroy(), 10);
      });
    });
    const { room, outcomes } = await proxyTo(port);
    const caller = await call(room.port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    const text = await caller.all();
    expect(text).toContain("begin");
    expect(text).not.toContain("0\r\n\r\n");
    expect(outcomes).toEqual(["cut"]);
  });

  test("a backend that answers before the body is there is answered at once, and the connection goes on", async () => {
    const port = await rawBackend((socket) => {
      socket.once("data", () => socket.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno"));
    });
    const { room } = await proxyTo(port);
    const caller = await call(room.port, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nbegin");
    await caller.has("\r\n\r\nno");
    caller.write("x".repeat(99_995)).write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    expect((await caller.all()).match(/HTTP\/1\.1 401/g)).toHaveLength(2);
    expect(room.problems).toEqual([]);
  });

  test("the length that a backend tells for HEAD reaches the caller", async () => {
    const port = await rawBackend((socket) => {
      socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n"));
    });
    const { room } = await proxyTo(port);
    const text = await exchange(room.port, "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
    expect(head(text)).toContain("Content-Length: 1234");
    expect(bodyOf(text)).toBe("");
  });

  test("thousands of calls at once leave nothing open but kept connections", async () => {
    const port = await rawBackend((socket) => {
      socket.on("data", (chunk) => {
        for (const _ of String(chunk).match(/^GET /gm) ?? [])
          socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
      });
    });
    const { room, outcomes } = await proxyTo(port);
    const callers = await Promise.all(Array.from({ length: 50 }, () => call(room.port)));
    await Promise.all(
      callers.map(async (caller) => {
        for (let i = 1; i <= 40; i++) {
          caller.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
          await caller.until(({ text }) => text.split("\r\n\r\nhi").length === i + 1);
        }
      }),
    );
    await until(() => outcomes.length === 2000);
    expect(new Set(outcomes)).toEqual(new Set(["complete"]));
    await room.close(1000);
  });
});
