/** The periods that a token quota may have. */
export type QuotaPeriod = "Hourly" | "Daily" | "Weekly" | "Monthly" | "Yearly";

export const quotaPeriods: readonly QuotaPeriod[] = ["Hourly", "Daily", "Weekly", "Monthly", "Yearly"];

export const isQuotaPeriod = (name: string | undefined): name is QuotaPeriod =>
  (quotaPeriods as readonly (string | undefined)[]).includes(name);

export interface PeriodOptions {
  readonly window: "calendar" | "rolling";
  readonly weekStart: "monday" | "sunday";
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** When the period that `now` is in ends, in milliseconds since 1970. A rolling one starts now. */
export function periodEnd(period: QuotaPeriod, now: number, { window, weekStart }: PeriodOptions): number {
  if (window === "rolling") return now + rollingMs[period];
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (period) {
    case "Hourly":
      return (Math.floor(now / hourMs) + 1) * hourMs;
    case "Daily":
      return (Math.floor(now / dayMs) + 1) * dayMs;
    case "Weekly": {
      const day = (date.getUTCDay() + (weekStart === "monday" ? 6 : 0)) % 7;
      return (Math.floor(now / dayMs) + 7 - day) * dayMs;
    }
    case "Monthly":
      return Date.UTC(year, month + 1, 1);
    case "Yearly":
      return Date.UTC(year + 1, 0, 1);
  }
}

const rollingMs: Readonly<Record<QuotaPeriod, number>> = {
  Hourly: hourMs,
  Daily: dayMs,
  Weekly: 7 * dayMs,
  Monthly: 30 * dayMs,
  Yearly: 365 * dayMs,
};

/** `41 minutes and 54 seconds`, as the refusal of a quota tells its wait. */
export function waitText(seconds: number): string {
  const parts = [
    part(Math.floor(seconds / 86_400), "day"),
    part(Math.floor(seconds / 3600) % 24, "hour"),
    part(Math.floor(seconds / 60) % 60, "minute"),
    part(seconds % 60, "second"),
  ].filter((text) => text !== "");
  const last = parts.pop() ?? "0 seconds";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}

const part = (count: number, unit: string) =>
  count === 0 ? "" : `${count} ${unit}${count === 1 ? "" : "s"}`;
