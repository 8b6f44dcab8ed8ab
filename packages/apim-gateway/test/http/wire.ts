import { connect, createServer, type Server, type Socket } from "node:net";
import type { ServerLimits } from "../../src/http/limits";
import { type RunningServer, startServer } from "../../src/http/server";
import { Body } from "../../src/messages/body";
import { Headers } from "../../src/messages/headers";
import type { GatewayRequest, GatewayResponse, HandleRequest } from "../../src/ports/gatewayRequest";

const open: (() => unknown)[] = [];

/** Everything that this file opened is closed after each test. */
export function closeAfterEach(): void {
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
}

export const onClose = (action: () => unknown): void => {
  open.push(action);
};

export interface Room extends RunningServer {
  /** What the server told `onProblem`. */
  readonly problems: unknown[];
}

export async function serve(handle: HandleRequest, limits: Partial<ServerLimits> = {}): Promise<Room> {
  const problems: unknown[] = [];
  const server = await startServer({ handle, port: 0, limits, onProblem: (error) => problems.push(error) });
  onClose(() => server.close(0));
  return Object.assign(server, { problems });
}

/** An answer with what a test cares for. */
export function answer(part: {
  status?: number;
  reason?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array | Body | null;
  watch?: (chunk: Uint8Array) => void;
  delivered?: GatewayResponse["delivered"];
}): GatewayResponse {
  const { status = 200, reason = "OK", headers = {}, body = null, watch, delivered = () => {} } = part;
  return {
    status,
    reason,
    headers: Headers.of(headers),
    body: body === null || body instanceof Body ? body : Body.of(body),
    watch,
    delivered,
  };
}

/** A handler that keeps what it was given. */
export function recorder(reply: (request: GatewayRequest) => GatewayResponse | Promise<GatewayResponse>) {
  const requests: GatewayRequest[] = [];
  const handle: HandleRequest = (request) => {
    requests.push(request);
    return reply(request);
  };
  return { requests, handle };
}

/** A caller that writes and reads bytes. */
export class Caller {
  text = "";
  ended = false;
  closed = false;
  error: NodeJS.ErrnoException | undefined;
  private readonly waiting = new Set<() => void>();

  constructor(readonly socket: Socket) {
    const changed = () => {
      for (const check of [...this.waiting]) check();
    };
    socket.on("data", (chunk) => {
      this.text += chunk.toString("latin1");
      changed();
    });
    socket.on("end", () => {
      this.ended = true;
      changed();
    });
    socket.on("error", (error) => {
      this.error = error;
    });
    socket.on("close", () => {
      this.closed = true;
      changed();
    });
  }

  write(text: string): this {
    this.socket.write(Buffer.from(text, "latin1"));
    return this;
  }

  /** Until the text read so far is as wanted. */
  async until(wanted: (caller: Caller) => boolean): Promise<string> {
    if (!wanted(this))
      await new Promise<void>((resolve, reject) => {
        const check = () => {
          if (!wanted(this) && !this.closed) return;
          this.waiting.delete(check);
          if (wanted(this)) resolve();
          else reject(new Error(`The connection was closed after ${JSON.stringify(this.text)}.`));
        };
        this.waiting.add(check);
      });
    return this.text;
  }

  has(piece: string): Promise<string> {
    return this.until(({ text }) => text.includes(piece));
  }

  /** All that came until the server closed. */
  all(): Promise<string> {
    return this.until(({ closed, ended }) => closed || ended);
  }
}

export async function call(port: number, text = ""): Promise<Caller> {
  const socket = connect({ port, host: "127.0.0.1" });
  onClose(() => socket.destroy());
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  return new Caller(socket).write(text);
}

/** One request on a connection that closes after it: the whole answer. */
export async function exchange(port: number, text: string): Promise<string> {
  const caller = await call(port, text.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
  return caller.all();
}

export const head = (text: string): string => text.slice(0, text.indexOf("\r\n\r\n"));
export const bodyOf = (text: string): string => text.slice(text.indexOf("\r\n\r\n") + 4);
export const statuses = (text: string): string[] => text.match(/HTTP\/1\.1 \d{3}/g) ?? [];

/** A backend that speaks bytes: `serve` gets each connection. */
export async function rawBackend(serveSocket: (socket: Socket, nth: number) => void): Promise<number> {
  let count = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    serveSocket(socket, ++count);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onClose(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as { port: number }).port;
}

/** A promise and what settles it. */
export function gate<T = void>(): { promise: Promise<T>; open: (value: T) => void } {
  let open!: (value: T) => void;
  const promise = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

export const turn = (): Promise<void> => new Promise(setImmediate);

export async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await turn();
}
