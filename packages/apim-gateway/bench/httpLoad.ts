import { connect, type Socket } from "node:net";

/** A request on the wire, ready to be sent again and again. */
export function wireRequest(
  origin: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Buffer {
  const { host } = new URL(origin);
  const head = { Host: host, "Content-Length": String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
}

export interface LoadResult {
  /** Responses that were complete. */
  readonly responses: number;
  /** Bytes of them, heads included. */
  readonly bytes: number;
  readonly failed: number;
  readonly seconds: number;
  /** Milliseconds of each response, sorted. */
  readonly latencies: Float64Array;
}

/**
 * Sends one request after the other on so many connections. A driver of a hundred lines, since it must cost far less
 * than what it measures.
 *
 * @param request gives the next request
 * @param rate requests per second over all connections; absent: as fast as answers come
 */
export async function httpLoad(
  origin: string,
  request: () => Buffer,
  options: { readonly connections: number; readonly seconds: number; readonly rate?: number },
): Promise<LoadResult> {
  const { connections, seconds, rate } = options;
  const { hostname, port } = new URL(origin);
  const latencies: number[] = [];
  const idle: Lane[] = [];
  let [bytes, failed, running] = [0, 0, true];
  /** Requests that should have been sent by now and found no idle connection; their waiting counts. */
  const overdue: number[] = [];
  const lanes = await Promise.all(
    Array.from({ length: connections }, () =>
      Lane.open(hostname, Number(port), request, {
        done(lane, size, from) {
          bytes += size;
          latencies.push(performance.now() - from);
          if (!running) return;
          if (rate === undefined) lane.send(performance.now());
          else {
            const due = overdue.shift();
            if (due === undefined) idle.push(lane);
            else lane.send(due);
          }
        },
        failed() {
          if (running) failed++;
        },
      }),
    ),
  );
  // Only now: what would have been due while connections opened would all come at once.
  const began = performance.now();
  const end = began + seconds * 1000;
  if (rate === undefined) for (const lane of lanes) lane.send(performance.now());
  else idle.push(...lanes);
  let sent = 0;
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, rate === undefined ? 50 : 1));
    if (rate === undefined) continue;
    const due = Math.floor(((performance.now() - began) / 1000) * rate);
    for (; sent < due; sent++) {
      const lane = idle.pop();
      const at = performance.now();
      if (lane === undefined) overdue.push(at);
      else lane.send(at);
    }
  }
  running = false;
  const took = (performance.now() - began) / 1000;
  for (const lane of lanes) lane.close();
  return {
    responses: latencies.length,
    bytes,
    failed,
    seconds: took,
    latencies: Float64Array.from(latencies).sort(),
  };
}

/** The value below which so many per cent of sorted values are. */
export const percentile = (sorted: Float64Array, percent: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;

interface LaneEvents {
  done(lane: Lane, bytes: number, from: number): void;
  failed(): void;
}

const END_OF_HEAD = Buffer.from("\r\n\r\n");
const LAST_CHUNK = Buffer.from("0\r\n\r\n");

/** One connection. It knows of HTTP only where a response ends. */
class Lane {
  private from = 0;
  private received = 0;
  /** Bytes of the response; `undefined`: chunked. */
  private expected: number | undefined;
  private inHead = true;
  private head: Buffer = Buffer.alloc(0);
  private tail: Buffer = Buffer.alloc(0);

  private constructor(
    private readonly socket: Socket,
    private readonly request: () => Buffer,
    private readonly events: LaneEvents,
  ) {
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.take(chunk));
    socket.on("error", () => events.failed());
  }

  static open(host: string, port: number, request: () => Buffer, events: LaneEvents): Promise<Lane> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, host, () => resolve(new Lane(socket, request, events)));
      socket.once("error", reject);
    });
  }

  send(from: number): void {
    this.from = from;
    this.received = 0;
    this.inHead = true;
    this.head = Buffer.alloc(0);
    this.socket.write(this.request());
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received += chunk.length;
    if (this.inHead) {
      this.head = this.head.length === 0 ? chunk : Buffer.concat([this.head, chunk]);
      const end = this.head.indexOf(END_OF_HEAD);
      if (end < 0) return;
      this.inHead = false;
      const text = this.head.toString("latin1", 0, end);
      if (!text.startsWith("HTTP/1.1 200")) this.events.failed();
      const length = /content-length: (\d+)/i.exec(text)?.[1];
      this.expected = length === undefined ? undefined : end + 4 + Number(length);
      this.tail = Buffer.alloc(0);
      chunk = this.head.subarray(end);
    }
    if (this.expected === undefined) {
      this.tail = Buffer.concat([this.tail, chunk]).subarray(-5);
      if (!this.tail.equals(LAST_CHUNK)) return;
    } else if (this.received < this.expected) return;
    this.events.done(this, this.received, this.from);
  }
}
