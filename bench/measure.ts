import { spawn } from "node:child_process";
import * as fs from "node:fs";

export { median } from "../packages/apim-gateway/bench/median";

/** What one run of a command cost. */
export interface ProcessCost {
  /** Seconds from start to end. */
  readonly wall: number;
  /** User and system seconds of the command and its children. */
  readonly cpu: number;
  /** Seconds until the first line on stdout; `undefined` when there was none. */
  readonly firstLine: number | undefined;
  /** Megabytes: the largest peak of resident memory among the processes of the command. 0 where there is no /proc. */
  readonly memory: number;
  readonly stdout: string;
}

const POLL_MILLISECONDS = 50;

/**
 * Runs a command to its end.
 *
 * @throws Error with its last lines when it fails
 */
export function measure(
  command: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<ProcessCost> {
  return new Promise((done, fail) => {
    const start = process.hrtime.bigint();
    const since = () => Number(process.hrtime.bigint() - start) / 1e9;
    // A shell's `times` is the one portable way to the CPU time of processes that have ended.
    const child = spawn("/bin/sh", ["-c", '"$@"; code=$?; times >&3; exit $code', "sh", ...command], {
      ...options,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    let firstLine: number | undefined;
    let [stdout, stderr, times] = ["", "", ""];
    child.stdout?.on("data", (data: Buffer) => {
      if (firstLine === undefined && data.includes(10)) firstLine = since();
      stdout += data;
    });
    child.stderr?.on("data", (data: Buffer) => {
      stderr += data;
    });
    child.stdio[3]?.on("data", (data: Buffer) => {
      times += data;
    });
    const peaks = new Map<number, number>();
    const timer = setInterval(() => notePeaks(child.pid, peaks), POLL_MILLISECONDS);
    child.once("error", fail);
    child.once("close", (code) => {
      clearInterval(timer);
      if (code !== 0) {
        const last = `${stdout}${stderr}`.trim().split("\n").slice(-15).join("\n");
        return fail(new Error(`\`${command.join(" ")}\` ended with code ${code}:\n${last}`));
      }
      done({
        wall: since(),
        cpu: childSeconds(times),
        firstLine,
        memory: Math.max(0, ...peaks.values()) / 1024,
        stdout,
      });
    });
  });
}

/** The second line of `times`: user and system time of the children, as `0m1.234567s`. */
function childSeconds(times: string): number {
  const [user = "", system = ""] = (times.trim().split("\n")[1] ?? "").split(" ");
  const seconds = (text: string) => {
    const [, minutes = "0", rest = "0"] = /^(\d+)m([\d.]+)s$/.exec(text) ?? [];
    return Number(minutes) * 60 + Number(rest);
  };
  return seconds(user) + seconds(system);
}

/** Adds the peak (kB) of each process below `root`. A process that comes and goes between two looks is missed. */
function notePeaks(root: number | undefined, peaks: Map<number, number>): void {
  if (root === undefined || !fs.existsSync("/proc")) return;
  const children = new Map<number, number[]>();
  for (const name of fs.readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const status = readStatus(name);
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
    if (Number.isNaN(parent)) continue;
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const waiting = [root];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    const peak = Number(/^VmHWM:\s+(\d+)/m.exec(readStatus(String(pid)))?.[1] ?? 0);
    peaks.set(pid, Math.max(peak, peaks.get(pid) ?? 0));
    waiting.push(...(children.get(pid) ?? []));
  }
}

function readStatus(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return ""; // it has ended
  }
}
