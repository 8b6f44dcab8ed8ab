import type { Finding } from "../finding";
import type { Fleet } from "./rule";

/** Days after which what was read of Azure may no longer hold. */
export const OLD = 90;
const DAY = 24 * 60 * 60 * 1000;

/** Whole days from one day to another, `2026-09-02`; a month, `2026-05`, counts from its first day. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/** What the data say of Azure, and how to read it anew. */
export interface Source {
  /** `2026-09-02` or `2026-05`. */
  readonly date: string;
  /** How the data are brought up to date. @default `fleet catalogue refresh` */
  readonly refresh?: string;
}

/**
 * A finding that stands and falls with what was read of Azure on a day: of data that are older than {@link OLD} days it is
 * a warning that says so. Without a day to judge by it stays as it is.
 */
export function dated({ today }: Fleet, source: Source, finding: Finding): Finding {
  const age = today === undefined ? 0 : daysBetween(source.date, today);
  if (age <= OLD || finding.severity === "warning") return finding;
  const refresh = source.refresh ?? "`./fleet catalogue refresh` reads them anew.";
  return {
    ...finding,
    severity: "warning",
    message: `${finding.message} The data are from ${source.date}, ${age} days old, so this is no error.`,
    remedy: `${finding.remedy} ${refresh}`,
  };
}
