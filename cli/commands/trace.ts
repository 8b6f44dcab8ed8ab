import { Option } from "commander";
import type { FleetCommand } from "../command";

interface TraceCommandOptions {
  readonly url: string;
  readonly format: "text" | "json";
}

export const command: FleetCommand = (program, exit) => {
  program
    .command("trace")
    .description("show what the policies of a running `fleet gateway` did with one request")
    .argument(
      "[words...]",
      "`-- curl …`: the call to make; a trace's id; none: the last request that was traced",
    )
    .option(
      "--url <address>",
      "where the gateway listens; with curl, taken from its address",
      "http://127.0.0.1:8180",
    )
    .addOption(new Option("--format <format>", "how it is shown").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `
Any client can ask for a trace: send the header \`Ocp-Apim-Trace: true\`; the answer's header Ocp-Apim-Trace-Location says
where it is. Secrets are masked.

Examples:
  npx fleet trace -- curl "http://127.0.0.1:8180/hello?name=you"
  npx fleet trace --format json
Exit code: 0 shown, 1 there is no such trace or no gateway, 2 wrong usage.`,
    )
    .action(async (words: string[], options: TraceCommandOptions) => {
      const { showTrace } = require("../gateway/showTrace") as typeof import("../gateway/showTrace");
      exit(await showTrace(words, options));
    });
};
