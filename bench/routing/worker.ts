import { allCases, idOf } from "./allCases";
import { type Row, runCase } from "./runCase";
import { type DrawResult, runDraw } from "./runDraw";

/** What a process is asked to do. */
export type Job = { readonly seed: number } | { readonly row: string };

export type JobAnswer =
  | { readonly draw: DrawResult }
  | { readonly row: string; readonly rows: readonly Row[] }
  | { readonly error: string };

// Refusals are no defects: nobody reads where in the code they were made, and collecting that is slow.
Error.stackTraceLimit = 0;

process.on("message", (job: Job) => {
  void answer(job).then(
    (done) => process.send?.(done),
    (error: unknown) => process.send?.({ error: `${JSON.stringify(job)}: ${String(error)}` }),
  );
});
process.on("disconnect", () => process.exit());

async function answer(job: Job): Promise<JobAnswer> {
  if ("seed" in job) return { draw: await runDraw(job.seed) };
  const found = allCases.find((routingCase) => idOf(routingCase) === job.row);
  if (found === undefined) throw new Error(`There is no case ${job.row}.`);
  return { row: job.row, rows: await runCase(found) };
}
