import { closest } from "../text/closest";
import { checkValue, quote, type ValueFault } from "./checkValue";
import type { Place } from "./place";
import type { PolicyElement } from "./policyDocument";
import { policyTable } from "./policyTable/policyTable";
import type { ChildRule, ElementRule } from "./policyTable/rules";
import type { XmlProblem } from "./problem";

/** Takes a problem of an element; `at` is the element itself where nothing nearer is known. */
export type ReportElement = (
  element: PolicyElement,
  fault: Pick<XmlProblem, "rule" | "message" | "meaningless" | "meant"> &
    Partial<Pick<XmlProblem, "severity">>,
  at?: Place,
) => void;

/** `Did you mean …?` where a name is near, else nothing. */
export function hint(written: string, names: Iterable<string>): string {
  const nearest = closest(written, names);
  return nearest === undefined ? "" : ` Did you mean '${nearest}'?`;
}

/** Something that the reference does not have, and whose meaning is therefore not known. */
const undocumented = (what: "attribute" | "child", message: string) =>
  ({ rule: `undocumented-${what}`, severity: "warning", message }) as const;

const expected = (names: readonly string[]) =>
  names.length === 0
    ? ""
    : ` List of possible elements expected: ${names.map((name) => `'${name}'`).join(", ")}.`;

/** Attributes, text, and which children; not what the children hold. */
export function checkElement(element: PolicyElement, rule: ElementRule, report: ReportElement): void {
  checkAttributes(element, rule, report);
  checkText(element, rule, report);
  if (typeof rule.content === "object") checkChildren(element, rule.content, rule.ordered, report);
}

function checkAttributes(element: PolicyElement, rule: ElementRule, report: ReportElement): void {
  const given = new Set(element.attributes.map(({ name }) => name));
  const names = Object.keys(rule.attributes);
  // What has attributes may get one more; `<inbound>` and `<base />` never had any.
  const newerMayExist = names.length > 0;
  for (const attribute of element.attributes) {
    const { name, value } = attribute;
    const known = rule.attributes[name];
    if (known === undefined) {
      // Namespace declarations mean nothing here and appear in exported documents.
      if (name === "xmlns" || name.startsWith("xmlns:") || name.startsWith("xml:")) continue;
      const meant = hint(name, names);
      report(
        element,
        meant === "" && newerMayExist
          ? undocumented(
              "attribute",
              `The '${name}' attribute is not declared; it may be newer than this gateway.`,
            )
          : { rule: "unknown-attribute", message: `The '${name}' attribute is not declared.${meant}` },
        attribute,
      );
      continue;
    }
    if (known.undocumented)
      report(
        element,
        undocumented("attribute", `The '${name}' attribute is in public documents and not in the reference.`),
        attribute,
      );
    const fault = checkValue(value, `'${name}' attribute`, known);
    if (fault !== undefined) report(element, fault, value);
  }
  for (const [name, { required }] of Object.entries(rule.attributes)) {
    if (required && !given.has(name) && !isMisspelt(name, rule, given))
      report(element, { rule: "missing-attribute", message: `The required attribute '${name}' is missing.` });
  }
  for (const fault of groupFaults(rule, given)) report(element, fault);
}

/** Whether an undocumented attribute stands where this one is meant: `estimate-prompt-token`. */
function isMisspelt(name: string, { attributes }: ElementRule, given: ReadonlySet<string>): boolean {
  return Object.entries(attributes).some(
    ([other, rule]) => rule.undocumented && given.has(other) && closest(other, [name]) !== undefined,
  );
}

function groupFaults(rule: ElementRule, given: ReadonlySet<string>): ValueFault[] {
  const list = (names: readonly string[]) => names.map((name) => `'${name}'`).join(", ");
  const count = (names: readonly string[]) => names.filter((name) => given.has(name)).length;
  const fault = (message: string): ValueFault => ({ severity: "error", rule: "attribute-group", message });
  const faults: ValueFault[] = [];
  const { oneOf, someOf, exclusive, together } = rule;
  if (oneOf.length > 0 && count(oneOf) !== 1)
    faults.push(fault(`Exactly one of the attributes ${list(oneOf)} must be specified.`));
  if (someOf.length > 0 && count(someOf) === 0)
    faults.push(fault(`At least one of the attributes ${list(someOf)} must be specified.`));
  if (count(exclusive) > 1)
    faults.push(fault(`Only one of the attributes ${list(exclusive)} may be specified.`));
  if (together.length > 0 && count(together) > 0 && count(together) < together.length)
    faults.push(fault(`The attributes ${list(together)} must be specified together.`));
  return faults;
}

function checkText(element: PolicyElement, rule: ElementRule, report: ReportElement): void {
  const { text } = element;
  if (rule.text === "none") {
    if (text !== undefined) refuseText(element, childNames(rule), report);
    return;
  }
  if (text === undefined) {
    if (rule.text.required && element.children.length === 0)
      report(element, { rule: "missing-text", message: `The element '${element.name}' must not be empty.` });
    return;
  }
  // A Liquid template is text of another language.
  if (rule.content === "anything") return;
  const fault = checkValue(text, `text of '${element.name}'`, rule.text);
  if (fault !== undefined) report(element, fault, text);
}

export function refuseText(element: PolicyElement, names: readonly string[], report: ReportElement): void {
  const { text } = element;
  if (text === undefined) return;
  // Beside elements it is a slip of the pen that changes nothing; where it stands alone, a value is missing.
  const beside = element.children.length > 0;
  report(
    element,
    {
      rule: beside ? "stray-text" : "unexpected-text",
      ...(beside ? { severity: "warning" } : {}),
      message: `The element '${element.name}' cannot contain text.${expected(names)} Found: ${quote(text.shown)}.`,
    },
    text,
  );
}

function childNames({ content }: ElementRule): string[] {
  return typeof content === "object" ? Object.keys(content) : [];
}

function checkChildren(
  element: PolicyElement,
  rules: Readonly<Record<string, ChildRule>>,
  ordered: boolean,
  report: ReportElement,
): void {
  const names = Object.keys(rules);
  const counts = new Map<string, number>();
  let last = 0;
  for (const child of element.children) {
    const position = names.indexOf(child.name);
    if (position < 0) {
      const meant = hint(child.name, names);
      const message = `The element '${element.name}' has invalid child element '${child.name}'.${expected(names)}${meant}`;
      // What may have children may get one more kind; a policy in the wrong place is no such kind.
      const newer = names.length > 0 && meant === "" && !policyTable.has(child.name);
      report(
        child,
        newer
          ? undocumented("child", `${message} It may be newer than this gateway.`)
          : { rule: "invalid-child", message },
      );
      continue;
    }
    if (rules[child.name]?.undocumented)
      report(
        child,
        undocumented(
          "child",
          `'${child.name}' in '${element.name}' is in public documents and not in the reference.`,
        ),
      );
    else if (position < last)
      report(child, {
        severity: ordered ? "error" : "warning",
        rule: "element-order",
        message: `'${child.name}' is out of order in '${element.name}'; the documented order is ${names.join(", ")}.`,
      });
    last = Math.max(last, position);
    const count = (counts.get(child.name) ?? 0) + 1;
    counts.set(child.name, count);
    const max = rules[child.name]?.max ?? 0;
    if (count === max + 1)
      report(child, {
        rule: "too-many-children",
        message: `The element '${element.name}' has invalid child element '${child.name}'; it may hold ${max}.`,
      });
  }
  const missing = names.filter((name) => (counts.get(name) ?? 0) < (rules[name]?.min ?? 0));
  if (missing.length > 0)
    report(element, {
      rule: "missing-child",
      ...(missing.every((name) => rules[name]?.lenient) ? { severity: "warning" } : {}),
      message: `The element '${element.name}' has incomplete content.${expected(missing)}`,
    });
}
