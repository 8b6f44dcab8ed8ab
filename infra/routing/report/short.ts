import type { Column } from "apim-gateway/text";
import type { Member, RoutingPlan } from "../plan";
import { capacityText, consumersOf, residencyText, retiringTexts, routeMembers, tierText } from "./facts";
import { table, wrap } from "./layout";
import { headLines, summary, type TextOptions } from "./text";

const columns: readonly Column[] = [
  { title: "tier" },
  { title: "region" },
  { title: "prio", align: "right" },
  { title: "weight", align: "right" },
  { title: "capacity", align: "right" },
  { title: "deployment" },
];

/** What fits a screen: who is asked for each model, in which order. `planText` has the addresses, pools and reasons. */
export function planShort(plan: RoutingPlan, options: TextOptions): string {
  const { width, colours } = options;
  const routes = plan.routes.map((route) => ({ route, members: routeMembers(plan, route) }));
  const [titles = "", ...rows] = table(
    columns,
    routes.flatMap(({ members }) => members.map(cells)),
    width - 2,
  );
  const lines = [colours.bold(summary(plan)), ...headLines(options)];
  for (const text of retiringTexts(plan)) lines.push(...wrap(text, width, { first: "  ", rest: "    " }));
  lines.push(`  ${colours.dim(titles)}`);
  for (const { route, members } of routes) {
    const consumers = consumersOf(plan, route);
    const where = route.residency === undefined ? "" : `, processed: ${residencyText(route.residency)}`;
    const [first = "", ...rest] = wrap(
      `${route.model}${where}, for ${consumers.length === 0 ? "nobody" : consumers.join(", ")}`,
      width,
      { first: "", rest: "    " },
    );
    lines.push(
      first.replace(route.model, (name) => colours.bold(colours.cyan(name))),
      ...rest,
    );
    for (const member of members) {
      const row = rows.shift() ?? "";
      lines.push(`  ${member.tier === "ptu" ? colours.yellow(row) : row}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function cells({ tier, region, priority, weight, capacity, deployment, otherModel }: Member): string[] {
  const what = otherModel === undefined ? deployment : `${deployment}, is ${otherModel}`;
  return [tierText[tier], region, `${priority}`, `${weight}`, capacityText(tier, capacity), what];
}
