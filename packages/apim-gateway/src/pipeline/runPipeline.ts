// The sections of one request: inbound, backend, outbound, and on-error where one of them fails.
// In: an `Exchange`. Out: whatever `end` makes of it, when the last section has run.
// Never an error: what fails goes to on-error, and what fails there is answered with 500.
// Called by `gateway/createGateway`. Calls the steps of the most specific scope, which calls the next one at `<base />`.
// Trick: nothing here is a closure or a promise while no policy waits (`waiting`), and a request that waits has one promise.

import type { Section } from "../xml/policyTable/rules";
import { errorAnswer } from "./errorAnswer";
import type { Exchange } from "./exchange";
import { type FailureDetail, PolicyFailure, Unsupported } from "./failure";
import { LastError } from "./lastError";
import { type Maybe, settle, type Waiting } from "./waiting";

/** Told of an error that no policy meant: a defect of the gateway. */
export type ReportDefect = (error: unknown, exchange: Exchange) => void;

/** What comes of a request. */
export interface PipelineEnd<T> {
  readonly defect: ReportDefect;
  /** Makes what running it returns, when all has run. */
  readonly answer: (exchange: Exchange) => T;
}

/** What comes after a section that did not fail. */
const following: Readonly<Record<Section, Section | undefined>> = {
  inbound: "backend",
  backend: "outbound",
  outbound: undefined,
  "on-error": undefined,
};

/**
 * Runs the sections of a request. When it is done, `exchange.response` is the answer. Never throws: what fails goes to
 * `on-error`, and what fails there is answered with 500.
 */
export function runPipeline<T>(exchange: Exchange, end: PipelineEnd<T>): Maybe<T> {
  return enter("inbound", exchange, end);
}

/** The same for a request that failed before any policy ran: only `on-error` runs. */
export function runFailed<T>(exchange: Exchange, detail: FailureDetail, end: PipelineEnd<T>): Maybe<T> {
  return recover(new PolicyFailure(detail), exchange, end);
}

/** Runs the sections from this one on. A request that waits has one promise here, as thousands may wait at once. */
function enter<T>(section: Section, exchange: Exchange, end: PipelineEnd<T>): Maybe<T> {
  exchange.section = section;
  return settle(runSection, leave<T>, recover<T>, exchange, end);
}

function runSection(exchange: Exchange): Waiting {
  exchange.depth = 0;
  return exchange.scopes[0]?.sections[exchange.section](exchange);
}

function leave<T>(_: unknown, exchange: Exchange, end: PipelineEnd<T>): Maybe<T> {
  return exchange.section === "backend"
    ? settle(respond, goOn<T>, recover<T>, exchange, end)
    : goOn(_, exchange, end);
}

const respond = (exchange: Exchange): Waiting => exchange.hooks.responded(exchange);

function goOn<T>(_: unknown, exchange: Exchange, end: PipelineEnd<T>): Maybe<T> {
  const next = following[exchange.section];
  // A preflight never reaches a backend: what no policy answers is answered empty.
  if (next === undefined || exchange.ended || exchange.preflight) return finish(_, exchange, end);
  if (exchange.section === "backend") exchange.hooks.showHeaders(exchange);
  return enter(next, exchange, end);
}

function recover<T>(error: unknown, exchange: Exchange, end: PipelineEnd<T>): Maybe<T> {
  return fail(error, exchange, end.defect)
    ? settle(runSection, finish<T>, failAgain<T>, exchange, end)
    : finish(undefined, exchange, end);
}

/** What policies wanted to do before the answer goes out, and the answer. */
function finish<T>(_: unknown, exchange: Exchange, end: PipelineEnd<T>): Maybe<T> {
  return settle(prepare, answer<T>, answerFailed<T>, exchange, end);
}

const prepare = (exchange: Exchange): Waiting => exchange.hooks.answering(exchange);

const answer = <T>(_: unknown, exchange: Exchange, end: PipelineEnd<T>): T => end.answer(exchange);

function answerFailed<T>(error: unknown, exchange: Exchange, end: PipelineEnd<T>): T {
  const detail = detailOf(error, exchange, end.defect);
  if (detail !== undefined) exchange.response = errorAnswer(detail, exchange.requestId);
  return end.answer(exchange);
}

/** @returns whether `on-error` is to run: else the answer is made already */
function fail(error: unknown, exchange: Exchange, defect: ReportDefect): boolean {
  exchange.failed = exchange.services.monotonic();
  const detail = detailOf(error, exchange, defect);
  if (detail === undefined) return false;
  const place = error instanceof PolicyFailure ? error.place : undefined;
  exchange.lastError = new LastError(
    detail.source ?? place?.policy ?? "",
    detail.reason,
    detail.message,
    place === undefined ? null : (exchange.scopes[exchange.depth]?.scope ?? place.scope),
    exchange.section,
    place?.path ?? null,
    place?.id ?? null,
  );
  exchange.recorder?.note(`failed: ${detail.reason}: ${detail.message}`);
  exchange.response?.body?.discard();
  exchange.response = errorAnswer(detail, exchange.requestId);
  exchange.hooks.showHeaders(exchange);
  exchange.ended = false;
  exchange.section = "on-error";
  return true;
}

function failAgain<T>(error: unknown, exchange: Exchange, end: PipelineEnd<T>): Maybe<T> {
  const detail = detailOf(error, exchange, end.defect);
  if (detail !== undefined) {
    exchange.recorder?.note(`on-error failed: ${detail.reason}: ${detail.message}`);
    exchange.response = errorAnswer({ ...detail, status: 500 }, exchange.requestId);
  }
  return finish(undefined, exchange, end);
}

/** What failed, in words; `undefined` when the answer is made already. */
function detailOf(error: unknown, exchange: Exchange, defect: ReportDefect): FailureDetail | undefined {
  if (error instanceof PolicyFailure) return error.detail;
  exchange.ended = true;
  if (error instanceof Unsupported) {
    const message = `${error.message} (${error.place})`;
    exchange.lastError = new LastError("gateway", "Unsupported", message, null, exchange.section, null, null);
    exchange.response = errorAnswer({ reason: "Unsupported", message, status: 501 }, exchange.requestId);
    return undefined;
  }
  defect(error, exchange);
  exchange.lastError = new LastError("gateway", "Defect", String(error), null, exchange.section, null, null);
  exchange.response = errorAnswer(
    { reason: "Defect", message: "A defect of the gateway." },
    exchange.requestId,
  );
  return undefined;
}
