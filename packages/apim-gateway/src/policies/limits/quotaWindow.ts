import { ExpiringMap } from "./expiringMap";

/** Calls and bytes of one key in its present period. */
export class QuotaWindow {
  calls = 0;
  bytes = 0;
  /** Milliseconds since 1970; `Infinity`: the period never ends. */
  end = Number.NEGATIVE_INFINITY;

  /** Starts again when the period is over. @param periodMs 0: for ever */
  renew(periodMs: number, originMs: number, now: number): void {
    if (now < this.end) return;
    this.calls = 0;
    this.bytes = 0;
    this.end =
      periodMs === 0
        ? Number.POSITIVE_INFINITY
        : originMs + (Math.floor((now - originMs) / periodMs) + 1) * periodMs;
  }

  expired(now: number): boolean {
    return now >= this.end;
  }
}

/** The counters of `quota` and `quota-by-key` in one region. */
export class QuotaCounters extends ExpiringMap<QuotaWindow> {}

export const newWindow = (): QuotaWindow => new QuotaWindow();

/** `02:03:04`, or `5.02:03:04` from a day on: a time span as .NET writes it, without fractions. */
export function timeSpanText(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const clock = `${two((seconds / 3600) % 24)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  const days = Math.floor(seconds / 86_400);
  return days === 0 ? clock : `${days}.${clock}`;
}
