import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { Body } from "./body";
import { Headers } from "./headers";

// Between the messages of the web (`Request`, `Response`), which everybody knows, and the gateway's.

type WebHeaders = Response["headers"];
type WebBody = Response["body"];

/** Cookies stay apart; the values of any other header of one name came joined already. */
export function headersFromWeb(web: WebHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of web) {
    if (name === "set-cookie") headers.append(name, value);
    else headers.set(name, value);
  }
  return headers;
}

export function headersToWeb(headers: Headers): [name: string, value: string][] {
  return [...headers.names()].flatMap((name) =>
    (headers.values(name) ?? []).map((value): [string, string] => [name, value]),
  );
}

export function bodyFromWeb(web: WebBody): Body | null {
  return web === null ? null : Body.arriving(Readable.fromWeb(web as NodeStream));
}

/** What a message of the web takes as its body. A stream is given once, as `Body.sendable` gives it. */
export function bodyToWeb(body: Body | null): string | Uint8Array<ArrayBuffer> | ReadableStream | null {
  if (body === null) return null;
  const sent = body.sendable;
  return sent instanceof Readable
    ? (Readable.toWeb(sent) as ReadableStream)
    : (sent as string | Uint8Array<ArrayBuffer>);
}
