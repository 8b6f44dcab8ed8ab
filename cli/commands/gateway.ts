import { InvalidArgumentError, Option } from "commander";
import type { FleetCommand } from "../command";
import type { GatewayCommandOptions } from "../gateway/options";

const wholeNumber = (least: number, most: number) => (text: string) => {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most)
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  return number;
};

export const command: FleetCommand = (program, exit) => {
  program
    .command("gateway")
    .description("execute API Management's policies of a folder, over HTTP, on this machine")
    .argument("[folder]", "ARM-shaped resources: a local Azure's world, an export, or files by hand")
    .option("--check", "only read, compile and report every problem", false)
    .option("--settings", "list what is not documented, with defaults and sources", false)
    .option("--policies", "list the policies that are executed, with their attributes", false)
    .option("--markdown", "--policies as the table of the gateway's README", false)
    .option("--strict", "refuse at load what is not executed; exit with 1 for warnings too", false)
    .addOption(
      new Option("--lenient", "load what API Management would refuse at save: warn, and run what can be run")
        .default(false)
        .conflicts("strict"),
    )
    .addOption(
      new Option("--format <format>", "of --check").choices(["text", "json", "github"]).default("text"),
    )
    .option("--host <address>", "address to listen at", "127.0.0.1")
    .option("--port <number>", "port to listen at; 0: any that is free", wholeNumber(0, 65_535), 8180)
    .option("--instances <number>", "gateway instances, each with its own breakers", wholeNumber(1, 64), 1)
    .option("--service <name>", "which API Management service, where the folder holds several")
    .option(
      "--set <name=value>",
      "change a setting; repeat for more",
      (value: string, all: string[]) => [...all, value],
      [] as string[],
    )
    .option(
      "--backends <file>",
      'JSON that says where backends are instead: {"https://a…": "http://127.0.0.1:9001"}',
    )
    .option("--log <file>", "write one line of JSON for each request; - for standard output")
    .addOption(
      new Option("--traces <when>", "which requests are traced: those that send Ocp-Apim-Trace: true, or all")
        .choices(["never", "asked", "always"])
        .default("asked"),
    )
    .option("--show-key <subscription>", "print a subscription's key and end")
    .addHelpText(
      "after",
      `
Examples:
  npx fleet gateway packages/apim-gateway/examples/hello --port 8180
  curl "http://127.0.0.1:8180/hello?name=you"     (in another terminal)

  npx fleet pulumi up --stack dev --yes           (makes a local Azure in .fleet/)
  npx fleet gateway .fleet/azure
  npx fleet gateway my-apim --check --format github
  npx fleet gateway samples --lenient             (policies of others, mistakes and all)
  npx fleet gateway .fleet/azure --set poolSelection=random-weighted --instances 3
Exit code: 0 no errors, or ended by Ctrl+C; 1 problems; 2 wrong usage.`,
    )
    .action(async (folder: string | undefined, options: GatewayCommandOptions) => {
      const { runGateway } = require("../gateway/runGateway") as typeof import("../gateway/runGateway");
      exit(await runGateway(folder, options));
    });
};
