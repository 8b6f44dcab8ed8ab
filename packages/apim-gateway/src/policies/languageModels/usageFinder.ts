import { longestUsage } from "./findUsage";
import { isSpace, joinUsage, readUsage, type TokenUsage } from "./usage";

const key = Buffer.from('"usage"');
const quote = 0x22;
const backslash = 0x5c;
const open = 0x7b;
const close = 0x7d;
const colon = 0x3a;

/**
 * Finds the `usage` of an answer in its bytes as they pass, JSON and event streams alike, however they are cut. It
 * keeps nothing but the usage that it is reading, so memory stays bounded for any body. In the text of a message the
 * quotes are escaped, so what a model writes is not mistaken for usage.
 */
export class UsageFinder {
  usage: TokenUsage | undefined;
  /** Bytes of the key seen at the end of what passed. */
  private matched = 0;
  /** After the key: which of `:` and `{` comes next. */
  private expected: typeof colon | typeof open | undefined;
  private captured: Uint8Array[] | undefined;
  private capturedBytes = 0;
  private depth = 0;
  private inText = false;
  private escaped = false;

  feed(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let at = 0;
    while (at < bytes.length) {
      if (this.captured !== undefined) at = this.capture(bytes, at);
      else if (this.expected !== undefined) at = this.expect(bytes, at);
      else at = this.search(bytes, at);
    }
  }

  private search(bytes: Buffer, from: number): number {
    let at = from;
    while (this.matched > 0 && at < bytes.length) {
      const byte = bytes[at++];
      this.matched = byte === key[this.matched] ? this.matched + 1 : byte === quote ? 1 : 0;
      if (this.matched === key.length) return this.found(at);
    }
    if (at >= bytes.length) return at;
    const index = bytes.indexOf(key, at);
    if (index >= 0) return this.found(index + key.length);
    this.matched = keyAtEnd(bytes, at);
    return bytes.length;
  }

  private found(at: number): number {
    this.matched = 0;
    this.expected = colon;
    return at;
  }

  private expect(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length && isSpace(bytes[at])) at++;
    if (at === bytes.length) return at;
    if (bytes[at] !== this.expected) {
      this.expected = undefined;
      return at;
    }
    if (this.expected === colon) {
      this.expected = open;
      return at + 1;
    }
    this.expected = undefined;
    this.captured = [];
    this.capturedBytes = 0;
    this.depth = 0;
    return at;
  }

  private capture(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at];
      if (this.inText) {
        if (this.escaped) this.escaped = false;
        else if (byte === backslash) this.escaped = true;
        else if (byte === quote) this.inText = false;
      } else if (byte === quote) this.inText = true;
      else if (byte === open) this.depth++;
      else if (byte === close && --this.depth === 0) return this.complete(bytes, from, at + 1);
    }
    this.capturedBytes += bytes.length - from;
    if (this.capturedBytes > longestUsage) this.forget();
    // The chunk belongs to whoever gave it, so what is kept of it is copied.
    else this.captured?.push(Uint8Array.prototype.slice.call(bytes, from));
    return bytes.length;
  }

  private complete(bytes: Buffer, from: number, to: number): number {
    const rest = bytes.subarray(from, to);
    const whole = this.captured?.length ? Buffer.concat([...this.captured, rest]) : rest;
    this.forget();
    if (whole.length > longestUsage) return to;
    const usage = readUsage(whole.toString("latin1"));
    if (usage !== undefined) this.usage = joinUsage(this.usage, usage);
    return to;
  }

  private forget(): void {
    this.captured = undefined;
    this.inText = false;
    this.escaped = false;
  }
}

/** How many bytes at the end are the beginning of the key. */
function keyAtEnd(bytes: Buffer, from: number): number {
  const longest = Math.min(key.length - 1, bytes.length - from);
  for (let length = longest; length > 0; length--)
    if (key.compare(bytes, bytes.length - length, bytes.length, 0, length) === 0) return length;
  return 0;
}
