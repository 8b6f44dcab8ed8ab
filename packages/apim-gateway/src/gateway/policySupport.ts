import { policyDefinitions } from "../policies/families";
import { otherPolicies, policyTable } from "../xml/policyTable/policyTable";
import type { ElementRule } from "../xml/policyTable/rules";

/** What this gateway does with one policy. */
export interface PolicySupport {
  readonly name: string;
  /** `refused`: its documents are accepted, and a request that reaches it is answered with 501. */
  readonly state: "executed" | "refused";
  /** Names of attributes; those of child elements as `child/attribute`, their texts as `child`. */
  readonly attributes: readonly string[];
  readonly sections: readonly string[];
  /** What is left out or done otherwise. */
  readonly limits: string | undefined;
  /** Page of Microsoft's policy reference, or what else it comes from. */
  readonly source: string;
}

/** Every policy of the reference, in the order of their names. */
export function policySupport(): readonly PolicySupport[] {
  const names = [...new Set([...policyTable.keys(), ...otherPolicies])].sort();
  return names.map((name) => {
    const rule = policyTable.get(name);
    const definition = policyDefinitions.get(name);
    return {
      name,
      state: definition === undefined || definition.refused ? "refused" : "executed",
      attributes: rule === undefined ? [] : partsOf(rule, name),
      sections: rule?.sections ?? [],
      limits: definition?.limits,
      source: rule?.source ?? `${name}-policy`,
    };
  });
}

function partsOf({ attributes, content }: ElementRule, of: string, prefix = "", depth = 0): string[] {
  const own = Object.keys(attributes)
    .filter((name) => name !== "id" || !policyTable.has(of))
    .map((name) => `${prefix}${name}`);
  if (typeof content === "string" || depth > 2) return own;
  const below = Object.entries(content).flatMap(([name, { element }]) => {
    const parts = partsOf(element, name, `${prefix}${name}/`, depth + 1);
    return element.text === "none" && parts.length > 0 ? parts : [`${prefix}${name}`, ...parts];
  });
  return [...own, ...below];
}

/** The same as a table in Markdown. */
export function policySupportMarkdown(): string {
  const cell = (text: string) => text.replace(/\|/g, "\\|");
  const rows = policySupport().map(({ name, state, attributes, sections, limits, source }) =>
    [
      `\`${name}\``,
      state === "executed" ? "yes" : "refused when reached",
      attributes.map((attribute) => `\`${attribute}\``).join(", "),
      sections.join(", "),
      limits ?? "",
      source,
    ]
      .map(cell)
      .join(" | "),
  );
  return [
    "| policy | executed | attributes and parts | sections | limits | source |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
    "",
  ].join("\n");
}
