import { Headers } from "../messages/headers";
import { defaultPort } from "../messages/url";
import { endToEnd } from "./endToEnd";
import type { ServerLimits } from "./limits";
import { Refusal, tooLarge } from "./refusal";

/** What stands before the body, as Node's strict parser gives it. */
export interface RawHead {
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly rawHeaders: readonly string[];
}

export interface RequestHead {
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly port: number;
  readonly target: string;
  readonly headers: Headers;
  readonly body: "none" | "sized" | "chunked";
  /** As announced; 0 where none was. */
  readonly contentLength: number;
}

/** Where the server listens: for callers that do not say whom they mean. */
export interface LocalAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads and checks the head of a request. What Node's parser lets through and what two servers could understand in two
 * ways is refused: several `Host`, another coding than `chunked`, a coding in HTTP/1.0, a target that is no path.
 */
export function readRequestHead(
  raw: RawHead,
  limits: ServerLimits,
  local: LocalAddress,
): RequestHead | Refusal {
  const { rawHeaders, url } = raw;
  if (raw.httpVersion !== "1.1" && raw.httpVersion !== "1.0")
    return new Refusal(505, "Only HTTP/1.1 and HTTP/1.0 are supported.");
  if (url.length > limits.targetBytes)
    return new Refusal(414, `The request target is longer than ${limits.targetBytes} bytes.`);
  if (rawHeaders.length > limits.headerCount * 2)
    return new Refusal(431, `The request has more than ${limits.headerCount} headers.`);

  let host: string | undefined;
  let coding: string | undefined;
  let length: string | undefined;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    const value = rawHeaders[i + 1] as string;
    // The lengths spare most headers the change of case.
    if (name.length === 4 && name.toLowerCase() === "host") {
      if (host !== undefined) return new Refusal(400, "The request has several Host headers.");
      host = value;
    } else if (name.length === 7 && name.toLowerCase() === "upgrade") {
      if (/\bwebsocket\b/i.test(value))
        return new Refusal(501, "WebSockets are not supported by this gateway.");
    } else if (name.length === 14 && name.toLowerCase() === "content-length") {
      length = value;
    } else if (name.length === 17 && name.toLowerCase() === "transfer-encoding") {
      coding = coding === undefined ? value : `${coding},${value}`;
    }
  }
  if (coding !== undefined && (coding.toLowerCase() !== "chunked" || raw.httpVersion === "1.0"))
    return new Refusal(400, "The only transfer coding is chunked, and only in HTTP/1.1.");
  if (host === undefined && raw.httpVersion === "1.1")
    return new Refusal(400, "The request has no Host header.");
  const contentLength = Number(length ?? 0);
  if (contentLength > limits.bodyBytes) return tooLarge(limits.bodyBytes);

  const address = readAddress(url, host, local);
  if (address instanceof Refusal) return address;
  const headers = Headers.fromRaw(endToEnd(rawHeaders));
  if (url[0] !== "/") headers.set("Host", address.authority);
  return {
    scheme: address.scheme,
    host: address.host,
    port: address.port,
    target: address.target,
    headers,
    body: coding !== undefined ? "chunked" : length === undefined ? "none" : "sized",
    contentLength,
  };
}

interface Address {
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly port: number;
  readonly target: string;
  /** As it was spelt. */
  readonly authority: string;
}

const absoluteForm = /^(https?):\/\/([^/?#]+)(\/[^#]*|\?[^#]*)?$/i;
const hostAndPort = /^(\[[0-9a-f:.]+\]|[^\s/?#@:[\]\\"<>^`{|}]+)(?::(\d{1,5}))?$/i;

/** RFC 9112 §3.2: a path with the host in its header, or an absolute URL that wins over the header. */
function readAddress(url: string, hostHeader: string | undefined, local: LocalAddress): Address | Refusal {
  let scheme: "http" | "https" = "http";
  let authority = hostHeader ?? "";
  let target = url;
  if (url[0] !== "/") {
    const absolute = absoluteForm.exec(url);
    if (absolute === null)
      return new Refusal(400, "The request target is neither a path nor an absolute URL.");
    scheme = (absolute[1] as string).toLowerCase() as "http" | "https";
    authority = absolute[2] as string;
    const rest = absolute[3] ?? "/";
    target = rest[0] === "/" ? rest : `/${rest}`;
  } else if (url.includes("#")) return new Refusal(400, "The request target has a fragment.");
  if (authority === "") return { scheme, host: local.host, port: local.port, target, authority };
  const parts = hostAndPort.exec(authority);
  const port = parts?.[2] === undefined ? defaultPort(scheme) : Number(parts[2]);
  if (parts === null || port > 65_535) return new Refusal(400, "The host of the request is malformed.");
  return { scheme, host: parts[1] as string, port, target, authority };
}
