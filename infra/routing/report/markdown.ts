import { count } from "apim-gateway/text";
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
  residencyText,
  retiringTexts,
  routeMembers,
  routePools,
  tierText,
} from "./facts";
import { planMermaid } from "./mermaid";
import { summary } from "./text";

/**
 * The plan for a pull request: one line to read, the rest folded.
 *
 * @param policies of the company's own, in the order in which a request meets them
 */
export function planMarkdown(plan: RoutingPlan, policies: readonly CompanyPolicy[] = []): string {
  return [
    `**${inline(summary(plan))}**`,
    ...retiringTexts(plan).map(inline),
    ...plan.routes.map((route) => routeSection(plan, route)),
    details(
      "Calls that belong to one account",
      keepers(plan)
        .map(({ text }) => `- ${inline(text)}`)
        .join("\n"),
    ),
    ...(policies.length === 0 ? [] : [details("Policies of your own", policyList(policies))]),
    details("Circuit breakers and why", breakerTable(plan)),
  ].join("\n\n");
}

const policyList = (policies: readonly CompanyPolicy[]): string =>
  policies.map((policy) => `- ${placeText[policy.place]}: ${inline(policySummary(policy))}`).join("\n");

function routeSection(plan: RoutingPlan, route: Route): string {
  const members = routeMembers(plan, route);
  const regions = new Set(members.map((member) => member.region)).size;
  const title =
    `<b>${inline(route.model)}</b> · ${count(members.length, "member")} in ${count(regions, "region")}` +
    `${route.residency === undefined ? "" : ` · processed in ${inline(residencyText(route.residency))}`}`;
  const surfaces = plan.surfaces.flatMap((surface) => {
    const target = route.surfaces[surface];
    if (target === undefined) return [];
    const pools = routePools(plan, route, surface).map((pool) => `\`${pool.id}\` (${pool.members.length})`);
    return [`- \`${surface}\`: ${pools.join(" → ")}; at most ${count(target.attempts, "attempt")}`];
  });
  const consumers = consumersOf(plan, route);
  return details(
    title,
    [
      markdownTable(
        [
          "tier",
          "region",
          "priority",
          "weight",
          "capacity",
          "deployment",
          "account",
          "SKU",
          "processed",
          "address",
        ],
        members.map((member) => memberCells(plan, member)),
      ),
      [
        ...surfaces,
        `- consumers: ${consumers.length === 0 ? "none" : consumers.map(inline).join(", ")}`,
      ].join("\n"),
      // One diagram per route: GitHub draws none with more than 500 lines between its boxes.
      ["```mermaid", planMermaid({ ...plan, routes: [route] }).trimEnd(), "```"].join("\n"),
    ].join("\n\n"),
  );
}

function memberCells(plan: RoutingPlan, member: Member): string[] {
  return [
    tierText[member.tier],
    member.region,
    `${member.priority}`,
    `${member.weight}`,
    capacityText(member.tier, member.capacity),
    `\`${member.deployment}\``,
    `\`${member.accountName}\``,
    member.sku,
    describeProcessing(member.processing),
    `\`${memberUrl(plan, member)}\``,
  ];
}

function breakerTable(plan: RoutingPlan): string {
  const rows = breakerFigures(plan).map(({ figure, value, whose, reason }) => [
    whose.join(", "),
    `${figure} ${value}`,
    reason,
  ]);
  return markdownTable(["breaker of", "figure", "why"], rows);
}

/** A table; cells are Markdown already. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A folded section; the empty lines let GitHub read Markdown inside. */
export function details(summaryHtml: string, body: string): string {
  return `<details><summary>${summaryHtml}</summary>\n\n${body}\n\n</details>`;
}

/**
 * Plain text inside Markdown or a summary: nothing in it is taken for markup, a mention, a link, or GitHub's short forms
 * of one (`#1`, `GH-1`, `owner/name#1`, the number of a commit). What would be one is broken by a character without width.
 */
export function inline(text: string): string {
  return text
    .replace(/[\r\n]+/g, " ")
    .replace(/@|#(?=\d)|:(?=\/\/)|\bwww(?=\.)|\bGH(?=-\d)|\bmailto(?=:)|\bxmpp(?=:)/gi, "$&\u200b")
    .replace(/(?<![\w-])(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f](?=[0-9a-f]{6,39}(?![\w-]))/gi, "$&\u200b")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*_[\]|~]/g, (character) => `\\${character}`);
}

/** A name as code, whatever characters it has. */
export function code(text: string): string {
  return `\`${text.replaceAll("`", "'").replace(/[\r\n]+/g, " ")}\``;
}
