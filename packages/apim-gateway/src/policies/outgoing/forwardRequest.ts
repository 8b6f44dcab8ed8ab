import type { SingleBackend } from "../../backends/backend";
import type { Certificate } from "../../certificates/certificate";
import { Body } from "../../messages/body";
import { Headers } from "../../messages/headers";
import { Url } from "../../messages/url";
import { errorAnswer } from "../../pipeline/errorAnswer";
import type { Attempt, Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { Getter } from "../../pipeline/getter";
import { ResponseMessage } from "../../pipeline/messages";
import type { PolicyDefinition } from "../../pipeline/policy";
import { after } from "../../pipeline/step";
import { type BackendResponse, TransportFailure } from "../../ports/transport";
import { addCredentials, backendCertificate } from "./backendCredentials";
import { type Destination, findDestination } from "./destination";
import { gathered } from "./gathered";
import { tlsChecks } from "./tlsChecks";

interface Forward {
  /** Milliseconds until the head of the response. */
  readonly timeoutMs: (exchange: Exchange) => number;
  readonly followRedirects: Getter<boolean>;
  readonly bufferRequest: boolean;
  readonly bufferResponse: boolean;
  readonly failOnError: boolean;
}

/** `forward-request`: sends the request as the policies have made it and takes the response. */
export const forwardRequest: PolicyDefinition = {
  name: "forward-request",
  limits: "HTTP/1.1 only, whatever `http-version` says; `continue-timeout` is not awaited",
  compile(element, compiler) {
    const seconds = compiler.number(element, "timeout", 300);
    const exact = compiler.optionalNumber(element, "timeout-ms");
    const flag = (name: string, fallback: boolean) =>
      compiler.boolean(element, name, fallback).constant ?? fallback;
    const forward: Forward = {
      timeoutMs: (exchange) => exact?.(exchange) ?? seconds(exchange) * 1000,
      followRedirects: compiler.boolean(element, "follow-redirects", false),
      bufferRequest: flag("buffer-request-body", false),
      bufferResponse: flag("buffer-response", true),
      failOnError: flag("fail-on-error-status-code", false),
    };
    return (exchange) => send(forward, exchange);
  },
};

function send(forward: Forward, exchange: Exchange): undefined | Promise<void> {
  // The response of an earlier attempt is nobody's now.
  exchange.response?.body?.discard();
  const destination = findDestination(exchange);
  if (destination.kind === "unavailable") return refuse(destination, exchange);
  const limit = exchange.services.bodyLimit;
  const loading = forward.bufferRequest ? exchange.request.body?.load(limit) : undefined;
  return after(loading, () => call(forward, destination, exchange));
}

/** Every member is out: the gateway answers itself. */
function refuse(choice: Extract<Destination, { kind: "unavailable" }>, exchange: Exchange): undefined {
  const now = exchange.services.monotonic();
  const { target } = exchange;
  exchange.addAttempt({
    backendId: target?.kind === "backend" ? target.id : undefined,
    pool: undefined,
    url: "",
    method: exchange.request.method,
    started: now,
    ended: now,
    status: undefined,
    failure: "unavailable",
    why: choice.why,
  });
  exchange.recorder?.note(`${choice.why}: ${choice.status} ${choice.reason}`);
  const headers = { ...(choice.retryAfter === undefined ? {} : { "Retry-After": choice.retryAfter }) };
  // A `retry` around this sees the answer, whichever way it goes on.
  exchange.response = new ResponseMessage(choice.status, choice.reason, Headers.of(headers));
  if (choice.as === "error")
    throw new PolicyFailure({
      reason: exchange.services.settings.unavailableErrorReason,
      message: choice.reason,
      status: choice.status,
      headers,
    });
  return undefined;
}

function call(
  forward: Forward,
  destination: Extract<Destination, { kind: "call" }>,
  exchange: Exchange,
): undefined | Promise<void> {
  const { request } = exchange;
  const { backend } = destination;
  const url = outgoingUrl(destination.base, request.url);
  const headers = request.headers.clone();
  // The caller's Host named the gateway; a policy that set another one meant it.
  if (headers.get("host") === request.originalHost) headers.delete("host");
  if (backend?.credentials === undefined)
    return transmit(forward, destination, exchange, headers, url, exchange.clientCertificate);
  const { credentials } = backend;
  const go = () =>
    transmit(
      forward,
      destination,
      exchange,
      headers,
      url,
      authorized(backend, exchange, () =>
        backendCertificate(exchange, credentials, exchange.clientCertificate),
      ),
    );
  return after(
    authorized(backend, exchange, () => addCredentials(exchange, credentials, headers, url)),
    go,
  );
}

function transmit(
  forward: Forward,
  { backend, pool, why }: Extract<Destination, { kind: "call" }>,
  exchange: Exchange,
  headers: Headers,
  url: Url,
  certificate: Certificate | undefined,
): undefined | Promise<void> {
  const { request, services } = exchange;
  const attempt: Attempt = {
    backendId: backend?.name,
    pool,
    url: url.toString(),
    method: request.method,
    started: services.monotonic(),
    ended: 0,
    status: undefined,
    failure: undefined,
    why,
  };
  exchange.addAttempt(attempt);
  exchange.recorder?.note(`calls ${backend?.name ?? url.authority} (${why}): ${attempt.url}`);
  const body = request.body;
  const take = (answer: BackendResponse) => received(forward, answer, attempt, url, exchange);
  const miss = (error: unknown) => silence(error, attempt, exchange);
  let answer: BackendResponse | Promise<BackendResponse>;
  try {
    answer = services.transport({
      method: request.method,
      url: attempt.url,
      headers,
      body,
      timeoutMs: awaited(forward, exchange),
      followRedirects: forward.followRedirects(exchange),
      credentialHeaders: backend?.credentials?.headers,
      tls: tlsChecks(backend?.properties, certificate),
      onAbort: (abort) => exchange.onAbort(abort),
    });
    if (body !== null && !body.kept && services.settings.unbufferedResend === "empty")
      request.body = Body.of("");
  } catch (error) {
    return miss(error);
  }
  return answer instanceof Promise ? answer.then(take, miss) : take(answer);
}

/** Milliseconds that this call may take: what the policy says, and what the request as a whole has left. */
function awaited(forward: Forward, exchange: Exchange): number {
  const own = forward.timeoutMs(exchange);
  const seconds = exchange.services.settings.requestSeconds;
  return seconds === 0 ? own : Math.min(own, Math.max(1, seconds * 1000 - exchange.elapsed));
}

/** Without credentials there is no call, so the breaker learns nothing from it. */
function authorized<T>(backend: SingleBackend, { services }: Exchange, get: () => T): T {
  try {
    return get();
  } catch (error) {
    services.backends.report(backend.name, {});
    throw error;
  }
}

function received(
  forward: Forward,
  answer: BackendResponse,
  attempt: Attempt,
  url: Url,
  exchange: Exchange,
): undefined | Promise<void> {
  const { services, request } = exchange;
  attempt.ended = services.monotonic();
  attempt.status = answer.status;
  if (attempt.backendId !== undefined)
    services.backends.report(attempt.backendId, {
      status: answer.status,
      retryAfter: answer.headers.get("retry-after"),
    });
  if (services.settings.requestUrlAfterForward === "member") {
    request.url.scheme = url.scheme;
    request.url.host = url.host;
    request.url.port = url.port;
  }
  const logged = exchange.parts.logsResponses === true && services.settings.bodyLogging === "buffers";
  const body =
    forward.bufferResponse && !logged
      ? gathered(answer.body, services.settings.responseBufferBytes)
      : answer.body;
  exchange.response = new ResponseMessage(answer.status, answer.reason, answer.headers, body);
  exchange.recorder?.note(`answered ${answer.status} ${answer.reason}`);
  if (forward.failOnError && answer.status >= 400)
    throw new PolicyFailure({
      reason: "BackendErrorStatus",
      message: `The backend answered ${answer.status} ${answer.reason}.`,
      status: answer.status,
    });
  return logged ? body.load(services.bodyLimit) : undefined;
}

/** No answer: tells the breaker, and fails as API Management does. */
function silence(error: unknown, attempt: Attempt, exchange: Exchange): never {
  if (!(error instanceof TransportFailure)) throw error;
  const { services } = exchange;
  attempt.ended = services.monotonic();
  attempt.failure = error.kind;
  const reason =
    error.kind === "timeout"
      ? "Timeout"
      : error.kind === "aborted"
        ? "ClientConnectionFailure"
        : "BackendConnectionFailure";
  if (attempt.backendId !== undefined)
    services.backends.report(attempt.backendId, error.kind === "aborted" ? {} : { errorReason: reason });
  const detail = { reason, message: error.message, status: services.settings.noResponseStatus };
  const seen = services.settings.noResponseShown;
  if (seen !== "kept") exchange.response = seen === "null" ? null : errorAnswer(detail, exchange.requestId);
  exchange.recorder?.note(`no answer: ${error.message}`);
  throw new PolicyFailure(detail);
}

/** More base URLs than a service has backends; the parsed form of any further one is not kept. */
const mostBases = 1000;
const bases = new Map<string, Url>();

function parsedBase(base: string): Url {
  const known = bases.get(base);
  if (known !== undefined) return known;
  const made = Url.parse(base);
  if (bases.size < mostBases) bases.set(base, made);
  return made;
}

function outgoingUrl(base: string, url: Url): Url {
  const outgoing = parsedBase(base).clone();
  // The reference asks for base URLs without a slash at the end, as it would stand twice then.
  outgoing.path = outgoing.path === "/" && !base.endsWith("/") ? url.path : outgoing.path + url.path;
  const own = outgoing.search;
  outgoing.setQuery(own === "" || url.search === "" ? own + url.search : `${own}&${url.search}`);
  return outgoing;
}
