import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { Body } from "../../messages/body";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import { type HasBody, replaceBody } from "./replaceBody";

const decoders: Readonly<Record<string, (bytes: Uint8Array, limit: number) => Buffer>> = {
  gzip: (bytes, maxOutputLength) => gunzipSync(bytes, { maxOutputLength }),
  "x-gzip": (bytes, maxOutputLength) => gunzipSync(bytes, { maxOutputLength }),
  deflate: (bytes, maxOutputLength) => inflateSync(bytes, { maxOutputLength }),
  br: (bytes, maxOutputLength) => brotliDecompressSync(bytes, { maxOutputLength }),
};

/** How the body is compressed; `undefined`: it is not. */
export function encodingOf({ headers }: Pick<HasBody, "headers">): string | undefined {
  const encoding = headers.get("content-encoding")?.trim().toLowerCase();
  return encoding === undefined || encoding === "" || encoding === "identity" ? undefined : encoding;
}

/**
 * The text of a body in memory, for a policy that reads it as a whole. A compressed body is read as it is unless the
 * setting `compressedBodies` says otherwise.
 *
 * @throws PolicyFailure for a compression that is unknown or broken
 */
export function readText(message: HasBody, exchange: Exchange): string {
  if (message.body === null) return "";
  const encoding = encodingOf(message);
  if (encoding === undefined || exchange.services.settings.compressedBodies === "as-is")
    return message.body.text();
  return decompressed(message.body.bytes(), encoding, exchange).toString("utf8");
}

/** @throws PolicyFailure */
export function decompressed(bytes: Uint8Array, encoding: string, exchange: Exchange): Buffer {
  const decode = decoders[encoding];
  if (decode === undefined)
    throw failure(`The body has the encoding '${encoding}', which the gateway cannot read.`);
  try {
    return decode(bytes, exchange.services.bodyLimit);
  } catch (error) {
    throw failure(
      `The body is not valid ${encoding}, or too large when decompressed: ${(error as Error).message}`,
    );
  }
}

/** Sets a body that was made from what `readText` gave. */
export function writeText(message: HasBody, text: string, exchange: Exchange): void {
  replaceBody(message, Body.of(text));
  if (exchange.services.settings.compressedBodies === "decoded") message.headers.delete("Content-Encoding");
}

const failure = (message: string) => new PolicyFailure({ reason: "BodyEncoding", message });
