import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";

const hook = path.resolve(__dirname, "../../../tools/typescript.js");

/** A process of the bench that listens. */
export interface Listening {
  readonly origin: string;
  readonly child: ChildProcess;
  /** User and system seconds so far; 0 where there is no /proc. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** Starts a file of `processes/` and waits until it listens. @throws Error when it ends before that */
export async function listening(name: string, ...args: string[]): Promise<Listening> {
  const child = fork(path.join(__dirname, "processes", `${name}.ts`), args, {
    execArgv: ["-r", hook, "--expose-gc"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [message] = (await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => {
      throw new Error(`${name} ended with ${code} before it listened`);
    }),
  ])) as [{ port: number }];
  return {
    origin: `http://127.0.0.1:${message.port}`,
    child,
    cpuSeconds: () => cpuSecondsOf(child.pid as number),
    async stop() {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

/** Clock ticks of Linux: a hundredth of a second. */
function cpuSecondsOf(pid: number): number {
  try {
    const { readFileSync } = require("node:fs") as typeof import("node:fs");
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1")
      .replace(/^.*\) /, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}
