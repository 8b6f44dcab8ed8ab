import type { PolicyElement, PolicyValue } from "../xml/policyDocument";
import { policyTable } from "../xml/policyTable/policyTable";
import type { ElementRule } from "../xml/policyTable/rules";
import type { XmlProblem } from "../xml/problem";
import { outcomeOf } from "./leniency";

/**
 * Rules about what the reference does not have, or wants, and about values that are not known here: nobody knows what
 * it would do, so the policy is not run.
 */
const doubtful: ReadonlySet<string> = new Set([
  "missing-child",
  "placeholder",
  "undocumented-attribute",
  "undocumented-child",
  "undocumented-value",
  "unknown-named-value",
]);

/** What in the policies of one document does not say what to do. */
export class UnclearParts {
  private readonly messages = new Map<string, string>();

  /** @param lenient mistakes count too, as the document loads with them; an attribute that is not documented does not */
  constructor(
    problems: readonly XmlProblem[],
    private readonly lenient: boolean,
  ) {
    for (const problem of problems) {
      const { element, message } = problem;
      if (element === undefined || !this.isUnclear(problem)) continue;
      const place = placeOf(element);
      if (!this.messages.has(place)) this.messages.set(place, message);
    }
  }

  /** Why a policy is not run: for something of its own and its parts, not of the policies inside it. */
  find(policy: PolicyElement): string | undefined {
    if (this.messages.size === 0 && !this.lenient) return undefined;
    const found = this.inside(policy, policyTable.get(policy.name));
    return found !== undefined && this.lenient ? `'${policy.name}' cannot run: ${found}` : found;
  }

  private isUnclear({ severity, rule, meaningless }: XmlProblem): boolean {
    if (severity === "error") return this.lenient && outcomeOf(rule, meaningless) === "refused";
    return doubtful.has(rule) && !(this.lenient && rule === "undocumented-attribute");
  }

  private inside(element: PolicyElement, rule: ElementRule | undefined): string | undefined {
    const own = this.messages.get(placeOf(element)) ?? brokenValue(element);
    if (own !== undefined || typeof rule?.content === "string") return own;
    for (const child of element.children) {
      const found = this.inside(child, rule?.content[child.name]?.element);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** The reader's problems about broken values name no element. Without leniency nothing runs with one. */
function brokenValue({ attributes, text }: PolicyElement): string | undefined {
  const isBroken = (value: PolicyValue | undefined) => value?.kind === "broken";
  const attribute = attributes.find(({ value }) => isBroken(value));
  if (attribute !== undefined) return `The expression in '${attribute.name}' is not complete.`;
  return isBroken(text) ? "The expression in its text is not complete." : undefined;
}

const placeOf = ({ line, column }: { readonly line: number; readonly column: number }) => `${line}:${column}`;
