import { wrap } from "../text/wrap";
import { later } from "./later";
import { verbOptions } from "./options";
import { columns, out } from "./terminal";
import type { Verb } from "./verb";

export const policiesVerb: Verb = (program, exit) => {
  program
    .command("policies")
    .description("list the policies that are executed, with their attributes")
    .addOption(verbOptions().markdown)
    .action(({ markdown }: { markdown: boolean }) => exit(policies(markdown)));
};

/** @returns the exit code */
export function policies(markdown: boolean): number {
  const { policySupportMarkdown } = later.policySupport;
  out(markdown ? policySupportMarkdown() : policiesText());
  return 0;
}

/** The policies that are executed, for a terminal. */
function policiesText(width = columns()): string {
  const { policySupport } = later.policySupport;
  const all = policySupport();
  const lines: string[] = [];
  for (const { name, state, attributes, limits, source } of all) {
    if (state === "refused") continue;
    lines.push(`${name}   (${source})`);
    if (attributes.length > 0)
      lines.push(...wrap(attributes.join(", "), width - 4).map((line) => `    ${line}`));
    if (limits !== undefined)
      lines.push(...wrap(`Not quite: ${limits}`, width - 4).map((line) => `    ${line}`));
  }
  const refused = all.filter(({ state }) => state === "refused").map(({ name }) => name);
  lines.push("", "Refused when reached, and at load with --strict:");
  lines.push(...wrap(refused.join(", "), width - 4).map((line) => `    ${line}`), "");
  return lines.join("\n");
}
