import { IncomingMessage, type ServerResponse } from "node:http";

/** What is done about a body that breaks a rule while it arrives. */
export interface BodyRules {
  readonly limitBytes: number;
  readonly idleMs: number;
  /** Called once, instead of the chunk that would exceed the limit reaching anybody. */
  readonly tooLarge: () => void;
  /** Called once: the reader waits and the caller sends nothing. */
  readonly stalled: () => void;
}

/**
 * A request whose body is counted while it arrives. Unlike Node's own, letting go of the body does not destroy the
 * connection: an answer can still be sent, and what arrives is dropped.
 */
export class ArrivingMessage extends IncomingMessage {
  private rules: BodyRules | undefined;
  private count = 0;
  private idle: NodeJS.Timeout | undefined;
  private waitingForContinue: ServerResponse | undefined;

  /** The body is going to be read as a stream. */
  startBody(rules: BodyRules): void {
    this.rules = rules;
    this.count = this.readableLength;
    if (this.waitingForContinue === undefined) this.startIdle();
  }

  /** The answer is out: what still arrives is dropped. */
  endBody(): void {
    this.rules = undefined;
    this.waitingForContinue = undefined;
    this.stopIdle();
  }

  /** The caller sends the body when it is told to: at the first read. */
  continueWhenRead(response: ServerResponse): void {
    this.waitingForContinue = response;
  }

  override push(chunk: Uint8Array | null): boolean {
    const { rules } = this;
    if (chunk === null) this.stopIdle();
    else if (rules !== undefined) {
      this.count += chunk.byteLength;
      if (this.count > rules.limitBytes) {
        this.rules = undefined;
        this.stopIdle();
        rules.tooLarge();
        return true;
      }
      this.idle?.refresh();
    }
    // Nobody reads any more: it is let through, so that the connection gets to its next request.
    if (this.destroyed) return true;
    return super.push(chunk);
  }

  override _read(size: number): void {
    const response = this.waitingForContinue;
    if (response !== undefined) {
      this.waitingForContinue = undefined;
      if (!response.headersSent) response.writeContinue();
      this.startIdle();
    }
    super._read(size);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.stopIdle();
    if (!this.complete) this.socket.resume();
    // Without a listener an error would end the process; nobody who does not listen misses it.
    callback(this.listenerCount("error") > 0 ? error : null);
  }

  private startIdle(): void {
    if (this.rules === undefined || this.complete) return;
    this.idle = setTimeout(() => this.checkIdle(), this.rules.idleMs);
  }

  private stopIdle(): void {
    clearTimeout(this.idle);
    this.idle = undefined;
  }

  private checkIdle(): void {
    // What lies here unread is held up by the reader, not by the caller.
    if (this.readableLength > 0) this.idle?.refresh();
    else this.rules?.stalled();
  }
}
