import { execFileSync } from "node:child_process";
import * as path from "node:path";

const hook = path.resolve(__dirname, "../../../tools/typescript.js");

/**
 * What a simulation is started with: thousands of requests are under way at once, and young objects that outlive a small
 * nursery are copied again and again.
 */
export const simulationFlags = [
  "--max-semi-space-size=128",
  "--min-semi-space-size=64",
  "--no-allocation-site-pretenuring",
  "--single-threaded-gc",
] as const;

/** Requests per second through a folder's gateway in virtual time, in a process of its own. @see virtualRate */
export function virtualRateOf(dir: string, key: string, inFlight: number): number {
  const script = path.join(__dirname, "processes", "virtual.ts");
  return Number(
    execFileSync(process.execPath, ["-r", hook, ...simulationFlags, script, dir, key, String(inFlight)], {
      encoding: "utf8",
    }),
  );
}
