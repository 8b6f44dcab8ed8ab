import { Command, CommanderError } from "commander";
import { checkVerb } from "./check";
import { initVerb } from "./init";
import { policiesVerb } from "./policies";
import { serveVerb } from "./serve";
import { settingsVerb } from "./settings";
import { testVerb } from "./test";
import { traceVerb } from "./trace";

/** The `apim-gateway` command. */
async function main(argv: string[]): Promise<number> {
  const program = new Command("apim-gateway")
    .description("run Azure API Management's policies on this machine")
    .version((require("../../package.json") as { version: string }).version)
    .showHelpAfterError("(add --help for the usage)")
    .showSuggestionAfterError()
    .exitOverride();
  let code = 0;
  for (const verb of [serveVerb, checkVerb, testVerb, initVerb, traceVerb, settingsVerb, policiesVerb])
    verb(program, (result) => {
      code = result;
    });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  return code;
}

// `… | head` has read enough: that is no fault of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

main(process.argv).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // Only a defect of ours gets here: a user's mistake is reported by the verb itself.
    console.error(error);
    process.exitCode = 70;
  },
);
