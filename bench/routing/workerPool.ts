import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import * as path from "node:path";
import type { Job, JobAnswer } from "./worker";

const hook = path.resolve(__dirname, "../../tools/typescript.js");

export interface PoolOptions {
  /** Processes. @default one for each core */
  readonly workers?: number;
  /** Told of each job that is done, in the order in which they are done. */
  readonly onDone: (answer: JobAnswer) => void;
  /** Ends the work early; what is done stays. */
  readonly signal?: AbortSignal;
}

/**
 * Works off jobs in processes of their own, one a core. Ends when all are done, or early when it is told to.
 *
 * @throws Error when a job fails, or a process ends by itself
 */
export async function runJobs(jobs: readonly Job[], options: PoolOptions): Promise<void> {
  const { signal, onDone } = options;
  const waiting = [...jobs];
  const children: ChildProcess[] = [];
  const work = () =>
    new Promise<void>((done, fail) => {
      // In a group of its own: Ctrl+C is for the process that prints what there is.
      const child = fork(path.join(__dirname, "worker.ts"), [], { execArgv: ["-r", hook], detached: true });
      children.push(child);
      const next = () => {
        const job = signal?.aborted ? undefined : waiting.shift();
        if (job === undefined) {
          child.removeAllListeners("exit");
          child.kill();
          done();
        } else child.send(job);
      };
      child.on("message", (answer: JobAnswer) => {
        if (signal?.aborted) return;
        if ("error" in answer) return fail(new Error(answer.error));
        try {
          onDone(answer);
        } catch (error) {
          return fail(error as Error);
        }
        next();
      });
      child.once("exit", (code) =>
        signal?.aborted ? done() : fail(new Error(`A process of the bench ended with ${code}.`)),
      );
      next();
    });
  const stop = () => {
    for (const child of children) child.kill("SIGKILL");
  };
  signal?.addEventListener("abort", stop);
  try {
    const workers = Math.min(options.workers ?? availableParallelism(), Math.max(1, jobs.length));
    await Promise.all(Array.from({ length: workers }, work));
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
  }
}
