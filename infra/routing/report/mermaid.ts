import { count } from "apim-gateway/text";
import type { Surface } from "../../topology/topology";
import type { Member, RoutingPlan } from "../plan";
import { capacityText, consumersOf, routeMembers, routePools, tierText } from "./facts";

/**
 * A flowchart of the plan in Mermaid, which GitHub draws in Markdown: route → pools in the order in which they are
 * tried → members. One surface is drawn; the other has the same members in the same order. Mermaid draws at most 500
 * edges (its default `maxEdges`): a plan with more members is drawn route by route.
 */
export function planMermaid(plan: RoutingPlan, surface = plan.surfaces[0] as Surface): string {
  const lines = ["flowchart LR"];
  for (const [r, route] of plan.routes.entries()) {
    const members = routeMembers(plan, route);
    const byBackend = new Map(members.map((member) => [member.backends[surface], member]));
    const consumers = consumersOf(plan, route);
    const label = [
      route.model,
      ...(route.id.includes("-") && route.residency !== undefined ? [`route ${route.id}`] : []),
      consumers.join(", "),
    ];
    lines.push(
      `  r${r}(["${label
        .filter((part) => part !== "")
        .map(escaped)
        .join("<br/>")}"])`,
    );
    for (const [p, pool] of routePools(plan, route, surface).entries()) {
      lines.push(
        `  r${r} -- "${p + 1}" --> r${r}p${p}["${tierText[pool.tier]}<br/>${count(pool.members.length, "member")}"]:::${pool.tier}`,
      );
      for (const [m, { backend, priority, weight }] of pool.members.entries()) {
        const member = byBackend.get(backend) as Member;
        lines.push(
          `  r${r}p${p} --> r${r}p${p}m${m}["${escaped(member.region)}<br/>${capacityText(member.tier, member.capacity)}<br/>priority ${priority}, weight ${weight}"]`,
        );
      }
    }
  }
  lines.push("  classDef ptu stroke-width:3px", "  classDef payg stroke-dasharray:4");
  return `${lines.join("\n")}\n`;
}

/** Mermaid reads `#…;` as an entity; these characters would end the label or be taken for HTML. */
function escaped(text: string): string {
  return text.replace(/[#&"<>[\]{}()|`\\]/g, (character) => `#${character.charCodeAt(0)};`);
}
