import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { backendFolder } from "./mendFileBackend";

/** An update that holds the lock of a stack and whose process runs on this machine. */
export interface LiveUpdate {
  readonly pid: number;
  /** When it took the lock, as the CLI wrote it: `2026-11-30T23:14:54.247Z`. */
  readonly since: string;
}

/**
 * Looks for an update of a stack that is alive on this machine. Only a backend that is a folder tells: its locks name
 * machine and process. Of other backends nothing is known here, and nothing is found.
 *
 * @param url as `pulumi whoami --json` tells it
 * @param isAlive whether this process runs; a process number may have been given anew, so ask for the program too
 */
export function findLiveUpdate(
  url: string,
  stack: string,
  isAlive: (pid: number) => boolean,
): LiveUpdate | undefined {
  const folder = backendFolder(url);
  const locks = folder === undefined ? undefined : join(folder, ".pulumi", "locks");
  if (locks === undefined || !existsSync(locks)) return undefined;
  for (const name of readdirSync(locks, { recursive: true, encoding: "utf8" })) {
    // `organization/<project>/<stack>/<uuid>.json`
    if (!name.endsWith(".json") || name.split(/[\\/]/).at(-2) !== stack) continue;
    const lock = readLock(join(locks, name));
    if (lock?.hostname === hostname() && lock.pid !== undefined && isAlive(lock.pid))
      return { pid: lock.pid, since: lock.timestamp ?? "an unknown time" };
  }
  return undefined;
}

interface Lock {
  readonly pid?: number;
  readonly hostname?: string;
  readonly timestamp?: string;
}

/** A lock that was cut off while it was written is nobody's. */
function readLock(file: string): Lock | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Lock;
  } catch {
    return undefined;
  }
}
