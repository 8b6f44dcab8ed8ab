import type { FleetComparison } from "../../infra/review/compareFleets";
import type { RoutingPlan } from "../../infra/routing/plan";
import type { Topology } from "../../infra/topology/topology";
import { narrow, type PlanRequest, style } from "./request";

/** What changes from one fleet to another, or why that cannot be told. The second was read from its `file`. */
export function differenceReport(
  before: Topology,
  after: Topology,
  request: Omit<PlanRequest, "file">,
): { readonly out: string } | string {
  const { compareFleets } =
    require("../../infra/review/compareFleets") as typeof import("../../infra/review/compareFleets");
  const { placed } = require("../../infra/review/placed") as typeof import("../../infra/review/placed");
  const { readText } = require("../../infra/topology/load") as typeof import("../../infra/topology/load");
  const compared = compareFleets(before, after);
  const narrowed = narrow([compared.before, compared.after], request.model);
  if (typeof narrowed === "string") return narrowed;
  const text = readText(after.file);
  const settings = typeof text === "string" ? placed(compared.settings, text, after.file) : compared.settings;
  const [was, is] = narrowed as [RoutingPlan, RoutingPlan];
  return { out: twoPlans({ ...compared, before: was, after: is, settings }, request) };
}

function twoPlans(
  { before, after, settings, changes: all, cost }: FleetComparison,
  request: Pick<PlanRequest, "format" | "model" | "width" | "colour">,
): string {
  const { diffPlans } =
    require("../../infra/routing/diffPlans") as typeof import("../../infra/routing/diffPlans");
  const report =
    require("../../infra/routing/report/difference") as typeof import("../../infra/routing/report/difference");
  const { ptuBillText } = require("../../infra/cost/report") as typeof import("../../infra/cost/report");
  const { inline } =
    require("../../infra/routing/report/markdown") as typeof import("../../infra/routing/report/markdown");
  const { wrap } =
    require("../../infra/routing/report/layout") as typeof import("../../infra/routing/report/layout");
  const changes = request.model === undefined ? all : diffPlans(before, after);
  const difference = { before, after, changes, settings, model: request.model };
  if (request.format === "json") {
    // One list of everything, so that it is empty only when nothing differs.
    const told = settings.map(({ place: _, ...change }) => ({ kind: "setting", ...change }));
    return `${JSON.stringify([...changes, ...told], undefined, 2)}\n`;
  }
  const bill = request.model === undefined ? ptuBillText(cost) : "";
  if (request.format === "md")
    return `${report.differenceMarkdown(difference)}\n${bill === "" ? "" : `\n${inline(bill)}\n`}`;
  const how = style(request);
  const told = wrap(bill, how.width, { first: "", rest: "  " }).join("\n");
  return `${report.differenceText(difference, how)}${bill === "" ? "" : `\n${told}\n`}`;
}
