import { type Command, CommanderError } from "commander";
import { harmless } from "../text/harmless";
import { machineFault } from "./machineFault";
import type { Verb } from "./verb";

/** Exit code of a defect (`EX_SOFTWARE`). */
const DEFECT = 70;

/**
 * Runs a command line: its exit code is what a verb says, 2 for wrong usage, or 1 for what the machine refuses, which is
 * told in one line. Whoever reads what it prints may stop (`… | head`), and that ends it without a word. Nothing that it
 * prints can steer a terminal.
 */
export function runProgram(program: Command, verbs: Iterable<Verb>, argv: readonly string[]): void {
  program.showHelpAfterError("(add --help for the usage)").showSuggestionAfterError().exitOverride();
  let code = 0;
  for (const verb of verbs)
    verb(program, (result) => {
      code = result;
    });
  for (const stream of [process.stdout, process.stderr]) guard(stream);
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") failed(error, "Standard output");
    process.exit(error.code === "EPIPE" ? code : process.exitCode);
  });
  // Nobody is left to be told.
  process.stderr.on("error", () => {});
  process.on("uncaughtException", (error) => {
    failed(error);
    process.exit();
  });
  program.parseAsync(argv).then(
    () => {
      process.exitCode = code;
    },
    (error: unknown) => {
      if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
      else failed(error);
    },
  );
}

/** A person's mistake is told by the verb itself, so what gets here is the machine's refusal, or a defect of ours. */
function failed(error: unknown, place?: string): void {
  const fault = machineFault(error, place);
  if (fault === undefined) console.error(error);
  else process.stderr.write(fault);
  process.exitCode = fault === undefined ? DEFECT : 1;
}

function guard(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
  stream.write = (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === "string" ? harmless(chunk) : chunk, ...rest);
}
