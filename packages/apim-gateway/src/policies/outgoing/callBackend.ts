import type { SingleBackend } from "../../backends/backend";
import type { BackendCredentials } from "../../backends/credentials";
import type { Certificate } from "../../certificates/certificate";
import type { Body } from "../../messages/body";
import type { Headers } from "../../messages/headers";
import type { Url } from "../../messages/url";
import type { Exchange } from "../../pipeline/exchange";
import { after, type Maybe, settle } from "../../pipeline/waiting";
import { type BackendResponse, TransportFailure } from "../../ports/transport";
import { addCredentials, backendCertificate } from "./backendCredentials";
import { tlsChecks } from "./tlsChecks";

// Whoever calls somebody calls here: `forward-request`, `send-request`, and what policies ask services for. A destination is
// chosen, the call is authorized, it goes out, and the backend's breakers are told how it ended.

export interface BackendCall {
  /** Whose checks of TLS hold and whose breakers are told; `undefined`: an address of a policy or of an API. */
  readonly backend: SingleBackend | undefined;
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Body | null;
  /** Milliseconds until the head of the response. */
  readonly timeoutMs: number;
  readonly followRedirects: boolean;
  readonly certificate: Certificate | undefined;
}

/** A call that nobody answered. */
export class NoResponse {
  /** As in `context.LastError.Reason`. */
  readonly reason: "Timeout" | "ClientConnectionFailure" | "BackendConnectionFailure";

  constructor(readonly failure: TransportFailure) {
    this.reason =
      failure.kind === "timeout"
        ? "Timeout"
        : failure.kind === "aborted"
          ? "ClientConnectionFailure"
          : "BackendConnectionFailure";
  }
}

interface Authorizing {
  readonly backend: SingleBackend;
  readonly credentials: BackendCredentials;
  readonly headers: Headers;
  readonly url: Url;
  /** The certificate that a policy chose. */
  readonly present: Certificate | undefined;
}

/**
 * Puts a backend's own credentials on a call to it. Without them there is no call, so its breakers learn nothing.
 *
 * @returns the certificate to call with
 * @throws PolicyFailure where they cannot be had
 */
export function authorize(
  exchange: Exchange,
  backend: SingleBackend | undefined,
  headers: Headers,
  url: Url,
  present: Certificate | undefined,
): Maybe<Certificate | undefined> {
  if (backend?.credentials === undefined) return present;
  const { credentials } = backend;
  return settle(prove, itself, learnNothing, exchange, { backend, credentials, headers, url, present });
}

const prove = (exchange: Exchange, authorizing: Authorizing): Maybe<Certificate | undefined> =>
  after(
    addCredentials(exchange, authorizing.credentials, authorizing.headers, authorizing.url),
    certificateOf,
    exchange,
    authorizing,
  );

const certificateOf = (exchange: Exchange, { credentials, present }: Authorizing): Certificate | undefined =>
  backendCertificate(exchange, credentials, present);

const itself = (certificate: Certificate | undefined): Certificate | undefined => certificate;

function learnNothing(error: unknown, { services }: Exchange, { backend }: Authorizing): never {
  services.backends.report(backend.name, {});
  throw error;
}

/** Calls, and tells the backend's breakers. Throws nothing but defects. */
export function callBackend(exchange: Exchange, call: BackendCall): Maybe<BackendResponse | NoResponse> {
  return settle<Exchange, BackendCall, BackendResponse, BackendResponse | NoResponse>(
    send,
    answered,
    unanswered,
    exchange,
    call,
  );
}

function send(exchange: Exchange, call: BackendCall): Maybe<BackendResponse> {
  const { backend, method, url, headers, body, timeoutMs, followRedirects, certificate } = call;
  return exchange.services.transport({
    method,
    url,
    headers,
    body,
    timeoutMs,
    followRedirects,
    credentialHeaders: backend?.credentials?.headers,
    tls: tlsChecks(backend?.properties, certificate),
    onAbort: (abort) => exchange.hooks.onAbort(abort),
  });
}

function answered(
  response: BackendResponse,
  { services }: Exchange,
  { backend }: BackendCall,
): BackendResponse {
  if (backend !== undefined)
    services.backends.report(backend.name, {
      status: response.status,
      retryAfter: response.headers.get("retry-after"),
    });
  return response;
}

function unanswered(error: unknown, { services }: Exchange, { backend }: BackendCall): NoResponse {
  if (!(error instanceof TransportFailure)) throw error;
  const none = new NoResponse(error);
  // That the caller went away says nothing of the backend.
  if (backend !== undefined)
    services.backends.report(backend.name, error.kind === "aborted" ? {} : { errorReason: none.reason });
  return none;
}
