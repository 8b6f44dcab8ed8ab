import {
  createUndiciTransport,
  type UndiciTransport,
  type UndiciTransportOptions,
} from "../../../local/gateway/http/undiciTransport";
import { Body } from "../../../local/gateway/messages/body";
import { Headers } from "../../../local/gateway/messages/headers";
import type { IncomingResponse, OutgoingRequest } from "../../../local/gateway/transport";
import { onClose } from "./wire";

/** A transport that ends with the test. */
export function transportFor(options: UndiciTransportOptions = {}): UndiciTransport {
  const made = createUndiciTransport(options);
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
  tls?: Partial<OutgoingRequest["tls"]>;
  onAbort?: OutgoingRequest["onAbort"];
}

export function outgoing(parts: CallParts): OutgoingRequest {
  const { method = "GET", url, headers = {}, body = null, tls } = parts;
  return {
    method,
    url,
    headers: Headers.of(headers),
    body: body === null || body instanceof Body ? body : Body.of(body),
    timeoutMs: parts.timeoutMs ?? 10_000,
    followRedirects: parts.followRedirects ?? false,
    tls: { validateCertificateChain: true, validateCertificateName: true, ...tls },
    onAbort: parts.onAbort ?? (() => {}),
  };
}

/** Calls and reads the whole body. */
export async function fetched(
  { transport }: UndiciTransport,
  parts: CallParts,
): Promise<IncomingResponse & { text: string }> {
  const response = await transport(outgoing(parts));
  await response.body.load();
  return { ...response, text: response.body.text() };
}
