import type { Readable } from "node:stream";

/** More than a body may hold in memory. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
  /** @param body which one; `undefined`: it was never held */
  constructor(
    readonly limit: number,
    readonly body?: Body,
  ) {
    super(`The body is larger than ${limit} bytes.`);
  }
}

/** The other side went away before the body was complete. */
export class BodyCut extends Error {
  override readonly name = "BodyCut";
}

/**
 * The body of a message. It is in memory, or still arriving as a stream; `load` brings a stream into memory. What is in
 * memory can be read and sent any number of times, a stream once.
 */
export class Body {
  private constructor(
    private content: string | Uint8Array | Readable,
    private keeping: boolean,
  ) {}

  static of(content: string | Uint8Array): Body {
    return new Body(content, true);
  }

  static arriving(stream: Readable): Body {
    return new Body(stream, false);
  }

  /** Bytes that came with the head of the message: in memory, but nobody has asked to keep them. */
  static arrived(bytes: Uint8Array): Body {
    return new Body(bytes, false);
  }

  /** Whether it may be sent more than once: somebody made it, or had it loaded. */
  get kept(): boolean {
    return this.keeping;
  }

  get inMemory(): boolean {
    return typeof this.content === "string" || this.content instanceof Uint8Array;
  }

  /**
   * Brings the body into memory. Returns nothing when it is there already.
   *
   * @throws BodyTooLarge, BodyCut (as rejections)
   */
  load(limit = Number.POSITIVE_INFINITY): undefined | Promise<void> {
    this.keeping = true;
    if (this.inMemory) return undefined;
    return readAll(this, this.content as Readable, limit).then((bytes) => {
      this.content = bytes;
    });
  }

  /** The text, as UTF-8. @throws Error when it is still a stream: the caller forgot to `load` */
  text(): string {
    if (typeof this.content === "string") return this.content;
    const bytes = this.bytes();
    const buffer = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return buffer.toString("utf8");
  }

  bytes(): Uint8Array {
    if (typeof this.content === "string") return Buffer.from(this.content, "utf8");
    if (this.content instanceof Uint8Array) return this.content;
    throw new Error("The body was not loaded.");
  }

  /** Bytes in memory; `undefined` for a stream. */
  get size(): number | undefined {
    if (typeof this.content === "string") return Buffer.byteLength(this.content);
    return this.content instanceof Uint8Array ? this.content.byteLength : undefined;
  }

  /** What to send. A stream is given once and is the receiver's then. */
  get sendable(): string | Uint8Array | Readable {
    return this.content;
  }

  /** Lets go of a stream that nobody will read. */
  discard(): void {
    if (this.inMemory) return;
    const stream = this.content as Readable;
    this.content = "";
    // What is cut off on purpose is no failure of anybody's.
    stream.on("error", () => {});
    stream.destroy();
  }
}

async function readAll(body: Body, stream: Readable, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Uint8Array);
      size += (chunk as Uint8Array).byteLength;
      if (size > limit) throw new BodyTooLarge(limit, body);
    }
  } catch (error) {
    if (error instanceof BodyTooLarge) throw error;
    throw new BodyCut(error instanceof Error ? error.message : String(error));
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
}
