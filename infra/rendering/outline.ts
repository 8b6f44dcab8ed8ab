import type { RoutingPlan } from "../routing/plan";
import type { RenderedPolicies } from "./policies";

/**
 * What a reviewer reads first: which fragments each API runs in which order, what each holds by kind of policy, and the
 * pools with their members. One line each, without the text of any expression.
 */
export function outline({ apis, fragments }: RenderedPolicies, plan: RoutingPlan): string {
  const lines = [
    "apis: bytes, and the fragments of each section, as they stand",
    ...apis.flatMap(({ surface, xml }) => [
      `  ${surface} (${Buffer.byteLength(xml)})`,
      ...sections.flatMap((section) => {
        const names = includedIn(xml, section);
        return names.length === 0 ? [] : wrapped(`    ${section}: ${names.join(", ")}`);
      }),
    ]),
    "",
    "fragments: bytes, and what they hold",
    ...fragments.flatMap(({ id, xml }) =>
      wrapped(`  ${id} (${Buffer.byteLength(xml)}): ${kindsIn(xml).join(", ")}`),
    ),
    "",
    "pools: members by priority, with their weights",
    ...plan.pools.flatMap(({ id, members }) =>
      wrapped(
        `  ${id}: ${members.map(({ backend, priority, weight }) => `${priority} ${backend} ×${weight}`).join(", ")}`,
      ),
    ),
    "",
    "named values",
    ...namedValuesIn([...fragments, ...apis].map(({ xml }) => xml)).map((name) => `  ${name}`),
  ];
  return `${lines.join("\n")}\n`;
}

const sections = ["inbound", "backend", "outbound", "on-error"] as const;

function includedIn(xml: string, section: (typeof sections)[number]): string[] {
  const start = xml.indexOf(`\n  <${section}>`);
  const end = xml.indexOf(`\n  </${section}>`);
  const text = xml.slice(start, end);
  return [...text.matchAll(/<include-fragment fragment-id="([^"]+)"/g)].map(([, id = ""]) => id);
}

/** Kinds of policies with their number, in the order in which they first stand. */
function kindsIn(xml: string): string[] {
  const counts = new Map<string, number>();
  for (const [, name = ""] of xml.matchAll(/^ *<([a-z][a-z-]*)[\s/>]/gm))
    if (!parts.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} ×${count}`));
}

/** What stands in every document, or belongs to a policy. */
const parts: ReadonlySet<string> = new Set([
  "fragment",
  "choose",
  "value",
  "message",
  "set-status",
  "set-body",
]);

const namedValuesIn = (texts: readonly string[]): string[] =>
  [
    ...new Set(texts.flatMap((xml) => [...xml.matchAll(/\{\{([\w.-]+)\}\}/g)].map(([, name = ""]) => name))),
  ].sort();

/** At most 120 characters a line. */
function wrapped(line: string): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(/(?<=,) /)) {
    if (current !== "" && current.length + 1 + word.length > 120) {
      lines.push(current);
      current = `      ${word}`;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
