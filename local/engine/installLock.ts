import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "../isAlive";

/**
 * Runs `work` while no other process on this machine runs it under the same lock file; waits for its turn. A lock
 * whose owner has died is taken over. Should two processes take over at the same instant, both work: the installation
 * itself is a rename, so the second only repeats what the first has done.
 *
 * @param waiting called once when another process holds the lock, with its process id
 */
export async function withInstallLock<T>(
  file: string,
  waiting: (owner: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  for (let told = false; !tryTake(file); told = true) {
    const owner = Number.parseInt(read(file) ?? "", 10);
    if (Number.isNaN(owner) ? isOld(file) : !isAlive(owner)) {
      fs.rmSync(file, { force: true });
      continue;
    }
    if (!told) waiting(owner);
    await sleep(300);
  }
  const release = () => fs.rmSync(file, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.removeListener("exit", release);
    release();
  }
}

function tryTake(file: string): boolean {
  try {
    fs.writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined; // released in this moment
  }
}

/** A lock without a process id was left between creating and writing the file; give its owner a moment. */
function isOld(file: string): boolean {
  const written = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return written !== undefined && Date.now() - written > 5000;
}
