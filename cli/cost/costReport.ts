import type { Mix } from "../../infra/cost/breakEven";
import type { UsageCost } from "../../infra/cost/usageCost";
import type { Checked } from "../../infra/problem";
import type { Topology } from "../../infra/topology/topology";
import type { Answer } from "../command";
import { refuse, style } from "../plan/request";
import { json, type MoneyRequest, reported } from "./reported";

export interface CostRequest extends MoneyRequest {
  /** What the traffic is, for the break-even. */
  readonly mix?: Mix;
  /** A file of what each deployment served in a month. */
  readonly usage?: string;
}

/** Never throws for a mistake in the files. */
export function costReport(request: CostRequest): Answer {
  const { costOf } = require("../../infra/cost/costOf") as typeof import("../../infra/cost/costOf");
  const { CURRENCY } = require("../../infra/cost/prices") as typeof import("../../infra/cost/prices");
  const { costChange } =
    require("../../infra/cost/costChange") as typeof import("../../infra/cost/costChange");
  const report = require("../../infra/cost/report") as typeof import("../../infra/cost/report");
  const { mix } = request;
  return reported(request, (topology, before) => {
    const usage = request.usage === undefined ? undefined : usageOf(request.usage, topology);
    if (usage?.ok === false) {
      const { problemsInFiles } = require("../problems") as typeof import("../problems");
      return refuse(1, problemsInFiles(usage.problems, request.colour).trimEnd());
    }
    const cost = costOf(topology, mix);
    const was = before === "new" || before === undefined ? undefined : costOf(before, mix);
    if (request.format === "json")
      return json({
        currency: CURRENCY,
        ...cost,
        ...(usage === undefined ? {} : { usage: usage.value }),
        ...(before === "new" ? { before: null } : {}),
        ...(was === undefined ? {} : { before: was, change: costChange(was, cost) }),
      });
    const how = style(request);
    const { usageText } =
      require("../../infra/cost/usageReport") as typeof import("../../infra/cost/usageReport");
    return [
      ...(before === "new" ? [report.newCostText(request.file, request.since ?? "", cost)] : []),
      ...(was === undefined ? [] : [report.costChangeText(was, cost, how)]),
      report.costText(topology.environment, cost, how, mix),
      ...(usage === undefined ? [] : [usageText(usage.value, how)]),
    ].join("\n");
  });
}

function usageOf(file: string, topology: Topology): Checked<UsageCost> {
  const { readText } = require("../../infra/topology/load") as typeof import("../../infra/topology/load");
  const { readUsage } = require("../../infra/cost/readUsage") as typeof import("../../infra/cost/readUsage");
  const { usageCost } = require("../../infra/cost/usageCost") as typeof import("../../infra/cost/usageCost");
  const text = readText(file);
  if (typeof text !== "string")
    return {
      ok: false,
      problems: [
        { ...text, remedy: "Name a CSV or JSON file of the month's tokens: `./fleet cost --help`." },
      ],
    };
  const usage = readUsage(text, file);
  return usage.ok ? usageCost(topology, usage.value) : usage;
}
