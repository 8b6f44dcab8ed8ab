import { closest } from "../text/closest";
import { otherPolicies, policyTable } from "../xml/policyTable/policyTable";
import { sections } from "../xml/policyTable/rules";
import { resolverRoots } from "../xml/validatePolicy";

/**
 * The name of the root element; `undefined` where no start tag stands where a root may. What may stand before a root ends
 * where it first can, as in XML: a pattern that may also end it later tries every combination, which doubles with each
 * comment.
 */
export function rootName(text: string): string | undefined {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  for (;;) {
    at += matched(/\s*/y, text, at).length;
    const [start, end] = text.startsWith("<!--", at) ? ["<!--", "-->"] : ["<?", "?>"];
    if (!text.startsWith(start, at)) {
      const name = matched(/<[^\s/>!?<]+(?=[\s/>])/y, text, at).slice(1);
      return name === "" ? undefined : name;
    }
    const ends = text.indexOf(end, at + start.length);
    if (ends < 0) return undefined;
    at = ends + end.length;
  }
}

/** Whether this is a policy document or a fragment, or is meant to be one: `<policy>`, a section, a policy alone. */
export function isMeantForPolicies(text: string): boolean {
  const name = rootName(text);
  if (name === undefined) return /<(?:policies|fragment|inbound)[\s>]/.test(text);
  const known = roots.has(name) || policyTable.has(name) || otherPolicies.has(name);
  return known || closest(name, roots) !== undefined;
}

/** Whether this is what resolves a field of GraphQL: a document of its own, beside the policies of its API. */
export const isResolver = (text: string) => resolverRoots.has(rootName(text) ?? "");

/** What they have, and what their authors write in its place. */
const roots: ReadonlySet<string> = new Set(["policies", "fragment", ...sections, "policy", "fragments"]);

/** What a sticky pattern finds there. */
function matched(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}
