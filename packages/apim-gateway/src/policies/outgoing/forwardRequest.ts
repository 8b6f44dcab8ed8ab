// The request goes on to a backend.
// In: an exchange whose request the policies have made, and what `set-backend-service` chose. Out: `exchange.response`, or a failure
// with the reason that API Management gives.
// Called as the step of `forward-request`. `destination` chooses, `callBackend` authorizes, calls and tells the breakers.
// Trick: a body that came with its head is in memory and is sent without a stream; the base URLs of backends are parsed once.

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
import { after, given, type Waiting } from "../../pipeline/waiting";
import type { BackendResponse } from "../../ports/transport";
import { authorize, callBackend, NoResponse } from "./callBackend";
import { type Destination, findDestination } from "./destination";
import { gathered } from "./gathered";

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

function send(forward: Forward, exchange: Exchange): Waiting {
  // The response of an earlier attempt is nobody's now.
  exchange.response?.body?.discard();
  const destination = findDestination(exchange);
  if (destination.kind === "unavailable") return refuse(destination, exchange);
  const limit = exchange.services.bodyLimit;
  const loading = forward.bufferRequest ? exchange.request.body?.load(limit) : undefined;
  return after(loading, call, exchange, { forward, destination });
}

/** Every member is out: the gateway answers itself. */
function refuse(choice: Extract<Destination, { kind: "unavailable" }>, exchange: Exchange): undefined {
  const now = exchange.services.monotonic();
  const { backendChoice } = exchange;
  exchange.addAttempt({
    backendId: backendChoice?.kind === "backend" ? backendChoice.id : undefined,
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

interface Forwarding {
  readonly forward: Forward;
  readonly destination: Extract<Destination, { kind: "call" }>;
}

function call(exchange: Exchange, { forward, destination }: Forwarding): Waiting {
  const { request } = exchange;
  const { backend } = destination;
  const url = outgoingUrl(destination.base, request.url);
  const headers = request.headers.clone();
  // The caller's Host named the gateway; a policy that set another one meant it.
  if (headers.get("host") === request.originalHost) headers.delete("host");
  const certificate = authorize(exchange, backend, headers, url, exchange.clientCertificate);
  return given(certificate, transmit, exchange, { forward, destination, headers, url });
}

interface Transmission extends Forwarding {
  readonly headers: Headers;
  readonly url: Url;
}

function transmit(
  certificate: Certificate | undefined,
  exchange: Exchange,
  { forward, destination, headers, url }: Transmission,
): Waiting {
  const { request, services } = exchange;
  const { backend } = destination;
  const attempt: Attempt = {
    backendId: backend?.name,
    pool: destination.pool,
    url: url.toString(),
    method: request.method,
    started: services.monotonic(),
    ended: 0,
    status: undefined,
    failure: undefined,
    why: destination.why,
  };
  exchange.addAttempt(attempt);
  exchange.recorder?.note(`calls ${backend?.name ?? url.authority} (${destination.why}): ${attempt.url}`);
  const { body } = request;
  const end = callBackend(exchange, {
    backend,
    method: request.method,
    url: attempt.url,
    headers,
    body,
    timeoutMs: awaited(forward, exchange),
    followRedirects: forward.followRedirects(exchange),
    certificate,
  });
  const isSent = body !== null && !(end instanceof NoResponse);
  if (isSent && !body.kept && services.settings.unbufferedResend === "empty") request.body = Body.of("");
  return given(end, conclude, exchange, { forward, attempt, url });
}

interface Forwarded {
  readonly forward: Forward;
  readonly attempt: Attempt;
  readonly url: Url;
}

function conclude(end: BackendResponse | NoResponse, exchange: Exchange, forwarded: Forwarded): Waiting {
  const { attempt } = forwarded;
  attempt.ended = exchange.services.monotonic();
  return end instanceof NoResponse ? fail(end, attempt, exchange) : received(end, exchange, forwarded);
}

/** Milliseconds that this call may take: what the policy says, and what the request as a whole has left. */
function awaited(forward: Forward, exchange: Exchange): number {
  const own = forward.timeoutMs(exchange);
  const seconds = exchange.services.settings.requestSeconds;
  return seconds === 0 ? own : Math.min(own, Math.max(1, seconds * 1000 - exchange.elapsed));
}

function received(
  answer: BackendResponse,
  exchange: Exchange,
  { forward, attempt, url }: Forwarded,
): Waiting {
  const { services, request } = exchange;
  attempt.status = answer.status;
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

/** No answer: fails as API Management does. */
function fail({ reason, failure }: NoResponse, attempt: Attempt, exchange: Exchange): never {
  const { services } = exchange;
  attempt.failure = failure.kind;
  const detail = { reason, message: failure.message, status: services.settings.noResponseStatus };
  const seen = services.settings.noResponseShown;
  if (seen !== "kept") exchange.response = seen === "null" ? null : errorAnswer(detail, exchange.requestId);
  exchange.recorder?.note(`no answer: ${failure.message}`);
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
