import type { BackendSettings } from "../settings/backends";
import type { BreakerRule } from "./backend";
import { type FailureWindow, FixedWindow, SlidingWindow } from "./failureWindow";
import { readRetryAfter } from "./retryAfter";

/** How one call to a backend ended. */
export interface CallOutcome {
  /** Status of the answer; `undefined` where none came. */
  readonly status?: number | undefined;
  /** Why none came, as in `context.LastError.Reason`: `BackendConnectionFailure`, `Timeout`. */
  readonly errorReason?: string | undefined;
  /** The answer's header of that name. */
  readonly retryAfter?: string | undefined;
}

/** A breaker that changed, for traces and logs. Times in milliseconds since 1970. */
export interface BreakerChange {
  readonly rule: string;
  readonly to: "open" | "half-open" | "closed";
  readonly at: number;
  /** When it stops being open; `undefined` for the others. */
  readonly until: number | undefined;
  readonly why: string;
}

export interface BreakerState {
  readonly rule: string;
  readonly circuit: "closed" | "open" | "half-open";
  readonly until: number | undefined;
  readonly failures: number;
  readonly calls: number;
}

/** One rule of one backend in one gateway instance. Nothing happens by itself: time is looked at when it is asked. */
export class CircuitBreaker {
  private readonly window: FailureWindow;
  private openUntil: number | undefined;
  /** When the probe's turn is over although nobody told how it ended; `undefined`: no probe is under way. */
  private probeUntil: number | undefined;
  private halfOpen = false;

  constructor(
    readonly rule: BreakerRule,
    private readonly settings: BackendSettings,
    private readonly moved: (change: BreakerChange) => void,
  ) {
    this.window =
      settings.breakerWindow === "fixed"
        ? new FixedWindow(rule.intervalMs)
        : new SlidingWindow(rule.intervalMs);
  }

  /** When a call may be made again; `undefined`: now. */
  closedUntil(now: number): number | undefined {
    this.settle(now);
    if (this.openUntil !== undefined) return this.openUntil;
    return this.probeUntil !== undefined && now < this.probeUntil ? this.probeUntil : undefined;
  }

  /** A call is going to be made. In a half-open circuit it is the probe. */
  begin(now: number): void {
    this.settle(now);
    if (this.halfOpen) this.probeUntil = now + this.rule.tripMs;
  }

  record(outcome: CallOutcome, now: number): void {
    this.settle(now);
    const reason = this.failureReason(outcome);
    if (this.openUntil !== undefined) {
      if (reason !== undefined && this.settings.lateFailures === "extend") this.open(outcome, now, reason);
      return;
    }
    if (this.halfOpen) {
      this.probeUntil = undefined;
      if (reason !== undefined) this.open(outcome, now, `the probe failed: ${reason}`);
      else this.close(now, "the probe succeeded");
      return;
    }
    this.window.add(now, reason !== undefined);
    if (reason === undefined) return;
    const over = this.thresholdPassed(now);
    if (over !== undefined) this.open(outcome, now, `${reason}; ${over}`);
  }

  state(now: number): BreakerState {
    this.settle(now);
    return {
      rule: this.rule.name,
      circuit: this.openUntil !== undefined ? "open" : this.halfOpen ? "half-open" : "closed",
      until: this.openUntil,
      failures: this.window.failures(now),
      calls: this.window.calls(now),
    };
  }

  /** Why an outcome is a failure by this rule; `undefined`: it is none. */
  private failureReason({ status, errorReason }: CallOutcome): string | undefined {
    if (status !== undefined) {
      const hit = this.rule.statusCodeRanges.some(({ min, max }) => status >= min && status <= max);
      return hit ? `status ${status}` : undefined;
    }
    if (errorReason === undefined || this.settings.errorReasons === "ignored") return undefined;
    const hit = this.rule.errorReasons.some((reason) => reason.toLowerCase() === errorReason.toLowerCase());
    return hit ? `no answer (${errorReason})` : undefined;
  }

  private thresholdPassed(now: number): string | undefined {
    const { count, percentage } = this.rule;
    const failures = this.window.failures(now);
    const passes = (value: number, threshold: number) =>
      this.settings.breakerThreshold === "exceeded" ? value > threshold : value >= threshold;
    if (count !== undefined)
      return passes(failures, count) ? `${failures} of ${count} failures in the interval` : undefined;
    const calls = this.window.calls(now);
    if (percentage === undefined || calls < this.settings.percentageLeastCalls) return undefined;
    return passes(failures * 100, percentage * calls)
      ? `${failures} of ${calls} calls failed, ${percentage} % are the limit`
      : undefined;
  }

  private open(outcome: CallOutcome, now: number, why: string): void {
    const trip = this.tripMs(outcome, now);
    if (trip === undefined) return;
    const until = Math.max(now + trip.ms, this.openUntil ?? 0);
    if (until === this.openUntil) return;
    this.openUntil = until;
    this.halfOpen = false;
    this.moved({ rule: this.rule.name, to: "open", at: now, until, why: `${why}; ${trip.why}` });
  }

  /** How long it trips; `undefined`: not at all. */
  private tripMs(
    { retryAfter }: CallOutcome,
    now: number,
  ): { readonly ms: number; readonly why: string } | undefined {
    const fixed = { ms: this.rule.tripMs, why: "tripDuration" };
    if (!this.rule.acceptRetryAfter) return fixed;
    const { retryAfterAbsent, retryAfterInvalid, retryAfterZero, retryAfterDate, retryAfterLongest } =
      this.settings;
    const instead = (setting: string) => (setting === "no-trip" ? undefined : fixed);
    const asked = readRetryAfter(retryAfter, now);
    if (asked.kind === "absent") return instead(retryAfterAbsent);
    if (asked.kind === "invalid" || (asked.kind === "date" && retryAfterDate === "invalid"))
      return instead(retryAfterInvalid);
    if (asked.milliseconds === 0) return instead(retryAfterZero);
    const longest = retryAfterLongest === 0 ? Number.POSITIVE_INFINITY : retryAfterLongest * 1000;
    return { ms: Math.min(asked.milliseconds, longest), why: "Retry-After" };
  }

  /** What time alone has changed. */
  private settle(now: number): void {
    if (this.openUntil === undefined || now < this.openUntil) return;
    const at = this.openUntil;
    this.openUntil = undefined;
    if (this.settings.halfOpen === "close") {
      this.close(at, "the trip is over");
      return;
    }
    this.halfOpen = true;
    this.probeUntil = undefined;
    this.moved({ rule: this.rule.name, to: "half-open", at, until: undefined, why: "the trip is over" });
  }

  private close(at: number, why: string): void {
    this.halfOpen = false;
    if (this.settings.tripCounters === "cleared") this.window.clear();
    this.moved({ rule: this.rule.name, to: "closed", at, until: undefined, why });
  }
}
