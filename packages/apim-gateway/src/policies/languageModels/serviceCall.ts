import type { SingleBackend } from "../../backends/backend";
import type { Certificate } from "../../certificates/certificate";
import { Body, BodyCut, BodyTooLarge } from "../../messages/body";
import { Headers } from "../../messages/headers";
import { Url } from "../../messages/url";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import { after, given, type Maybe, settle } from "../../pipeline/waiting";
import type { BackendResponse } from "../../ports/transport";
import { managedIdentityToken } from "../access/managedIdentityToken";
import { authorize, callBackend, NoResponse } from "../outgoing/callBackend";

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

/** More than a service of this kind answers. */
const longestAnswer = 16_777_216;

/** Posts JSON and reads JSON. Throws nothing but defects. */
export function callService(exchange: Exchange, call: ServiceCall): Maybe<ServiceAnswer> {
  const choice = exchange.services.backends.choose(call.backend);
  if (choice.kind === "unknown") return failed(`there is no backend ${call.backend}`);
  if (choice.kind === "unavailable") return failed(choice.why);
  return settle(ask, itself, missed, exchange, { call, backend: choice.backend });
}

interface Asked {
  readonly call: ServiceCall;
  readonly backend: SingleBackend;
}

const itself = (answer: ServiceAnswer): ServiceAnswer => answer;

const ask = (exchange: Exchange, asked: Asked): Maybe<ServiceAnswer> =>
  given(post(exchange, asked), received, asked.backend);

interface Posting extends Asked {
  readonly url: Url;
  readonly headers: Headers;
}

function post(exchange: Exchange, { backend, call }: Asked): Maybe<BackendResponse | NoResponse> {
  const url = Url.parse(backend.url);
  url.path = url.path.replace(/\/$/, "") + call.path;
  const headers = Headers.of({ "Content-Type": "application/json" });
  const certificate = authorize(exchange, backend, headers, url, undefined);
  return given(certificate, identify, exchange, { backend, call, url, headers });
}

function identify(
  certificate: Certificate | undefined,
  exchange: Exchange,
  posting: Posting,
): Maybe<BackendResponse | NoResponse> {
  const { resource } = posting.call;
  const token = resource === undefined ? undefined : managedIdentityToken(exchange, resource, undefined);
  return given(token, transmit, exchange, { ...posting, certificate });
}

function transmit(
  token: string | undefined,
  exchange: Exchange,
  { backend, call, url, headers, certificate }: Posting & { readonly certificate: Certificate | undefined },
): Maybe<BackendResponse | NoResponse> {
  if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
  if (url.search === "" && call.query !== "") url.setQuery(call.query);
  exchange.recorder?.note(`calls ${backend.name}: ${url}`);
  return callBackend(exchange, {
    backend,
    method: "POST",
    url: url.toString(),
    headers,
    body: Body.of(JSON.stringify(call.body)),
    timeoutMs: call.timeoutMs,
    followRedirects: false,
    certificate,
  });
}

function received(end: BackendResponse | NoResponse, backend: SingleBackend): Maybe<ServiceAnswer> {
  if (end instanceof NoResponse) return failed(`${backend.name} did not answer: ${end.failure.message}`);
  return after(end.body.load(longestAnswer), read, end, backend);
}

function read({ status, body }: BackendResponse, { name }: SingleBackend): ServiceAnswer {
  try {
    return { kind: "answered", status, json: JSON.parse(body.text()) };
  } catch {
    return failed(`${name} answered ${status} and no JSON`);
  }
}

function missed(error: unknown, _: Exchange, { backend }: Asked): ServiceAnswer {
  if (error instanceof PolicyFailure) return failed(error.message);
  if (!(error instanceof BodyCut) && !(error instanceof BodyTooLarge)) throw error;
  return failed(`the answer of ${backend.name} broke off: ${error.message}`);
}

const failed = (why: string): ServiceAnswer => ({ kind: "failed", why });
