import { defaultsOf } from "../settings/row";
import { type XmlSettings, xmlSettings } from "../settings/xml";
import { checkElement, hint, type ReportElement, refuseText } from "./checkElement";
import type { PolicyDocument, PolicyElement } from "./policyDocument";
import { otherPolicies, policyTable } from "./policyTable/policyTable";
import {
  type ElementRule,
  type GatewayKind,
  type PolicyRule,
  type Scope,
  type Section,
  sections,
} from "./policyTable/rules";
import type { XmlProblem } from "./problem";

export interface ValidateOptions {
  /** What the document is attached to. */
  readonly scope: Scope | "fragment";
  /** Of a fragment: the sections that include it. @default its policies may be of any section */
  readonly includedIn?: readonly Section[];
  /** @default every policy is supported */
  readonly gateway?: GatewayKind;
  /** @default the defaults of `xmlSettings` */
  readonly settings?: XmlSettings;
}

/** Roots of the documents that resolve fields of GraphQL. */
export const resolverRoots: ReadonlySet<string> = new Set([
  "http-data-source",
  "sql-data-source",
  "cosmosdb-data-source",
  "graphql-data-source",
]);

/** Nested deeper than this is refused instead of read: no reader could follow it, and the stack is finite. */
const deepest = 100;

/**
 * Everything that API Management would refuse about a document (errors) or might (warnings), in the order of the
 * document. What it does not look into: C#, fragments and backends by name, and policies without a row.
 */
export function validatePolicy(document: PolicyDocument, options: ValidateOptions): XmlProblem[] {
  const validation = new Validation(options);
  validation.root(document.root);
  return validation.problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

class Validation {
  readonly problems: XmlProblem[] = [];
  /** Policies of the section so far, of those that may stand in it once. */
  private readonly seen = new Set<string>();

  private readonly settings: XmlSettings;
  /** Of the policy that is looked at. */
  private page = "api-management-howto-policies";

  constructor(private readonly options: ValidateOptions) {
    this.settings = options.settings ?? defaultsOf(xmlSettings);
  }

  private readonly report: ReportElement = (
    element,
    { rule, message, severity: given = "error", meaningless, meant },
    at = element,
  ) => {
    const { name, line, column } = element;
    const severity =
      rule === "element-order" && given === "warning"
        ? this.settings.childOrder
        : rule === "undocumented-section"
          ? this.settings.sampleSections
          : given;
    this.problems.push({
      severity,
      rule,
      message,
      line: at.line,
      column: at.column,
      element: { name, line, column },
      page: this.page,
      ...(meaningless === undefined ? {} : { meaningless }),
      ...(meant === undefined ? {} : { meant }),
    });
  };

  root(root: PolicyElement): void {
    const fragment = this.options.scope === "fragment";
    const name = fragment ? "fragment" : "policies";
    if (root.name !== name) {
      const resolver = resolverRoots.has(root.name)
        ? " It is a resolver of GraphQL, which this gateway does not have."
        : "";
      const message = `The root element is '${root.name}'; '${name}' is expected.${resolver}`;
      this.report(root, { rule: "root", message });
      return;
    }
    this.refuseAttributes(root);
    if (fragment) {
      refuseText(root, [], this.report);
      this.policies(root, this.options.includedIn ?? [], 1, false);
    } else this.sections(root);
  }

  private sections(root: PolicyElement): void {
    refuseText(root, sections, this.report);
    const found: Section[] = [];
    for (const section of root.children) {
      const name = section.name as Section;
      const position = sections.indexOf(name);
      if (position < 0) {
        const list = sections.map((each) => `'${each}'`).join(", ");
        const message = `The element 'policies' has invalid child element '${name}'. List of possible elements expected: ${list}.${hint(name, sections)}`;
        this.report(section, { rule: "unknown-section", message });
        continue;
      }
      if (found.includes(name))
        this.report(section, {
          rule: "section-twice",
          message: `The element 'policies' has invalid child element '${name}'; each section may stand once.`,
        });
      else if (found.some((other) => sections.indexOf(other) > position))
        this.report(section, {
          rule: "section-order",
          severity: "warning",
          message: `'${name}' is out of order; the documented order is ${sections.join(", ")}.`,
        });
      found.push(name);
      this.section(section, name);
    }
  }

  private section(section: PolicyElement, name: Section): void {
    this.refuseAttributes(section);
    refuseText(section, [], this.report);
    this.seen.clear();
    // Resolvers stand beside the one policy: documented for `set-graphql-resolver`.
    const forwarding = section.children.filter((child) => child.name !== "set-graphql-resolver");
    if (name === "backend" && forwarding.length > 1)
      this.report(
        section,
        {
          rule: "one-policy-in-backend",
          message: "'backend' section allows only one policy to be specified.",
        },
        forwarding[1],
      );
    if (name === "backend" && section.children.length === 0)
      this.report(section, {
        rule: "empty-backend",
        severity: "warning",
        message:
          "An empty 'backend' section forwards nothing; '<base />' takes over what the outer scope does.",
      });
    this.policies(section, [name], 1, true);
  }

  private policies(
    parent: PolicyElement,
    where: readonly Section[],
    depth: number,
    directlyInSection: boolean,
  ): void {
    if (depth > deepest) {
      this.report(parent, {
        rule: "too-deep",
        message: `Policies are nested deeper than ${deepest} levels.`,
      });
      return;
    }
    for (const element of parent.children) {
      if (element.name === "base") this.base(element, directlyInSection);
      else this.policy(parent, element, where, depth);
    }
  }

  private base(element: PolicyElement, directlyInSection: boolean): void {
    checkElement(element, bare, this.report);
    if (this.options.scope === "fragment")
      this.report(element, { rule: "base-in-fragment", message: "A fragment cannot hold 'base'." });
    else if (!directlyInSection)
      this.report(element, {
        rule: "nested-base",
        severity: "warning",
        message: "'base' is documented directly in a section only.",
      });
    else if (this.seen.has("base"))
      this.report(element, {
        rule: "policy-twice",
        severity: "warning",
        message: "'base' stands in this section twice; the policies of the outer scope run twice.",
      });
    this.seen.add("base");
  }

  private policy(
    parent: PolicyElement,
    element: PolicyElement,
    where: readonly Section[],
    depth: number,
  ): void {
    const rule = policyTable.get(element.name);
    if (rule === undefined) {
      if (otherPolicies.has(element.name)) return;
      const nearest = hint(element.name, [...policyTable.keys(), ...otherPolicies, "base"]);
      this.report(element, {
        rule: "unknown-policy",
        message: `The element '${parent.name}' has invalid child element '${element.name}'.${nearest}`,
        ...(nearest === "" ? {} : { meant: true }),
      });
      return;
    }
    const around = this.page;
    if (rule.source.endsWith("-policy")) this.page = rule.source;
    this.standing(element, rule, where);
    checkElement(element, rule, this.report);
    this.inside(element, rule, where, depth);
    this.page = around;
  }

  /** Whether the policy may stand where it stands. */
  private standing(element: PolicyElement, rule: PolicyRule, where: readonly Section[]): void {
    const { scope, gateway } = this.options;
    for (const section of where) {
      if (rule.sections.includes(section)) continue;
      const documented = rule.sections.join(", ");
      if (rule.alsoIn.includes(section) || (scope === "fragment" && rule.alsoInFragments.includes(section)))
        this.report(element, {
          rule: "undocumented-section",
          severity: "warning",
          message: `'${rule.name}' in '${section}' is not documented (${documented}).`,
        });
      else
        this.report(element, {
          rule: "wrong-section",
          message: `Policy is not allowed in the specified section '${section}'; '${rule.name}' is allowed in ${documented}.`,
        });
    }
    if (scope === "fragment") {
      if (rule.name === "include-fragment")
        this.report(element, {
          rule: "nested-fragment",
          severity: "warning",
          message: "A fragment that includes a fragment is not documented.",
        });
    } else if (!rule.scopes.includes(scope))
      this.report(element, {
        rule: "wrong-scope",
        severity: this.settings.otherScopes,
        message: `Policy is not allowed in the specified scope '${scope}'; '${rule.name}' is allowed in ${rule.scopes.join(", ")}.`,
      });
    if (gateway !== undefined && !rule.gateways.includes(gateway))
      this.report(element, {
        rule: "wrong-gateway",
        message: `'${rule.name}' is not supported in ${gateway} gateways; it is in ${rule.gateways.join(", ")}.`,
      });
    if (rule.once && this.seen.has(rule.name))
      this.report(element, {
        rule: "policy-twice",
        severity: "warning",
        message: `'${rule.name}' may be used once in a section.`,
      });
    this.seen.add(rule.name);
  }

  /** The children of an element that was checked. */
  private inside(element: PolicyElement, rule: ElementRule, where: readonly Section[], depth: number): void {
    if (rule.content === "policies") this.policies(element, where, depth + 1, false);
    else if (rule.content !== "anything") {
      for (const child of element.children) {
        const childRule = rule.content[child.name]?.element;
        if (childRule === undefined) continue;
        checkElement(child, childRule, this.report);
        this.inside(child, childRule, where, depth);
      }
    }
  }

  private refuseAttributes(element: PolicyElement): void {
    checkElement({ ...element, text: undefined, children: [] }, bare, this.report);
  }
}

const bare: ElementRule = {
  attributes: {},
  content: {},
  ordered: false,
  text: "none",
  oneOf: [],
  someOf: [],
  exclusive: [],
  together: [],
};
