import type { Section } from "../xml/policyTable/rules";
import { errorAnswer } from "./errorAnswer";
import type { Exchange } from "./exchange";
import { type FailureDetail, PolicyFailure, Unsupported } from "./failure";
import { LastError } from "./lastError";

/** Told of an error that no policy meant: a defect of the gateway. */
export type ReportDefect = (error: unknown, exchange: Exchange) => void;

/** What comes of a request. */
export interface PipelineEnd<T> {
  readonly defect: ReportDefect;
  /** Makes what running it returns, when all has run. */
  readonly answer: (exchange: Exchange) => T;
}

const forward: readonly Section[] = ["inbound", "backend", "outbound"];

/**
 * Runs the sections of a request. When it is done, `exchange.response` is the answer. Never throws: what fails goes to
 * `on-error`, and what fails there is answered with 500.
 */
export function runPipeline<T>(exchange: Exchange, end: PipelineEnd<T>): T | Promise<T> {
  return enter(exchange, 0, end);
}

/** The same for a request that failed before any policy ran: only `on-error` runs. */
export function runFailed<T>(
  exchange: Exchange,
  detail: FailureDetail,
  outcome: PipelineEnd<T>,
): T | Promise<T> {
  return recover(new PolicyFailure(detail), exchange, outcome);
}

/** Runs the sections from `index` on. A request that waits has one promise here, as thousands may wait at once. */
function enter<T>(exchange: Exchange, index: number, outcome: PipelineEnd<T>): T | Promise<T> {
  try {
    const waiting = section(exchange, forward[index] as Section);
    if (waiting !== undefined)
      return waiting.then(
        () => leave(exchange, index, outcome),
        (error: unknown) => recover(error, exchange, outcome),
      );
  } catch (error) {
    return recover(error, exchange, outcome);
  }
  return leave(exchange, index, outcome);
}

function leave<T>(exchange: Exchange, index: number, outcome: PipelineEnd<T>): T | Promise<T> {
  if (forward[index] !== "backend") return goOn(exchange, index, outcome);
  try {
    const waiting = exchange.responded();
    if (waiting !== undefined)
      return waiting.then(
        () => goOn(exchange, index, outcome),
        (error: unknown) => recover(error, exchange, outcome),
      );
  } catch (error) {
    return recover(error, exchange, outcome);
  }
  return goOn(exchange, index, outcome);
}

function goOn<T>(exchange: Exchange, index: number, outcome: PipelineEnd<T>): T | Promise<T> {
  // A preflight never reaches a backend: what no policy answers is answered empty.
  const over = exchange.ended || exchange.preflight || index === forward.length - 1;
  if (!over && forward[index] === "backend") exchange.showHeaders();
  return over ? finish(exchange, outcome) : enter(exchange, index + 1, outcome);
}

function recover<T>(error: unknown, exchange: Exchange, outcome: PipelineEnd<T>): T | Promise<T> {
  const waiting = onError(error, exchange, outcome.defect);
  return waiting === undefined ? finish(exchange, outcome) : waiting.then(() => finish(exchange, outcome));
}

/** What policies wanted to do before the answer goes out, and the answer. */
function finish<T>(exchange: Exchange, outcome: PipelineEnd<T>): T | Promise<T> {
  const { defect, answer } = outcome;
  try {
    const waiting = exchange.answering();
    if (waiting !== undefined)
      return waiting
        .catch((error: unknown) => answerFailure(error, exchange, defect))
        .then(() => answer(exchange));
  } catch (error) {
    answerFailure(error, exchange, defect);
  }
  return answer(exchange);
}

function answerFailure(error: unknown, exchange: Exchange, defect: ReportDefect): void {
  const detail = detailOf(error, exchange, defect);
  if (detail !== undefined) exchange.response = errorAnswer(detail, exchange.requestId);
}

function section(exchange: Exchange, name: Section): undefined | Promise<void> {
  exchange.section = name;
  exchange.depth = 0;
  return exchange.scopes[0]?.sections[name](exchange);
}

function onError(error: unknown, exchange: Exchange, defect: ReportDefect): undefined | Promise<void> {
  exchange.failed = exchange.services.monotonic();
  const detail = detailOf(error, exchange, defect);
  if (detail === undefined) return undefined;
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
  exchange.showHeaders();
  exchange.ended = false;
  const failAgain = (second: unknown) => {
    const again = detailOf(second, exchange, defect);
    if (again === undefined) return;
    exchange.recorder?.note(`on-error failed: ${again.reason}: ${again.message}`);
    exchange.response = errorAnswer({ ...again, status: 500 }, exchange.requestId);
  };
  try {
    return section(exchange, "on-error")?.catch(failAgain);
  } catch (second) {
    failAgain(second);
    return undefined;
  }
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
