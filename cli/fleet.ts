import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "apim-gateway/cli";
import { Command } from "commander";
import type { FleetCommand } from "./command";

/** The `fleet` command. Each file in `commands/` adds one subcommand and loads what it needs only when it runs. */
const program = new Command("fleet")
  .description("Azure OpenAI as one shared service, from one YAML file per environment")
  .version((require("../package.json") as { version: string }).version);

const folder = join(__dirname, "commands");
const commands = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .sort()
  .map((file) => (require(join(folder, file)) as { command: FleetCommand }).command);

runProgram(program, commands, process.argv);
