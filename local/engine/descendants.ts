import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";

/** A process that runs. */
export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** Its session, which stays when its parent dies; 0 where the system does not tell. */
  readonly session: number;
}

/** Every process that runs on this machine; dead ones that nobody has waited for are left out. */
export function runningProcesses(): RunningProcess[] {
  if (process.platform === "linux") return readdirSync("/proc").flatMap((name) => fromProc(name) ?? []);
  // On macOS a session is told as an address, so it says nothing here.
  return execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state]) => !state?.startsWith("Z"))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent), session: 0 }));
}

function fromProc(name: string): RunningProcess | undefined {
  if (!/^\d+$/.test(name)) return undefined;
  try {
    // `pid (name) state ppid pgrp session …`; the name may contain anything, also `) `.
    const stat = readFileSync(`/proc/${name}/stat`, "utf8");
    const [state, parent, , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z") return undefined;
    return { pid: Number(name), parent: Number(parent), session: Number(session) };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}

/** Those that a process has started, it and theirs included, and those of the session that it leads. */
export function descendantsOf(pid: number, running: readonly RunningProcess[]): number[] {
  const found = new Set(
    running.filter((each) => each.pid === pid || each.session === pid).map((each) => each.pid),
  );
  // A set is walked in the order of insertion, what is added meanwhile included.
  for (const parent of found) for (const each of running) if (each.parent === parent) found.add(each.pid);
  return [...found];
}

/** Whether a process runs and its program has this name. */
export function runsProgram(pid: number, program: string): boolean {
  try {
    const name =
      process.platform === "linux"
        ? readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0", 1).join()
        : execFileSync("ps", ["-p", String(pid), "-o", "comm="], { encoding: "utf8" });
    return basename(name.trim()).startsWith(program);
  } catch {
    return false;
  }
}
