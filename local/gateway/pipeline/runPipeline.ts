import type { Section } from "../xml/policyTable/rules";
import { errorAnswer } from "./errorAnswer";
import type { Exchange } from "./exchange";
import { type FailureDetail, PolicyFailure, Unsupported } from "./failure";
import { LastError } from "./lastError";
import { after } from "./step";

/** Told of an error that no policy meant: a defect of the gateway. */
export type ReportDefect = (error: unknown, exchange: Exchange) => void;

const forward: readonly Section[] = ["inbound", "backend", "outbound"];

/**
 * Runs the sections of a request. When it is done, `exchange.response` is the answer. Never throws: what fails goes to
 * `on-error`, and what fails there is answered with 500.
 */
export function runPipeline(exchange: Exchange, defect: ReportDefect): undefined | Promise<void> {
  // A preflight never reaches a backend: what no policy answers is answered empty.
  const run = exchange.preflight ? () => section(exchange, "inbound") : () => sections(exchange, 0);
  return guardedRun(run, exchange, defect);
}

/** The same for a request that failed before any policy ran: only `on-error` runs. */
export function runFailed(
  exchange: Exchange,
  detail: FailureDetail,
  defect: ReportDefect,
): undefined | Promise<void> {
  return guardedRun(
    () => {
      throw new PolicyFailure(detail);
    },
    exchange,
    defect,
  );
}

function guardedRun(
  run: () => undefined | Promise<void>,
  exchange: Exchange,
  defect: ReportDefect,
): undefined | Promise<void> {
  let waiting: undefined | Promise<void>;
  try {
    waiting = run()?.catch((error: unknown) => onError(error, exchange, defect));
  } catch (error) {
    waiting = onError(error, exchange, defect);
  }
  return waiting === undefined
    ? answering(exchange, defect)
    : waiting.then(() => answering(exchange, defect));
}

/** What policies wanted to do before the answer goes out. */
function answering(exchange: Exchange, defect: ReportDefect): undefined | Promise<void> {
  const failed = (error: unknown) => {
    const detail = detailOf(error, exchange, defect);
    if (detail !== undefined) exchange.response = errorAnswer(detail, exchange.requestId);
  };
  try {
    return exchange.answering()?.catch(failed);
  } catch (error) {
    failed(error);
    return undefined;
  }
}

function sections(exchange: Exchange, from: number): undefined | Promise<void> {
  for (let index = from; index < forward.length; index++) {
    const waiting = section(exchange, forward[index] as Section);
    if (waiting !== undefined)
      return waiting.then(() => (exchange.ended ? undefined : sections(exchange, index + 1)));
    if (exchange.ended) return undefined;
  }
  return undefined;
}

function section(exchange: Exchange, name: Section): undefined | Promise<void> {
  exchange.section = name;
  exchange.depth = 0;
  const waiting = exchange.scopes[0]?.sections[name](exchange);
  return name === "backend" ? after(waiting, () => exchange.responded()) : waiting;
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
  exchange.response?.content?.discard();
  exchange.response = errorAnswer(detail, exchange.requestId);
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
