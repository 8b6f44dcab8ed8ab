import { type Column, count } from "apim-gateway/text";
import { type CompanyPolicy, placeText } from "../../topology/policyPlaces";
import { policySummary } from "../../topology/policySummary";
import { describeProcessing } from "../../topology/residency";
import type { Member, Route, RoutingPlan } from "../plan";
import {
  breakerFigures,
  capacityText,
  consumersOf,
  keepers,
  memberUrl,
  modelsOf,
  residencyText,
  retiringTexts,
  routeMembers,
  routePools,
  tierText,
} from "./facts";
import { type Colours, table, wrap } from "./layout";

/** How a text report is shown. */
export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colours: Colours;
  /** What is told right below the head, such as what the fleet costs. */
  readonly head?: readonly string[];
}

const indented = { first: "  ", rest: "    " };

const memberColumns: readonly Column[] = [
  { title: "tier" },
  { title: "region" },
  { title: "prio", align: "right" },
  { title: "weight", align: "right" },
  { title: "capacity", align: "right" },
  { title: "deployment" },
  { title: "account" },
];

/** Of them those that are names, which somebody may copy: they are never cut, and get a line of their own instead. */
const NAMES = 2;

/**
 * The plan for a terminal: a table per model and route, then every kind of breaker once with its reasons.
 *
 * @param policies of the company's own, in the order in which a request meets them
 */
export function planText(
  plan: RoutingPlan,
  options: TextOptions,
  policies: readonly CompanyPolicy[] = [],
): string {
  const lines = [options.colours.bold(summary(plan)), ...headLines(options)];
  for (const text of retiringTexts(plan)) lines.push(...wrap(text, options.width, indented));
  for (const route of plan.routes) lines.push("", ...routeLines(plan, route, options));
  lines.push(...regionalLines(plan, options), ...policyLines(policies, options));
  lines.push(...breakerLines(plan, options));
  return `${lines.join("\n")}\n`;
}

/** What stands below the head. */
export function headLines({ head = [], width }: TextOptions): string[] {
  return head.flatMap((text) => wrap(text, width, indented));
}

/** `prod: 5 models, 14 members in 4 regions, 12 pools, surfaces azure and v1`. */
export function summary(plan: RoutingPlan): string {
  const regions = new Set(plan.members.map((member) => member.region)).size;
  return (
    `${plan.environment}: ${count(modelsOf(plan).length, "model")}, ${count(plan.members.length, "member")} in ` +
    `${count(regions, "region")}, ${count(plan.pools.length, "pool")}, ` +
    `${plan.surfaces.length === 1 ? "surface" : "surfaces"} ${plan.surfaces.join(" and ")}`
  );
}

function routeLines(plan: RoutingPlan, route: Route, { width, colours }: TextOptions): string[] {
  const members = routeMembers(plan, route);
  const wide = table(memberColumns, members.map(memberCells), width - 2);
  const fits = wide.every(({ length }) => length <= width - 2);
  const figures = memberColumns.slice(0, -NAMES);
  const [titles = "", ...rows] = fits ? wide : table(figures, members.map(memberCells), width - 2);
  const consumers = consumersOf(plan, route);
  const lines = [
    `${colours.bold(colours.cyan(route.model))}  ${colours.dim(`route ${route.id}, processed: ${residencyText(route.residency)}`)}`,
    `  ${colours.dim(titles)}`,
  ];
  for (const [index, row] of rows.entries()) {
    const member = members[index] as Member;
    lines.push(`  ${member.tier === "ptu" ? colours.yellow(row) : row}`);
    if (!fits) lines.push(`    ${colours.dim(`${member.deployment} of ${member.accountName}`)}`);
    lines.push(`    ${colours.dim(memberUrl(plan, member))}`);
    lines.push(
      `    ${colours.dim(`${member.sku}, processed ${describeProcessing(member.processing)}${member.otherModel === undefined ? "" : `, is ${member.otherModel}`}`)}`,
    );
  }
  for (const surface of plan.surfaces) {
    const target = route.surfaces[surface];
    if (target === undefined) continue;
    const pools = routePools(plan, route, surface).map((pool) => `${pool.id} (${pool.members.length})`);
    lines.push(
      ...wrap(
        `${surface}: ${pools.join(" → ")}; at most ${count(target.attempts, "attempt")}`,
        width,
        indented,
      ),
    );
  }
  lines.push(
    ...wrap(`consumers: ${consumers.length === 0 ? "none" : consumers.join(", ")}`, width, indented),
  );
  return lines;
}

function memberCells(member: Member): string[] {
  return [
    tierText[member.tier],
    member.region,
    `${member.priority}`,
    `${member.weight}`,
    capacityText(member.tier, member.capacity),
    member.deployment,
    member.accountName,
  ];
}

function regionalLines(plan: RoutingPlan, { width, colours }: TextOptions): string[] {
  if (plan.regional.length === 0) return [];
  const rows = plan.regional.map((route) => [
    `/regions/${route.name}`,
    route.backend,
    plan.backends.find((backend) => backend.id === route.backend)?.url ?? "",
  ]);
  const columns = [{ title: "path" }, { title: "backend" }, { title: "address" }];
  const wide = table(columns, rows, width - 2);
  const [titles = "", ...lines] = wide.every(({ length }) => length <= width - 2)
    ? wide
    : // An address is copied, so it is not cut.
      ["path", ...rows.flatMap((row) => row.map((cell, index) => (index === 0 ? cell : `  ${cell}`)))];
  return [
    "",
    colours.bold("Calls that belong to one account"),
    `  ${colours.dim(titles)}`,
    ...lines.map((line) => `  ${line}`),
    ...keepers(plan).flatMap(({ text }) => wrap(text, width, indented)),
  ];
}

function policyLines(policies: readonly CompanyPolicy[], { width, colours }: TextOptions): string[] {
  if (policies.length === 0) return [];
  return [
    "",
    colours.bold("Policies of your own"),
    ...policies.flatMap((policy) =>
      wrap(`${placeText[policy.place]}: ${policySummary(policy)}`, width, indented),
    ),
  ];
}

function breakerLines(plan: RoutingPlan, { width, colours }: TextOptions): string[] {
  const lines = ["", colours.bold("Circuit breakers")];
  for (const { figure, value, whose, reason } of breakerFigures(plan)) {
    lines.push(`  ${whose.join(", ")}: ${figure} ${colours.bold(value)}`);
    lines.push(...wrap(reason, width, { first: "    ", rest: "    " }).map((line) => colours.dim(line)));
  }
  return lines;
}
