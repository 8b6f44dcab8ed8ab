import { brotliDecompressSync, constants, gunzipSync, inflateSync } from "node:zlib";

/** Compressed bytes that are kept of an answer, and what they may become: enough for any answer of a model. */
const mostCompressed = 1_048_576;
const mostExpanded = 16_777_216;

export const isCompressed = (encoding: string | undefined): boolean =>
  encoding !== undefined && encoding !== "" && encoding.toLowerCase() !== "identity";

/** Collects a compressed answer as it passes; beyond a megabyte it lets go of it. */
export class CompressedAnswer {
  private chunks: Uint8Array[] = [];
  private bytes = 0;

  constructor(private readonly encoding: string) {}

  feed(chunk: Uint8Array): void {
    this.bytes += chunk.byteLength;
    if (this.bytes > mostCompressed) this.chunks = [];
    else this.chunks.push(Uint8Array.prototype.slice.call(chunk));
  }

  /** What it expands to; `undefined` where that is not known: too much, broken, or an unknown encoding. */
  expand(): Uint8Array | undefined {
    return this.bytes > mostCompressed ? undefined : expand(Buffer.concat(this.chunks), this.encoding);
  }
}

/** A compressed body, also one that was cut off. */
export function expand(bytes: Uint8Array, encoding: string): Uint8Array | undefined {
  const zlib = { maxOutputLength: mostExpanded, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    switch (encoding.toLowerCase()) {
      case "gzip":
      case "x-gzip":
        return gunzipSync(bytes, zlib);
      case "deflate":
        return inflateSync(bytes, zlib);
      case "br":
        return brotliDecompressSync(bytes, {
          maxOutputLength: mostExpanded,
          finishFlush: constants.BROTLI_OPERATION_FLUSH,
        });
      default:
        return undefined;
    }
  } catch {
    // Whoever receives the answer will find it broken; here it only tells no usage.
    return undefined;
  }
}
