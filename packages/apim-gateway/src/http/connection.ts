import type { Socket } from "node:net";
import { type Refusal, refusalBytes } from "./refusal";

/** A request on a connection that is still being answered. */
export interface Underway {
  /** Whether all of the request has arrived. */
  readonly arrived: boolean;
  /** Whether some of its answer has been written. */
  readonly begun: boolean;
  /** Nothing of it is going to be sent any more. */
  abandon(): void;
}

/** One caller's connection: what runs on it, and how it ends. */
export class Connection {
  readonly ipAddress: string;
  private running = 0;
  private served = false;
  private last: Underway | undefined;
  private refusal: Refusal | undefined;
  private refused = false;
  private closing = false;
  private lingering: NodeJS.Timeout | undefined;
  /** What lingers ends with the connection, and not with a request. */
  private leaving = false;

  constructor(
    readonly socket: Socket,
    private readonly lingerMs: number,
  ) {
    const address = socket.remoteAddress ?? "";
    this.ipAddress = address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
    // Once for all that lingers here: a connection may carry thousands of requests.
    socket.once("close", () => clearTimeout(this.lingering));
  }

  /** Whether it is over with this connection: what still arrives is nobody's. */
  get ending(): boolean {
    return this.refused || this.refusal !== undefined;
  }

  begin(underway: Underway): void {
    this.running++;
    this.served = true;
    this.last = underway;
  }

  end(): void {
    this.running--;
    if (this.running > 0) return;
    this.last = undefined;
    if (this.refusal !== undefined) this.refuseNow(this.refusal);
    else if (this.closing) this.socket.destroySoon();
  }

  /** Answers and closes, after the answers that are still owed. A request that has not arrived in full gets none. */
  refuse(refusal: Refusal): void {
    if (this.ending) return;
    const { last } = this;
    if (last !== undefined && !last.arrived) {
      const { begun } = last;
      last.abandon();
      if (begun) {
        // What has begun as one answer cannot become another one.
        this.refused = true;
        this.cut();
        return;
      }
    }
    if (this.running === 0) this.refuseNow(refusal);
    else this.refusal = refusal;
  }

  /** Sends what is written and nothing more: the caller sees an answer without its end. */
  cut(): void {
    this.socket.end();
    this.linger();
  }

  /** The caller cannot tell an early end of this connection from the end of the answer, unless it is reset. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  /** The server closes: at once when idle, else with the last answer. */
  close(): void {
    this.closing = true;
    // A request that is just arriving is waited for.
    if (this.running === 0 && (this.served || this.socket.bytesRead === 0)) this.socket.destroySoon();
  }

  /**
   * Gives the caller time to send the rest and to read the answer: a connection that is destroyed while the caller still
   * sends is reset, and the answer may be lost. The time starts anew for each request: the one before has arrived by then.
   *
   * @param over asked when the time is up: whether the connection may stay
   */
  linger(over?: () => boolean): void {
    // The end of a connection is not put off by that of a request.
    if (this.socket.destroyed || this.leaving) return;
    this.leaving = over === undefined;
    clearTimeout(this.lingering);
    this.lingering = setTimeout(() => {
      if (over === undefined || !over()) this.socket.destroy();
    }, this.lingerMs);
  }

  private refuseNow(refusal: Refusal): void {
    this.refused = true;
    this.refusal = undefined;
    if (!this.socket.writable) {
      this.socket.destroy();
      return;
    }
    this.socket.end(refusalBytes(refusal));
    this.linger();
  }
}
