import type { SingleBackend } from "../../backends/backend";
import type { Certificate } from "../../certificates/certificate";
import { Body, BodyCut, BodyTooLarge } from "../../messages/body";
import { Headers } from "../../messages/headers";
import { Url } from "../../messages/url";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { BackendResponse } from "../../ports/transport";
import { TransportFailure } from "../../ports/transport";
import { managedIdentityToken } from "../access/managedIdentityToken";
import { addCredentials, backendCertificate } from "../outgoing/backendCredentials";
import { tlsChecks } from "../outgoing/tlsChecks";

/** A call that a policy makes to a service beside the request's own backend. */
export interface ServiceCall {
  /** Id of a single backend or a pool. */
  readonly backend: string;
  /** What follows the backend's URL; may be empty. */
  readonly path: string;
  /** Where neither the backend's URL nor its credentials have a query. */
  readonly query: string;
  readonly body: unknown;
  readonly timeoutMs: number;
  /** Asks for a token of the system-assigned identity. */
  readonly resource?: string;
}

/** `failed`: nobody answered, or not in JSON; `why` is for the trace. */
export type ServiceAnswer =
  | { readonly kind: "answered"; readonly status: number; readonly json: unknown }
  | { readonly kind: "failed"; readonly why: string };

type Maybe<T> = T | Promise<T>;

/** More than a service of this kind answers. */
const longestAnswer = 16_777_216;

/** Posts JSON and reads JSON. Tells the backend's breakers how it went. Throws nothing but defects. */
export function callBackend(exchange: Exchange, call: ServiceCall): Maybe<ServiceAnswer> {
  const choice = exchange.services.backends.choose(call.backend);
  if (choice.kind === "unknown") return failed(`there is no backend ${call.backend}`);
  if (choice.kind === "unavailable") return failed(choice.why);
  const { backend } = choice;
  const take = (answer: BackendResponse) => received(exchange, backend, answer);
  const miss = (error: unknown) => missed(exchange, backend, error);
  try {
    const answer = send(exchange, backend, call);
    const taken = answer instanceof Promise ? answer.then(take) : take(answer);
    return taken instanceof Promise ? taken.catch(miss) : taken;
  } catch (error) {
    return miss(error);
  }
}

function send(exchange: Exchange, backend: SingleBackend, call: ServiceCall): Maybe<BackendResponse> {
  const url = Url.parse(backend.url);
  url.path = url.path.replace(/\/$/, "") + call.path;
  const headers = Headers.of({ "Content-Type": "application/json" });
  const { credentials } = backend;
  const adding = credentials === undefined ? undefined : addCredentials(exchange, credentials, headers, url);
  const go = () => {
    const certificate =
      credentials === undefined ? undefined : backendCertificate(exchange, credentials, undefined);
    const token =
      call.resource === undefined ? undefined : managedIdentityToken(exchange, call.resource, undefined);
    const transmitted = (found: string | undefined) =>
      transmit(exchange, backend, call, url, headers, found, certificate);
    return token instanceof Promise ? token.then(transmitted) : transmitted(token);
  };
  return adding === undefined ? go() : adding.then(go);
}

function transmit(
  exchange: Exchange,
  backend: SingleBackend,
  call: ServiceCall,
  url: Url,
  headers: Headers,
  token: string | undefined,
  certificate: Certificate | undefined,
): Maybe<BackendResponse> {
  if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
  if (url.search === "" && call.query !== "") url.setQuery(call.query);
  exchange.recorder?.note(`calls ${backend.name}: ${url}`);
  return exchange.services.transport({
    method: "POST",
    url: url.toString(),
    headers,
    body: Body.of(JSON.stringify(call.body)),
    timeoutMs: call.timeoutMs,
    followRedirects: false,
    tls: tlsChecks(backend.properties, certificate),
    onAbort: (abort) => exchange.onAbort(abort),
  });
}

function received(exchange: Exchange, backend: SingleBackend, answer: BackendResponse): Maybe<ServiceAnswer> {
  const { status, headers, body } = answer;
  exchange.services.backends.report(backend.name, { status, retryAfter: headers.get("retry-after") });
  const read = (): ServiceAnswer => {
    try {
      return { kind: "answered", status, json: JSON.parse(body.text()) };
    } catch {
      return failed(`${backend.name} answered ${status} and no JSON`);
    }
  };
  const loading = body.load(longestAnswer);
  return loading === undefined ? read() : loading.then(read);
}

function missed(exchange: Exchange, backend: SingleBackend, error: unknown): ServiceAnswer {
  if (error instanceof PolicyFailure) return failed(error.message);
  if (error instanceof BodyCut || error instanceof BodyTooLarge)
    return failed(`the answer of ${backend.name} broke off: ${error.message}`);
  if (!(error instanceof TransportFailure)) throw error;
  const errorReason = error.kind === "timeout" ? "Timeout" : "BackendConnectionFailure";
  exchange.services.backends.report(backend.name, error.kind === "aborted" ? {} : { errorReason });
  return failed(`${backend.name} did not answer: ${error.message}`);
}

const failed = (why: string): ServiceAnswer => ({ kind: "failed", why });
