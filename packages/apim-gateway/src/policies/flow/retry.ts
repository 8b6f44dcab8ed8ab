import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import { constantGetter, type Getter, mapGetter, ready } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { Step } from "../../pipeline/step";
import { toBoolean } from "../../pipeline/valueForms";
import { type Exponent, retryWait } from "./retryWait";

interface Retry {
  readonly steps: Step;
  readonly condition: Getter<boolean>;
  readonly count: Getter<number>;
  readonly waits: Waits;
  readonly exponent: Exponent;
  /** Reasons of failed attempts that the condition judges; the others end the retries. */
  readonly judged: ReadonlySet<string>;
  /** Whether it judges an attempt that `limit-concurrency` did not let through. */
  readonly judgesLimit: boolean;
}

interface Waits {
  readonly interval: Getter<number>;
  readonly delta: Getter<number> | undefined;
  readonly maxInterval: Getter<number> | undefined;
  readonly firstFast: Getter<boolean>;
}

/** What `forward-request` fails with when no answer came. */
const SILENCE = ["BackendConnectionFailure", "Timeout"];
/** And with `fail-on-error-status-code`. */
const ERROR_STATUS = ["BackendErrorStatus"];

/**
 * `retry`: runs its policies once, then again while the condition is true, at most `count` times more. Without `delta`
 * the interval is fixed, with it linear, with `max-interval` too exponential (retry-policy).
 */
export const retry: PolicyDefinition = {
  name: "retry",
  compile(element, compiler) {
    const waits: Waits = {
      interval: compiler.number(element, "interval", 0),
      delta: compiler.optionalNumber(element, "delta"),
      maxInterval: compiler.optionalNumber(element, "max-interval"),
      firstFast: compiler.boolean(element, "first-fast-retry", false),
    };
    const run: Retry = {
      steps: compiler.steps(element),
      condition: compiler.lazily(() =>
        mapGetter(compiler.value(element, "condition"), (value) => toBoolean(value, "condition")),
      ),
      count: compiler.number(element, "count", 0),
      waits,
      exponent: compiler.settings.retryExponential,
      judged: new Set([
        ...(compiler.settings.retryAfterNoResponse === "judged" ? SILENCE : []),
        ...(compiler.settings.retryAfterErrorStatus === "judged" ? ERROR_STATUS : []),
      ]),
      judgesLimit: compiler.settings.retryAfterConcurrencyLimit === "judged",
    };
    const freezesCount = compiler.settings.retryCountRead === "once" && run.count.constant === undefined;
    const freezesWaits =
      compiler.settings.retryWaitRead === "once" &&
      Object.values(waits).some(
        (getter?: Getter<unknown>) => getter !== undefined && getter.constant === undefined,
      );
    if (!freezesCount && !freezesWaits) return (exchange) => attempt(run, 0, exchange);
    return (exchange) =>
      attempt(
        {
          ...run,
          ...(freezesCount ? { count: read(run.count, exchange) } : {}),
          ...(freezesWaits ? { waits: readWaits(waits, exchange) } : {}),
        },
        0,
        exchange,
      );
  },
};

/** What an attribute is when the retry is entered. */
const read = <T>(getter: Getter<T>, exchange: Exchange): Getter<T> => constantGetter(getter(exchange));

const readWaits = ({ interval, delta, maxInterval, firstFast }: Waits, exchange: Exchange): Waits => ({
  interval: read(interval, exchange),
  delta: delta && read(delta, exchange),
  maxInterval: maxInterval && read(maxInterval, exchange),
  firstFast: read(firstFast, exchange),
});

/** @param done attempts so far */
function attempt(run: Retry, done: number, exchange: Exchange): undefined | Promise<void> {
  for (let n = done; ; n++) {
    let waiting: undefined | Promise<void>;
    try {
      waiting = run.steps(exchange);
    } catch (error) {
      waiting = judgeFailure(run, n + 1, error, exchange);
      if (waiting !== undefined) return waiting.then(() => next(run, n + 1, exchange));
      continue;
    }
    if (waiting !== undefined)
      return waiting.then(
        () => judge(run, n + 1, exchange),
        (error: unknown) => {
          const pause = judgeFailure(run, n + 1, error, exchange);
          return pause === undefined
            ? next(run, n + 1, exchange)
            : pause.then(() => next(run, n + 1, exchange));
        },
      );
    if (exchange.ended) return undefined;
    const reading = ready(exchange, run.condition.reads);
    if (reading !== undefined) return reading.then(() => judge(run, n + 1, exchange));
    if (!again(run, n + 1, exchange)) return undefined;
    const pause = wait(run, n + 1, exchange);
    if (pause !== undefined) return pause.then(() => next(run, n + 1, exchange));
  }
}

/** The next attempt, unless the caller has gone meanwhile. */
function next(run: Retry, done: number, exchange: Exchange): undefined | Promise<void> {
  return exchange.aborted ? undefined : attempt(run, done, exchange);
}

function judge(run: Retry, done: number, exchange: Exchange): undefined | Promise<void> {
  if (exchange.ended) return undefined;
  const reading = ready(exchange, run.condition.reads);
  const decide = () => {
    if (!again(run, done, exchange)) return undefined;
    const pause = wait(run, done, exchange);
    return pause === undefined ? next(run, done, exchange) : pause.then(() => next(run, done, exchange));
  };
  return reading === undefined ? decide() : reading.then(decide);
}

/** Goes on after an attempt that failed: returns the wait before the next, or throws what ended the retries. */
function judgeFailure(
  run: Retry,
  done: number,
  error: unknown,
  exchange: Exchange,
): undefined | Promise<void> {
  if (!judges(run, error) || exchange.aborted || !again(run, done, exchange)) throw error;
  return wait(run, done, exchange);
}

const judges = ({ judged, judgesLimit }: Retry, error: unknown): boolean =>
  error instanceof PolicyFailure &&
  (judged.has(error.detail.reason) || (judgesLimit && error.place?.policy === "limit-concurrency"));

function again(run: Retry, done: number, exchange: Exchange): boolean {
  if (exchange.aborted || !run.condition(exchange)) return false;
  const allowed = done <= run.count(exchange);
  exchange.recorder?.note(
    allowed ? `the condition is true: retry ${done}` : "the condition is true, but no attempt is left",
  );
  return allowed;
}

function wait(run: Retry, retry: number, exchange: Exchange): undefined | Promise<void> {
  const seconds = retryWait({
    retry,
    interval: run.waits.interval(exchange),
    delta: run.waits.delta?.(exchange),
    maxInterval: run.waits.maxInterval?.(exchange),
    firstFast: run.waits.firstFast(exchange),
    exponent: run.exponent,
    random: exchange.services.random,
  });
  return exchange.services.sleep(seconds * 1000);
}
