import { STATUS_CODES } from "node:http";

/** A request that nobody handles, because of what is wrong with it on the wire. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly message: string,
  ) {}
}

export const tooLarge = (limit: number) =>
  new Refusal(413, `The body of the request is larger than ${limit} bytes.`);
export const internalError = new Refusal(500, "Internal server error");

/** The body of an answer that the gateway makes itself, as API Management words its own. */
export function refusalBody({ status, message }: Refusal): Buffer {
  return Buffer.from(JSON.stringify({ statusCode: status, message }));
}

/** A whole answer for a connection that is closed after it. */
export function refusalBytes(refusal: Refusal, now = new Date()): Buffer {
  const body = refusalBody(refusal);
  const head = [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? "Refused"}`,
    "Content-Type: application/json",
    `Content-Length: ${body.byteLength}`,
    `Date: ${now.toUTCString()}`,
    "Connection: close",
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"), body]);
}

/** What Node's parser and server found wrong, by the code of their error. `undefined`: there is no caller any more. */
export function refusalOf(error: { readonly code?: string; readonly reason?: string }): Refusal | undefined {
  const code = error.code ?? "";
  if (code === "HPE_HEADER_OVERFLOW") return new Refusal(431, "The headers of the request are too large.");
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return new Refusal(408, "The request did not arrive in time.");
  if (code === "HPE_CHUNK_EXTENSIONS_OVERFLOW")
    return new Refusal(413, "The chunk extensions of the request are too large.");
  if (!code.startsWith("HPE_")) return undefined;
  return new Refusal(
    400,
    error.reason === undefined ? "The request is malformed." : `The request is malformed: ${error.reason}.`,
  );
}
