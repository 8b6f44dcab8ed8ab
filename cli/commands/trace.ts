import type { TraceCommandOptions } from "apim-gateway/cli";
import type { FleetCommand } from "../command";
import { fleetNames } from "./gateway";

export const command: FleetCommand = (program, exit) => {
  const gateway = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
  const options = gateway.verbOptions();
  program
    .command("trace")
    .description("show what the policies of a running `fleet gateway` did with one request")
    .argument(
      "[words...]",
      "`-- curl …`: the call to make; a trace's id; none: the last request that was traced",
    )
    .addOption(options.url)
    .addOption(options.full)
    .addOption(options.traceFormat)
    .addOption(options.traceBodies)
    .addOption(options.traceToken)
    .addHelpText(
      "after",
      `
Any client can ask for a trace: send the header \`Ocp-Apim-Trace: true\`; the answer's header Ocp-Apim-Trace-Location says
where it is. Secrets are masked, and what bodies say is left out unless you ask for it.

Examples:
  npx fleet trace -- curl "http://127.0.0.1:8180/hello?name=you"
  npx fleet trace --full --show-bodies
  npx fleet trace --format json
Exit code: 0 shown, 1 there is no such trace or no gateway, 2 wrong usage.`,
    )
    .action(async (words: string[], given: TraceCommandOptions) =>
      exit(await gateway.trace(words, given, fleetNames)),
    );
};
