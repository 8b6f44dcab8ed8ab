import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import { constantGetter, type Getter, mapGetter, ready } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { Step } from "../../pipeline/step";
import { toBoolean } from "../../pipeline/valueForms";
import { after, type Maybe, settle, type Waiting } from "../../pipeline/waiting";
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
const NO_RESPONSE = ["BackendConnectionFailure", "Timeout"];
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
        ...(compiler.settings.retryAfterNoResponse === "judged" ? NO_RESPONSE : []),
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
    if (!freezesCount && !freezesWaits) return (exchange) => attempts(exchange, { run, done: 0 });
    return (exchange) => {
      const own = {
        ...run,
        ...(freezesCount ? { count: read(run.count, exchange) } : {}),
        ...(freezesWaits ? { waits: readWaits(waits, exchange) } : {}),
      };
      return attempts(exchange, { run: own, done: 0 });
    };
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

/** A retry under way: how many attempts are over. */
interface Turn {
  readonly run: Retry;
  done: number;
}

/** Attempts and pauses in turn. A loop, as an attempt that does not wait must not grow the stack. */
function attempts(exchange: Exchange, turn: Turn): Waiting {
  for (;;) {
    const goesOn = settle(turn.run.steps, judge, judgeFailure, exchange, turn);
    if (goesOn instanceof Promise) return goesOn.then((again) => (again ? pause(exchange, turn) : undefined));
    if (!goesOn) return undefined;
    const waiting = wait(turn, exchange);
    if (waiting !== undefined) return waiting.then(() => next(exchange, turn));
  }
}

const pause = (exchange: Exchange, turn: Turn): Waiting => after(wait(turn, exchange), next, exchange, turn);

/** The next attempt, unless the caller has gone meanwhile. */
const next = (exchange: Exchange, turn: Turn): Waiting =>
  exchange.hooks.aborted ? undefined : attempts(exchange, turn);

/** Whether there is to be another attempt after one that went well. */
function judge(_: unknown, exchange: Exchange, turn: Turn): Maybe<boolean> {
  turn.done++;
  return exchange.ended ? false : after(ready(exchange, turn.run.condition.reads), again, exchange, turn);
}

/** The same after one that failed. @throws what ended the retries */
function judgeFailure(error: unknown, exchange: Exchange, turn: Turn): boolean {
  turn.done++;
  if (!judges(turn.run, error) || exchange.hooks.aborted || !again(exchange, turn)) throw error;
  return true;
}

const judges = ({ judged, judgesLimit }: Retry, error: unknown): boolean =>
  error instanceof PolicyFailure &&
  (judged.has(error.detail.reason) || (judgesLimit && error.place?.policy === "limit-concurrency"));

function again(exchange: Exchange, { run, done }: Turn): boolean {
  if (exchange.hooks.aborted || !run.condition(exchange)) return false;
  const allowed = done <= run.count(exchange);
  exchange.recorder?.note(
    allowed ? `the condition is true: retry ${done}` : "the condition is true, but no attempt is left",
  );
  return allowed;
}

function wait({ run, done }: Turn, exchange: Exchange): Waiting {
  const seconds = retryWait({
    retry: done,
    interval: run.waits.interval(exchange),
    delta: run.waits.delta?.(exchange),
    maxInterval: run.waits.maxInterval?.(exchange),
    firstFast: run.waits.firstFast(exchange),
    exponent: run.exponent,
    random: exchange.services.random,
  });
  return exchange.services.sleep(seconds * 1000);
}
