import type { GatewayProblem } from "../ports/problem";
import { didYouMean } from "../text/closest";
import type { Place } from "./place";
import type { PolicyElement, PolicyFormat, PolicyValue } from "./policyDocument";
import { type GatewayKind, type Scope, type Section, sections } from "./policyTable/rules";
import { readPolicy } from "./readPolicy";

/** One document, before anybody saves it. */
export interface PolicyText {
  /** As it is named in problems. */
  readonly file: string;
  readonly text: string;
  /** What it is attached to. */
  readonly scope: Scope | "fragment";
  /** Of a fragment: the name by which others include it. */
  readonly name?: string;
  /** @default "rawxml" */
  readonly format?: PolicyFormat;
}

/** A value of a document, as a rule of one's own sees it. */
export interface WrittenValue {
  readonly element: string;
  /** `undefined`: the text of the element. */
  readonly attribute: string | undefined;
  readonly text: string;
  /** `mixed`: text with expressions inside. */
  readonly kind: PolicyValue["kind"];
  /** Names of the elements around this one, the outermost first. */
  readonly within: readonly string[];
}

/** An element of a document, as a rule of one's own sees it. */
export interface WrittenElement {
  readonly attributes: readonly string[];
  /** Names of the elements around this one, the outermost first. */
  readonly within: readonly string[];
}

interface Fault {
  readonly rule: string;
  readonly message: string;
}

/** A rule of one's own: what is wrong with a value. */
export type ValueRule = (value: WrittenValue) => readonly Fault[];

/** The same of an element, by its name and those of its children. */
export type ChildrenRule = (
  element: string,
  children: readonly string[],
  written: WrittenElement,
) => readonly Fault[];

export interface CheckPoliciesOptions {
  /** Names of what exists beside the documents; of a kind that is left out, any name may. */
  readonly backends?: Iterable<string>;
  readonly fragments?: Iterable<string>;
  readonly namedValues?: Iterable<string>;
  /** @default every policy is supported */
  readonly gateway?: GatewayKind;
  readonly rules?: readonly ValueRule[];
  readonly childrenRules?: readonly ChildrenRule[];
}

/** Largest document in bytes (documented: 256 KiB, fragments 32 KB). */
const largest = (scope: PolicyText["scope"]): number => (scope === "fragment" ? 32 : 256) * 1024;

/**
 * What API Management would refuse (errors), or might (warnings), about documents that belong together: grammar, sections,
 * sizes, and names that nothing has. A fragment is judged by the sections in which the others include it. What it does
 * not look into is C#: `checkDocuments` compiles it. Never throws.
 */
export function checkPolicies(
  documents: readonly PolicyText[],
  options: CheckPoliciesOptions = {},
): GatewayProblem[] {
  const names: Names = {
    backend: setOf(options.backends),
    fragment: setOf(options.fragments),
    "named value": setOf(options.namedValues),
  };
  const uses = new Map<string, Set<Section>>();
  const inOrder = [...documents].sort(
    (a, b) => Number(a.scope === "fragment") - Number(b.scope === "fragment"),
  );
  const found = new Map(
    inOrder.map((one) => [one, new DocumentCheck(one, names, options, uses).problems] as const),
  );
  return documents.flatMap((one) => found.get(one) ?? []);
}

type Names = Readonly<Record<"backend" | "fragment" | "named value", ReadonlySet<string> | undefined>>;

const setOf = (names: Iterable<string> | undefined) => (names === undefined ? undefined : new Set(names));

class DocumentCheck {
  private readonly found: GatewayProblem[] = [];

  constructor(
    private readonly one: PolicyText,
    private readonly names: Names,
    private readonly options: CheckPoliciesOptions,
    /** Sections that include a fragment, of the documents so far. */
    private readonly uses: Map<string, Set<Section>>,
  ) {
    const { scope, text, name, format } = one;
    const { document, problems } = readPolicy(text, {
      scope,
      ...(format === undefined ? {} : { format }),
      ...(scope === "fragment" && name !== undefined ? { includedIn: [...(uses.get(name) ?? [])] } : {}),
      ...(options.gateway === undefined ? {} : { gateway: options.gateway }),
    });
    for (const { severity, rule, message, line, column } of problems)
      this.found.push({ severity, rule, message, file: one.file, line, column });
    if (document === undefined) return;
    const bytes = Buffer.byteLength(text);
    if (bytes > largest(scope))
      this.report(
        document.root,
        "document-size",
        `The document has ${bytes} bytes; at most ${largest(scope)} are accepted.`,
      );
    for (const child of document.root.children)
      this.visit(child, scope === "fragment" ? undefined : (child.name as Section), [document.root.name]);
  }

  get problems(): readonly GatewayProblem[] {
    return this.found.sort((a, b) => a.line - b.line || a.column - b.column);
  }

  private report({ line, column }: Place, rule: string, message: string): void {
    this.found.push({ severity: "error", rule, message, file: this.one.file, line, column });
  }

  private visit(element: PolicyElement, section: Section | undefined, within: readonly string[]): void {
    for (const { name, value } of element.attributes) {
      this.value(element.name, name, value, within);
      if (value.kind !== "literal") continue;
      if (name === "fragment-id") this.included(value, section);
      if (name === "backend-id") this.reference("backend", value.text, value);
    }
    if (element.text !== undefined) this.value(element.name, undefined, element.text, within);
    const children = element.children.map(({ name }) => name);
    const attributes = element.attributes.map(({ name }) => name);
    for (const rule of this.options.childrenRules ?? [])
      for (const fault of rule(element.name, children, { attributes, within }))
        this.report(element, fault.rule, fault.message);
    for (const child of element.children) this.visit(child, section, [...within, element.name]);
  }

  private included(value: PolicyValue, section: Section | undefined): void {
    this.reference("fragment", value.text, value);
    if (section === undefined || !sections.includes(section)) return;
    this.uses.set(value.text, (this.uses.get(value.text) ?? new Set()).add(section));
  }

  private value(
    element: string,
    attribute: string | undefined,
    value: PolicyValue,
    within: readonly string[],
  ): void {
    const { text, kind } = value;
    for (const [, name = ""] of text.matchAll(/\{\{([A-Za-z0-9._-]{1,256})\}\}/g))
      this.reference("named value", name, value);
    for (const rule of this.options.rules ?? [])
      for (const fault of rule({ element, attribute, text, kind, within }))
        this.report(value, fault.rule, fault.message);
  }

  private reference(what: keyof Names, name: string, at: Place): void {
    const known = this.names[what];
    // A named value stands for a name.
    if (known === undefined || known.has(name) || name.includes("{{")) return;
    this.report(
      at,
      `unknown-${what.replace(" ", "-")}`,
      `There is no ${what} '${name}'.${didYouMean(name, known).replaceAll("`", "'")}`,
    );
  }
}
