import { companyProblems } from "./company/companyProblems";
import type { Checked } from "./problem";
import { isDay } from "./today";
import { loadTopology } from "./topology/load";
import type { Purpose } from "./topology/rules/rule";
import type { Topology } from "./topology/topology";

/**
 * Reads a topology file and everything that it names, and judges both: every problem of all files at once. The door for
 * commands and for the program that deploys.
 *
 * @param today the day to judge by, `2026-11-30`; without it nothing is said that depends on the day
 */
export function loadFleet(file: string, today?: string, purpose?: Purpose): Checked<Topology> {
  if (today !== undefined && !isDay(today))
    return {
      ok: false,
      problems: [
        {
          severity: "error",
          rule: "no-day",
          position: { file, line: 1, column: 1 },
          path: "(file)",
          message: `\`FLEET_TODAY\` is \`${today}\`, which is no day of the calendar.`,
          remedy: "Write it as 2026-11-30, or unset it: the day is then this one.",
        },
      ],
    };
  return loadTopology(file, today, purpose, companyProblems);
}
