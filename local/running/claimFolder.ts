import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../isAlive";

/** So many fleets run beside each other from one folder. */
const MOST = 100;

/** A folder that is this process's until it ends. */
export interface Claimed {
  readonly folder: string;
  readonly release: () => void;
}

/**
 * Takes a folder, or the next one (`start-2`) where another process that runs has it.
 *
 * @throws Error when a folder cannot be made
 */
export function claimFolder(base: string): Claimed {
  for (let number = 1; number <= MOST; number++) {
    const folder = number === 1 ? base : `${base}-${number}`;
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "running.pid");
    if (owner(file) === undefined) rmSync(file, { force: true });
    try {
      // Of two that come at once, one fails here.
      writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw error;
    }
    return { folder, release: () => rmSync(file, { force: true }) };
  }
  throw new Error(`More than ${MOST} fleets run from ${base}.`);
}

/** The process that has a folder; `undefined`: nobody, or one that is gone. */
function owner(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    return Number.isInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}
