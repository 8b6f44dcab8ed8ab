import { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { Body } from "../messages/body";
import { Headers } from "../messages/headers";
import { type BackendResponse, TransportFailure } from "../ports/transport";
import type { BackendPool } from "./backendPools";
import { connectionFailure, errorCode } from "./connectionFailure";
import { atTurnEnd } from "./turnEnd";

/** The rest of a response's body. Reading it slowly slows the backend; letting go of it ends the call. */
class ResponseStream extends Readable {
  constructor(private readonly call: SocketCall) {
    super({ highWaterMark: 65_536 });
  }

  override _read(): void {
    this.call.resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.call.abandon();
    // Without a listener an error would end the process; who listens later finds the stream destroyed.
    callback(this.listenerCount("error") > 0 ? error : null);
  }
}

/** What undici ends when told to, with the reason. */
class BrokenOff extends Error {
  override readonly name = "BrokenOff";
}

/** A call as it is sent. */
export interface CallOrder {
  /** Of the URL, as failures name it. */
  readonly origin: string;
  readonly pool: BackendPool;
  readonly method: string;
  readonly path: string;
  /** Name, value, name, value… */
  readonly headers: string[];
  readonly body: string | Uint8Array | Readable | null;
  readonly timeoutMs: number;
  /** Whether it may be sent again when the connection turns out to have been dead. */
  readonly resend: boolean;
}

/**
 * One call on the wire, from undici's view: its methods are called by undici. The head is handed over once the packet it
 * came in is read, so that a body that came with it is in memory and needs no stream.
 */
export class SocketCall implements Dispatcher.DispatchHandler {
  private state: "waiting" | "headed" | "responded" | "over" = "waiting";
  private breakOff: ((error: Error) => void) | undefined;
  private resumeParser: (() => void) | undefined;
  /** The connection had carried another call before. */
  private reused = false;
  private resent = false;
  private begun = false;
  private complete = false;
  /** Why nothing more comes, unless it is complete. */
  private cause: Error | undefined;
  private response: { status: number; reason: string; headers: Headers } | undefined;
  private readonly chunks: Uint8Array[] = [];
  private stream: ResponseStream | undefined;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly order: CallOrder,
    private readonly respondWith: (response: BackendResponse) => void,
    private readonly failWith: (failure: TransportFailure) => void,
  ) {
    this.timer = setTimeout(onTimeout, Math.min(order.timeoutMs, longestTimer), this);
  }

  start(): void {
    if (this.state !== "over") this.sendBy(this.order.pool.pool);
  }

  private sendBy(dispatcher: Dispatcher): void {
    const { path, method, headers, body } = this.order;
    dispatcher.dispatch({ path, method, headers, body }, this);
  }

  /** The caller lost interest. */
  abort(): void {
    this.giveUp(new TransportFailure("aborted", `${this.order.origin}: the caller went away`));
  }

  private giveUp(failure: TransportFailure): void {
    if (this.state === "over") return;
    const { stream } = this;
    // Before undici tells back what it was told.
    this.state = "over";
    this.breakCall();
    if (stream !== undefined) stream.destroy(failure);
    else this.fail(failure);
  }

  timeOut(): void {
    this.giveUp(new TransportFailure("timeout", `${this.order.origin}: no response in time`));
  }

  resume(): void {
    this.resumeParser?.();
  }

  /** The reader of the body lets go of it. */
  abandon(): void {
    this.breakCall();
    this.state = "over";
  }

  onConnect(abort: (error?: Error) => void): void {
    // Thrown, undici drops the request and keeps the connection.
    if (this.state === "over") throw new BrokenOff("The call is over.");
    this.breakOff = abort;
    this.reused = !this.order.pool.fresh;
    this.order.pool.fresh = false;
  }

  onResponseStarted(): void {
    this.begun = true;
  }

  onHeaders(status: number, raw: Buffer[], resume: () => void, reason: string): boolean {
    // Informational responses are not for the caller.
    if (status < 200) return true;
    clearTimeout(this.timer);
    this.state = "headed";
    this.resumeParser = resume;
    const headers = Headers.fromRaw(raw.map((text) => text.toString("latin1")));
    this.response = { status, reason, headers };
    // These never have a body; undici misses one when they tell a length.
    if (status === 204 || status === 304) this.complete = true;
    atTurnEnd(() => this.respond());
    return true;
  }

  onData(chunk: Buffer): boolean {
    const { stream } = this;
    if (stream !== undefined) return stream.push(chunk);
    this.chunks.push(chunk);
    return true;
  }

  onComplete(): void {
    this.complete = true;
    this.stream?.push(null);
  }

  onError(error: Error): void {
    if (this.state === "over") return;
    this.cause = error;
    if (this.state === "responded") this.stream?.destroy(error);
    // With a head there is a response; its stream tells that it is cut.
    else if (this.state === "waiting") this.silence(error);
  }

  private silence(error: Error): void {
    const { origin, body, pool, resend } = this.order;
    const code = errorCode(error);
    const closed = code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "EPIPE";
    if (resend && closed && this.reused && !this.resent && !this.begun) {
      this.resent = true;
      this.cause = undefined;
      this.sendBy(pool.once());
      return;
    }
    const ownBody = body instanceof Readable && body.errored !== null;
    this.fail(
      ownBody
        ? new TransportFailure("aborted", `${origin}: the body of the request broke off`)
        : connectionFailure(origin, error),
    );
  }

  private respond(): void {
    if (this.state !== "headed") return;
    const { chunks } = this;
    const response = this.response as NonNullable<typeof this.response>;
    if (this.complete) {
      this.state = "over";
      const bytes = chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
      this.respondWith({ ...response, body: Body.arrived(bytes) });
      return;
    }
    this.state = "responded";
    const stream = new ResponseStream(this);
    this.stream = stream;
    for (const chunk of chunks) stream.push(chunk);
    if (this.cause !== undefined) stream.destroy(this.cause);
    this.respondWith({ ...response, body: Body.arriving(stream) });
  }

  private fail(failure: TransportFailure): void {
    clearTimeout(this.timer);
    this.state = "over";
    const { body } = this.order;
    if (body instanceof Readable) body.destroy();
    this.failWith(failure);
  }

  private breakCall(): void {
    if (this.complete || this.cause !== undefined) return;
    const { breakOff } = this;
    this.breakOff = undefined;
    this.cause = new BrokenOff("The call was broken off.");
    breakOff?.(this.cause);
  }
}

/** More makes Node's timers fire at once. */
const longestTimer = 2_147_483_647;

function onTimeout(call: SocketCall): void {
  call.timeOut();
}
