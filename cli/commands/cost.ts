import { Argument, Option } from "commander";
import { today } from "../../infra/today";
import type { Topology } from "../../infra/topology/topology";
import { type Answer, deliver, type FleetCommand } from "../command";
import { refuse, style } from "../plan/request";

const formats = ["text", "json"] as const;

/** Which fleet, and what it is compared with. */
export interface MoneyRequest {
  readonly file: string;
  readonly against?: string;
  readonly since?: string;
  readonly format: (typeof formats)[number];
  readonly width: number;
  readonly colour: boolean;
  readonly today: string;
}

export const command: FleetCommand = (program, exit) => {
  const add = (
    name: string,
    description: string,
    help: string,
    report: (request: MoneyRequest) => Answer,
  ): void => {
    program
      .command(name)
      .description(description)
      .addArgument(new Argument("<file>", "topology file or stack, such as stacks/prod.yaml or prod"))
      .option("--against <file>", "a topology file of before: what does the change add?")
      .option("--since <ref>", "the same with a branch, tag or commit of git")
      .addOption(new Option("--format <format>", "how to show it").choices(formats).default("text"))
      .addHelpText("after", help)
      .action((file: string, options: Pick<MoneyRequest, "against" | "since" | "format">) => {
        const { columns } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
        const { stackFile } = require("../plan/stackFile") as typeof import("../plan/stackFile");
        deliver(
          report({
            ...options,
            file: stackFile(file),
            width: columns(100),
            colour: process.stdout.isTTY === true,
            today: today(),
          }),
          exit,
        );
      });
  };
  add(
    "cost",
    "what a fleet costs: PTU a month, PAYG by the token, and from which traffic on PTU is cheaper",
    `
By dated prices (infra/topology/data/prices.json); what has no known price is named, and never counted as 0.

Examples:
  ./fleet cost prod
  ./fleet cost prod --since main
Exit code: 0 done, 1 a file has problems, 2 wrong usage.`,
    costReport,
  );
  add(
    "quota",
    "what a subscription must be granted for a fleet: PTU and tokens per minute by region",
    `
Examples:
  ./fleet quota prod
  ./fleet quota prod --since main
Exit code: 0 done, 1 a file has problems, 2 wrong usage.`,
    quotaReport,
  );
};

/** Never throws for a mistake in the files. */
export function costReport(request: MoneyRequest): Answer {
  const { costOf } = require("../../infra/cost/costOf") as typeof import("../../infra/cost/costOf");
  const { pricesOf } = require("../../infra/cost/prices") as typeof import("../../infra/cost/prices");
  const { costChangeText, costText } =
    require("../../infra/cost/report") as typeof import("../../infra/cost/report");
  return reported(request, (topology, before) => {
    const cost = costOf(topology);
    const was = before && costOf(before);
    if (request.format === "json")
      return json({ ...pricesOf, ...cost, ...(was === undefined ? {} : { before: was }) });
    const change = was === undefined ? "" : `${costChangeText(was, cost)}\n\n`;
    return `${change}${costText(topology.environment, cost, style(request))}`;
  });
}

/** Never throws for a mistake in the files. */
export function quotaReport(request: MoneyRequest): Answer {
  const { quotaChanges, quotaOf } =
    require("../../infra/cost/quotaOf") as typeof import("../../infra/cost/quotaOf");
  const { quotaChangeText, quotaText } =
    require("../../infra/cost/report") as typeof import("../../infra/cost/report");
  return reported(request, (topology, before) => {
    const rows = quotaOf(topology);
    const changes = before && quotaChanges(before, topology);
    if (request.format === "json")
      return json({ quota: rows, ...(changes === undefined ? {} : { changes }) });
    const change = changes === undefined ? "" : `${quotaChangeText(changes)}\n`;
    return `${change}${quotaText(topology.environment, rows, style(request))}`;
  });
}

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

function reported(
  request: MoneyRequest,
  tell: (topology: Topology, before: Topology | undefined) => string,
): Answer {
  if (request.against !== undefined && request.since !== undefined)
    return refuse(2, "`--against` and `--since` both say what was before: give one.");
  const { loadFleet } = require("../../infra/loadFleet") as typeof import("../../infra/loadFleet");
  const { problemsInFiles } = require("../problems") as typeof import("../problems");
  const { fleetBefore } = require("../plan/fleetBefore") as typeof import("../plan/fleetBefore");
  const loaded = loadFleet(request.file, request.today, "deploy");
  if (!loaded.ok) return refuse(1, problemsInFiles(loaded.problems, request.colour).trimEnd());
  const before = fleetBefore(request);
  if (typeof before === "string") return refuse(1, before.trimEnd());
  return { code: 0, out: tell(loaded.value, before), err: "" };
}
