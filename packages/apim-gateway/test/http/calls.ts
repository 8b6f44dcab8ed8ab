import type { Socket } from "node:net";
import {
  type SocketTransport,
  type SocketTransportOptions,
  socketTransport,
} from "../../src/http/socketTransport";
import { Body } from "../../src/messages/body";
import { Headers } from "../../src/messages/headers";
import { type BackendRequest, type BackendResponse, TransportFailure } from "../../src/ports/transport";
import { onClose, rawBackend } from "./wire";

/** A transport that ends with the test. */
export function transportFor(options: SocketTransportOptions = {}): SocketTransport {
  const made = socketTransport(options);
  onClose(() => made.close());
  return made;
}

export interface CallParts {
  method?: string;
  url: string;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array | Body | null;
  timeoutMs?: number;
  followRedirects?: boolean;
  credentialHeaders?: BackendRequest["credentialHeaders"];
  tls?: Partial<BackendRequest["tls"]>;
  onAbort?: BackendRequest["onAbort"];
}

export function outgoing(parts: CallParts): BackendRequest {
  const { method = "GET", url, headers = {}, body = null, tls } = parts;
  return {
    method,
    url,
    headers: Headers.of(headers),
    body: body === null || body instanceof Body ? body : Body.of(body),
    timeoutMs: parts.timeoutMs ?? 10_000,
    followRedirects: parts.followRedirects ?? false,
    credentialHeaders: parts.credentialHeaders,
    tls: { validateCertificateChain: true, validateCertificateName: true, ...tls },
    onAbort: parts.onAbort ?? (() => {}),
  };
}

/** Calls and reads the whole body. */
export async function fetched(
  { transport }: SocketTransport,
  parts: CallParts,
): Promise<BackendResponse & { text: string }> {
  const response = await transport(outgoing(parts));
  await response.body.load();
  return { ...response, text: response.body.text() };
}

/** A backend that answers each request with the same bytes, and keeps what it got. */
export async function scripted(...answers: string[]) {
  const got: string[] = [];
  const state = { connections: 0 };
  const port = await rawBackend((socket, nth) => {
    state.connections = nth;
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      if (!/\r\n\r\n/.test(text) || (/transfer-encoding/i.test(text) && !text.endsWith("0\r\n\r\n"))) return;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (text.length - text.indexOf("\r\n\r\n") - 4 < length) return;
      got.push(text);
      text = "";
      socket.write(Buffer.from(answers[Math.min(got.length, answers.length) - 1] as string, "latin1"));
    });
  });
  return { port, url: `http://127.0.0.1:${port}`, got, state };
}

export const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

/** Request line and headers of a request. */
export const lines = (request: string | undefined): string[] =>
  (request ?? "").split("\r\n\r\n")[0]?.split("\r\n") ?? [];

/** The failure of a call, which must be a TransportFailure. */
export async function failure(parts: CallParts, transport = transportFor()): Promise<TransportFailure> {
  const settled = await fetched(transport, parts).then(
    () => undefined,
    (error) => error,
  );
  expect(settled).toBeInstanceOf(TransportFailure);
  return settled as TransportFailure;
}

/** A backend that does the same to each connection when a request has come. */
export async function backend(act: (socket: Socket, nth: number) => void): Promise<string> {
  const port = await rawBackend((socket, nth) => socket.on("data", () => act(socket, nth)));
  return `http://127.0.0.1:${port}`;
}
