import { Argument, InvalidArgumentError, Option } from "commander";
import type { Mix } from "../../infra/cost/breakEven";
import { today } from "../../infra/today";
import { deliver, type FleetCommand } from "../command";
import type { CostRequest } from "../cost/costReport";
import type { MoneyRequest } from "../cost/reported";

const formats = ["text", "json"] as const;

type Options = Pick<CostRequest, "against" | "since" | "format" | "mix" | "usage"> & {
  readonly json?: boolean;
};

export const command: FleetCommand = (program, exit) => {
  const shared = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .addArgument(new Argument("<file>", "topology file or stack, such as stacks/prod.yaml or prod"))
      .option("--against <file>", "a topology file or stack of before: what does the change add?")
      .option("--since <ref>", "the same with a branch, tag or commit of git")
      .addOption(new Option("--format <format>", "how to show it").choices(formats).default("text"))
      .option("--json", "the same as --format json");
  shared(
    "cost",
    "what a fleet costs: PTU a month, PAYG by the token, and from which traffic on PTU is cheaper",
  )
    .addOption(
      new Option(
        "--mix <in:cached:out>",
        "traffic that PTU is compared with PAYG for (default: 3:0:1)",
      ).argParser(mix),
    )
    .option("--usage <file>", "tokens of a month by deployment, CSV or JSON: what does PAYG cost?")
    .addHelpText(
      "after",
      `
By dated prices (infra/topology/data/prices.json); what has no known price is named, and never counted as 0.
--usage reads rows of model,region,tier,input,cached,output, as CSV with that head or as a JSON list of objects; input
is what did not come from the prompt cache.

Examples:
  ./fleet cost prod
  ./fleet cost prod --since main
  ./fleet cost prod --mix 6:3:1 --usage november.csv
Exit code: 0 done, 1 a file has problems, 2 wrong usage.`,
    )
    .action((file: string, options: Options) => {
      const { costReport } = require("../cost/costReport") as typeof import("../cost/costReport");
      deliver(costReport(requestOf(file, options)), exit);
    });
  shared("quota", "what a subscription must be granted for a fleet: PTU and tokens per minute by region")
    .addHelpText(
      "after",
      `
Examples:
  ./fleet quota prod
  ./fleet quota prod --since main
Exit code: 0 done, 1 a file has problems, 2 wrong usage.`,
    )
    .action((file: string, options: Options) => {
      const { quotaReport } = require("../cost/quotaReport") as typeof import("../cost/quotaReport");
      deliver(quotaReport(requestOf(file, options)), exit);
    });
};

function requestOf(file: string, { json = false, against, ...options }: Options): MoneyRequest & CostRequest {
  const { columns } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
  const { stackFile } = require("../plan/stackFile") as typeof import("../plan/stackFile");
  return {
    ...options,
    ...(against === undefined ? {} : { against: stackFile(against) }),
    ...(json ? { format: "json" } : {}),
    file: stackFile(file),
    width: columns(100),
    colour: process.stdout.isTTY === true,
    today: today(),
  };
}

function mix(text: string): Mix {
  const { readMix } = require("../../infra/cost/breakEven") as typeof import("../../infra/cost/breakEven");
  const read = readMix(text);
  if (typeof read === "string") throw new InvalidArgumentError(read);
  return read;
}
