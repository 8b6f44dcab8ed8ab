// The back of the house: calls to backends over sockets.
// In: a `BackendRequest`. Out: a `BackendResponse` as soon as its head is there, or a `TransportFailure` and nothing else.
// Called through `services.transport` by `policies/outgoing/callBackend`, `identity` and whoever fetches keys.
// Trick: undici calls a handler of ours (`socketCall`) and makes no stream: a body that came in the packet of its head is handed over
// as bytes.

import { Readable } from "node:stream";
import type { BackendRequest, BackendResponse, Transport } from "../ports/transport";
import { type HttpSettings, httpSettings } from "../settings/http";
import { defaultsOf } from "../settings/row";
import { BackendPools, type PoolOptions } from "./backendPools";
import { outgoingHeaders, readOutgoingUrl } from "./outgoingHead";
import { redirected } from "./redirects";
import { type CallOrder, SocketCall } from "./socketCall";

export interface SocketTransportOptions extends Partial<PoolOptions> {
  /**
   * Origin to connect to instead of that of the URL. The `Host` header, the name that a certificate must have and every
   * message stay those of the URL. `undefined`: the URL's own.
   */
  readonly resolve?: (origin: string) => string | undefined;
  readonly settings?: Partial<HttpSettings>;
}

export interface SocketTransport {
  readonly transport: Transport;
  /** Origins that connections are kept for. */
  origins(): number;
  /** Ends all calls and connections. */
  close(): Promise<void>;
}

const defaultPoolOptions: PoolOptions = {
  connectTimeoutMs: 10_000,
  // As documented for one unit of API Management and one HTTP authority.
  maxConnectionsPerOrigin: 2048,
  keepAliveMs: 4_000,
  maxOrigins: 500,
  certificateAuthorities: [],
};

/** Methods that may be sent twice: RFC 9110 §9.2.2. */
const repeatable = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"]);

/** Calls backends over sockets: HTTP/1.1, nothing decompressed, connections kept. */
export function socketTransport(options: SocketTransportOptions = {}): SocketTransport {
  const { resolve, settings: given, ...pooling } = options;
  const settings = { ...defaultsOf(httpSettings), ...given };
  const pools = new BackendPools({ ...defaultPoolOptions, ...pooling });

  const call = (request: BackendRequest) =>
    new Promise<BackendResponse>((respond, fail) => {
      const { origin, authority, path } = readOutgoingUrl(request.url);
      const pool = pools.find(origin, resolve?.(origin) ?? origin, request.tls);
      const body = request.body === null ? null : request.body.sendable;
      const isStream = body instanceof Readable;
      const order: CallOrder = {
        origin,
        pool,
        method: request.method,
        path,
        headers: outgoingHeaders(request, authority, isStream),
        body,
        timeoutMs: request.timeoutMs,
        resend: !isStream && mayResend(request, settings.staleConnection),
      };
      const started = new SocketCall(order, respond, fail);
      request.onAbort(() => started.abort());
      started.start();
    });

  return {
    transport: (request) => (request.followRedirects ? follow(request, call, settings) : call(request)),
    origins: () => pools.size,
    close: () => pools.close(),
  };
}

function mayResend({ method, body }: BackendRequest, rule: HttpSettings["staleConnection"]): boolean {
  return rule === "resend" || (rule === "resend-safe" && (body === null || repeatable.has(method)));
}

/** Calls until a response is no redirect, within the time of one call. */
async function follow(
  first: BackendRequest,
  call: (request: BackendRequest) => Promise<BackendResponse>,
  { redirectLimit, redirectCredentials }: HttpSettings,
): Promise<BackendResponse> {
  const started = performance.now();
  let abortCall = () => {};
  let aborted = false;
  first.onAbort(() => {
    aborted = true;
    abortCall();
  });
  const onAbort = (abort: () => void) => {
    abortCall = abort;
    if (aborted) abort();
  };
  let request: BackendRequest = { ...first, onAbort };
  for (let followed = 0; ; followed++) {
    const timeoutMs = first.timeoutMs - (performance.now() - started);
    const response = await call({ ...request, timeoutMs });
    const next = followed < redirectLimit ? redirected(request, response, redirectCredentials) : undefined;
    if (next === undefined) return response;
    response.body.discard();
    request = next;
  }
}
