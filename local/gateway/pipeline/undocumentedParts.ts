import type { PolicyElement } from "../xml/policyDocument";
import { policyTable } from "../xml/policyTable/policyTable";
import type { ElementRule } from "../xml/policyTable/rules";
import type { XmlProblem } from "../xml/problem";

/**
 * Rules about what the reference does not have, or wants, and about values that are not known here: nobody knows what
 * it would do, so the policy is not run.
 */
const rules: ReadonlySet<string> = new Set([
  "missing-child",
  "placeholder",
  "undocumented-attribute",
  "undocumented-child",
  "undocumented-value",
  "unknown-named-value",
]);

/** What is not documented in the policies of one document. */
export class UndocumentedParts {
  private readonly messages = new Map<string, string>();

  constructor(problems: readonly XmlProblem[]) {
    for (const { severity, rule, element, message } of problems) {
      if (severity === "error" || !rules.has(rule) || element === undefined) continue;
      const place = placeOf(element);
      if (!this.messages.has(place)) this.messages.set(place, message);
    }
  }

  /** Of a policy and its own parts, not of the policies inside it. */
  find(policy: PolicyElement): string | undefined {
    if (this.messages.size === 0) return undefined;
    return this.inside(policy, policyTable.get(policy.name));
  }

  private inside(element: PolicyElement, rule: ElementRule | undefined): string | undefined {
    const own = this.messages.get(placeOf(element));
    if (own !== undefined || rule === undefined || typeof rule.content === "string") return own;
    for (const child of element.children) {
      const found = this.inside(child, rule.content[child.name]?.element);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

const placeOf = ({ line, column }: { readonly line: number; readonly column: number }) => `${line}:${column}`;
