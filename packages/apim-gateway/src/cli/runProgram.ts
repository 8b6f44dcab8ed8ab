import { type Command, CommanderError } from "commander";
import type { Verb } from "./verb";

/** Exit code of a defect (`EX_SOFTWARE`). */
const DEFECT = 70;

/**
 * Runs a command line: its exit code is what a verb says, or 2 for wrong usage. Whoever reads what it prints may stop
 * (`… | head`), and that ends it without a word.
 */
export function runProgram(program: Command, verbs: Iterable<Verb>, argv: readonly string[]): void {
  program.showHelpAfterError("(add --help for the usage)").showSuggestionAfterError().exitOverride();
  let code = 0;
  for (const verb of verbs)
    verb(program, (result) => {
      code = result;
    });
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  program.parseAsync(argv).then(
    () => {
      process.exitCode = code;
    },
    (error: unknown) => {
      if (error instanceof CommanderError) {
        process.exitCode = error.exitCode === 0 ? 0 : 2;
        return;
      }
      // Only a defect of ours gets here: a user's mistake is reported by the verb itself.
      console.error(error);
      process.exitCode = DEFECT;
    },
  );
}
