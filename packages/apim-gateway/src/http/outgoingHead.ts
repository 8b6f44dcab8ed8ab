import { type BackendRequest, TransportFailure } from "../ports/transport";
import { isOfConnection, namedByConnection } from "./endToEnd";

export interface OutgoingHead {
  /** `https://host:port`, as in the URL. */
  readonly origin: string;
  /** `host:port`, for the Host header. */
  readonly authority: string;
  readonly path: string;
}

const plainUrl = /^(https?:\/\/([\w.\-[\]:]+))(\/[\x21\x22\x24-\x7e]*)$/;

/**
 * Where a call goes. What needs no encoding stays as it is written.
 *
 * @throws TransportFailure for what is no HTTP URL
 */
export function readOutgoingUrl(text: string): OutgoingHead {
  const plain = plainUrl.exec(text);
  if (plain !== null)
    return { origin: plain[1] as string, authority: plain[2] as string, path: plain[3] as string };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw new TransportFailure("connection", "The URL of the backend is not an absolute HTTP URL.");
  return { origin: url.origin, authority: url.host, path: url.pathname + url.search };
}

/**
 * The headers to send: name, value, name, value… Nothing of the caller's connection, no `Expect` (the body is sent at
 * once), one `Host`, and `Content-Length` only for a stream, whose length nobody else knows.
 *
 * @throws TransportFailure for a header that cannot be sent
 */
export function outgoingHeaders(request: BackendRequest, authority: string, isStream: boolean): string[] {
  const given = request.headers.toRaw();
  const connection = request.headers.get("connection");
  const named = connection === undefined ? undefined : namedByConnection(connection);
  const headers: string[] = [];
  let host: string | undefined;
  for (let i = 0; i + 1 < given.length; i += 2) {
    const name = given[i] as string;
    const value = given[i + 1] as string;
    const key = name.toLowerCase();
    if (key === "host") host ??= value;
    else if (key === "expect" || isOfConnection(key) || named?.includes(key)) continue;
    else if (key === "content-length" && !isStream) continue;
    else headers.push(name, value);
  }
  headers.push("Host", host === undefined || host === "" ? authority : host);
  return headers;
}
