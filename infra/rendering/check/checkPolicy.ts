import { expressionProblem, isExpression } from "./expression";
import type { PolicyProblem } from "./policyError";
import { type AttributeRule, type ElementRule, policyTable, type Section, sections } from "./policyTable";
import { type Place, parseXml, type XmlElement } from "./xmlTree";

/** What a document is attached to. */
export type PolicyScope = "service" | "product" | "api" | "operation" | "fragment";

/** What exists beside the document. A list that is left out is not checked. */
export interface KnownEntities {
  readonly fragments?: ReadonlySet<string>;
  readonly backends?: ReadonlySet<string>;
  readonly namedValues?: ReadonlySet<string>;
  /** For a fragment: the sections in which others include it. Left out: any. */
  readonly includedIn?: readonly Section[];
}

/** Largest document in bytes, by scope (documented: 256 KiB, fragments 32 KB). */
const sizeLimit = (scope: PolicyScope) => (scope === "fragment" ? 32 : 256) * 1024;

/**
 * What API Management would refuse about one policy document (grammar, sections, sizes, references), and secrets.
 * All problems at once, in the order of the document.
 */
export function checkPolicy(xml: string, scope: PolicyScope, known: KnownEntities = {}): PolicyProblem[] {
  const parsed = parseXml(xml);
  if (!parsed.ok)
    return [{ rule: "well-formed", message: parsed.message, line: parsed.line, column: parsed.column }];
  const check = new Check(scope, known);
  const bytes = Buffer.byteLength(xml);
  if (bytes > sizeLimit(scope))
    check.report(
      "document-size",
      parsed.root,
      `the document has ${bytes} bytes; at most ${sizeLimit(scope)} are accepted`,
    );
  if (scope === "fragment") check.fragment(parsed.root);
  else check.document(parsed.root);
  return check.problems;
}

class Check {
  readonly problems: PolicyProblem[] = [];

  constructor(
    private readonly scope: PolicyScope,
    private readonly known: KnownEntities,
  ) {}

  report(rule: string, { line, column }: Place, message: string): void {
    this.problems.push({ rule, message, line, column });
  }

  fragment(root: XmlElement): void {
    if (root.name !== "fragment") {
      this.report("root", root, `the root is \`${root.name}\`; a fragment's is \`fragment\``);
      return;
    }
    this.refuseText(root);
    this.policies(root, this.known.includedIn ?? []);
  }

  document(root: XmlElement): void {
    if (root.name !== "policies") {
      this.report("root", root, `the root is \`${root.name}\`; a policy's is \`policies\``);
      return;
    }
    this.refuseText(root);
    let last = -1;
    for (const section of root.children) {
      const index = sections.indexOf(section.name as Section);
      if (index < 0) {
        this.report(
          "unknown-section",
          section,
          `there is no section \`${section.name}\`; the sections are ${sections.join(", ")}`,
        );
        continue;
      }
      if (index <= last)
        this.report(
          "section-order",
          section,
          `\`${section.name}\` is out of order; the order is ${sections.join(", ")}, each once`,
        );
      last = Math.max(last, index);
      if (section.name === "backend" && section.children.length !== 1)
        this.report(
          "one-child-in-backend",
          section,
          `\`backend\` holds ${section.children.length} policies; exactly one is accepted`,
        );
      this.refuseText(section);
      this.policies(section, [section.name as Section]);
    }
  }

  private policies(parent: XmlElement, where: readonly Section[]): void {
    for (const element of parent.children) {
      if (element.name === "base") {
        if (this.scope === "fragment")
          this.report("base-in-fragment", element, "a fragment must not hold `base`");
        else if (!sections.includes(parent.name as Section))
          this.report("nested-base", element, "`base` stands directly in a section only");
        continue;
      }
      const rule = policyTable[element.name];
      if (rule === undefined) {
        this.report(
          "unknown-policy",
          element,
          `there is no policy \`${element.name}\` in the table of policies`,
        );
        continue;
      }
      for (const section of where) {
        if (!rule.sections.includes(section))
          this.report(
            "not-in-section",
            element,
            `\`${element.name}\` is not accepted in ${section}; it is in ${rule.sections.join(", ")}`,
          );
      }
      if (element.name === "include-fragment" && this.scope === "fragment")
        this.report("nested-fragment", element, "a fragment cannot include another fragment");
      this.element(element, rule, where);
    }
  }

  private element(element: XmlElement, rule: ElementRule, where: readonly Section[]): void {
    this.attributes(element, rule);
    if (!rule.text) this.refuseText(element);
    else this.value(element.text, element, `the text of \`${element.name}\``);
    if (rule.children === "policies") {
      this.policies(element, where);
      return;
    }
    const names = Object.keys(rule.children);
    let last = 0;
    const counts = new Map<string, number>();
    for (const child of element.children) {
      const index = names.indexOf(child.name);
      const childRule = rule.children[child.name];
      if (childRule === undefined) {
        const allowed = names.length === 0 ? "it holds none" : `it holds ${names.join(", ")}`;
        this.report(
          "unexpected-element",
          child,
          `\`${element.name}\` holds no \`${child.name}\`; ${allowed}`,
        );
        continue;
      }
      if (index < last)
        this.report(
          "element-order",
          child,
          `\`${child.name}\` is out of order in \`${element.name}\`; the order is ${names.join(", ")}`,
        );
      last = Math.max(last, index);
      counts.set(child.name, (counts.get(child.name) ?? 0) + 1);
      this.element(child, childRule, where);
    }
    for (const [name, { min, max }] of Object.entries(rule.children)) {
      const count = counts.get(name) ?? 0;
      if (count < min) this.report("missing-element", element, `\`${element.name}\` needs \`${name}\``);
      if (count > max)
        this.report(
          "too-many-elements",
          element,
          `\`${element.name}\` holds ${count} \`${name}\`; at most ${max} are accepted`,
        );
    }
  }

  private attributes(element: XmlElement, rule: ElementRule): void {
    for (const attribute of element.attributes) {
      const allowed = rule.attributes[attribute.name];
      if (allowed === undefined) {
        const names = Object.keys(rule.attributes);
        this.report(
          "unknown-attribute",
          attribute,
          `\`${element.name}\` has no attribute \`${attribute.name}\`; ${names.length === 0 ? "it has none" : `it has ${names.join(", ")}`}`,
        );
        continue;
      }
      this.value(attribute.value, attribute, `\`${attribute.name}\` of \`${element.name}\``);
      this.attributeValue(element, attribute, allowed);
    }
    const given = new Set(element.attributes.map(({ name }) => name));
    for (const [name, { required }] of Object.entries(rule.attributes)) {
      if (required && !given.has(name))
        this.report("missing-attribute", element, `\`${element.name}\` needs \`${name}\``);
    }
    if (rule.oneOf !== undefined && rule.oneOf.filter((name) => given.has(name)).length !== 1)
      this.report(
        "exclusive-attributes",
        element,
        `\`${element.name}\` needs exactly one of ${rule.oneOf.join(", ")}`,
      );
  }

  private attributeValue(
    element: XmlElement,
    attribute: XmlElement["attributes"][number],
    { expression, values, range }: AttributeRule,
  ): void {
    const { name, value } = attribute;
    const label = `\`${name}\` of \`${element.name}\``;
    if (isExpression(value)) {
      if (!expression) this.report("expression-not-allowed", attribute, `${label} takes no expression`);
      return;
    }
    if (values !== undefined && !values.includes(value))
      this.report("attribute-value", attribute, `${label} is \`${value}\`; it may be ${values.join(", ")}`);
    if (
      range !== undefined &&
      !(/^\d+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1])
    )
      this.report(
        "attribute-range",
        attribute,
        `${label} is \`${value}\`; it is a whole number ${range[1] === Number.MAX_SAFE_INTEGER ? `from ${range[0]}` : `from ${range[0]} to ${range[1]}`}`,
      );
    if (name === "fragment-id")
      this.reference("unknown-fragment", attribute, value, this.known.fragments, "fragment");
    if (name === "backend-id")
      this.reference("unknown-backend", attribute, value, this.known.backends, "backend");
    if (element.name === "set-variable" && name === "value") {
      for (const id of backendsIn(value))
        this.reference("unknown-backend", attribute, id, this.known.backends, "backend");
    }
  }

  /** What holds for every value, whatever holds it. */
  private value(value: string, place: Place, label: string): void {
    const problem = expressionProblem(value);
    if (problem !== undefined) this.report(problem.rule, place, `${label}: ${problem.message}`);
    for (const [, id = ""] of value.matchAll(/\{\{([^{}]*)\}\}/g))
      this.reference("unknown-named-value", place, id, this.known.namedValues, "named value");
    if (looksSecret(value))
      this.report("secret", place, `${label} looks like a key or a secret; policies hold none`);
  }

  private reference(
    rule: string,
    place: Place,
    id: string,
    known: ReadonlySet<string> | undefined,
    what: string,
  ): void {
    if (known !== undefined && !known.has(id)) this.report(rule, place, `there is no ${what} \`${id}\``);
  }

  private refuseText(element: XmlElement): void {
    const text = element.text.trim();
    if (text !== "")
      this.report("unexpected-text", element, `\`${element.name}\` holds text: \`${text.slice(0, 30)}\``);
  }
}

/** The ids that a JSON literal names as `backend`, at any depth. */
function backendsIn(value: string): string[] {
  if (!/^[[{]/.test(value)) return [];
  const found: string[] = [];
  try {
    JSON.parse(value, (key, item: unknown) => {
      if (key === "backend" && typeof item === "string") found.push(item);
      return item;
    });
  } catch {
    // Not JSON: some other literal.
  }
  return found;
}

/** Forty characters of base64 or more, a digit and a capital among them. */
function holdsLongKey(value: string): boolean {
  return [...value.matchAll(/[A-Za-z0-9+/]{40,}/g)].some(({ 0: run, index }) => {
    // Part of a path or of a name; a `+` may begin a key all the same.
    const inName = /[\w./-]/.test(value[index - 1] ?? "");
    const key = inName ? run.slice(run.indexOf("+") + 1 || run.length) : run;
    const ends = /[+/]/.test(key.slice(40)) || !/[_-]/.test(value[index + run.length] ?? "");
    return key.length >= 40 && /\d/.test(key) && /[A-Z]/.test(key) && ends;
  });
}

/** Forms that keys have: 32 hexadecimal digits, long base64, connection strings, keys of model vendors. */
function looksSecret(value: string): boolean {
  return (
    /(?<![\w-])[0-9a-fA-F]{32,}(?![\w-])/.test(value) ||
    holdsLongKey(value) ||
    /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|client_secret|Password)\s*=/i.test(value) ||
    /\bsk-[A-Za-z0-9]{16,}/.test(value)
  );
}
