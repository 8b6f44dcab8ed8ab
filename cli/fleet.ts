import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import type { FleetCommand } from "./command";

/** The `fleet` command. Each file in `commands/` adds one subcommand and loads what it needs only when it runs. */
async function main(argv: string[]): Promise<number> {
  const program = new Command("fleet")
    .description("Azure OpenAI as one shared service, from one YAML file per environment")
    .version((require("../package.json") as { version: string }).version)
    .showHelpAfterError("(add --help for the usage)")
    .showSuggestionAfterError()
    .exitOverride();
  let code = 0;
  const folder = join(__dirname, "commands");
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".ts")) continue;
    const { command } = require(join(folder, file)) as { command: FleetCommand };
    command(program, (result) => {
      code = result;
    });
  }
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  return code;
}

main(process.argv).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // Only a defect of ours gets here: a user's mistake is reported by the command itself.
    console.error(error);
    process.exitCode = 70;
  },
);
