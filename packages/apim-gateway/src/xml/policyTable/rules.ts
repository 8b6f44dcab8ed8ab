/** What the table of policies is made of, and the short notation of its rows. */

export type Section = "inbound" | "backend" | "outbound" | "on-error";
export type Scope = "global" | "workspace" | "product" | "api" | "operation";
export type GatewayKind = "classic" | "v2" | "consumption" | "self-hosted" | "workspace";

/** In the order in which a document has them. */
export const sections: readonly Section[] = ["inbound", "backend", "outbound", "on-error"];
export const scopes: readonly Scope[] = ["global", "workspace", "product", "api", "operation"];

export type ValueType =
  | { readonly kind: "text" }
  | { readonly kind: "boolean" }
  /** `whole`: no fraction. */
  | { readonly kind: "number"; readonly min: number; readonly max: number; readonly whole: boolean }
  | { readonly kind: "enum"; readonly values: readonly string[] };

export interface AttributeRule {
  readonly required: boolean;
  /** Not in the reference; public documents hold it. */
  readonly undocumented: boolean;
  /** Whether the value may be a policy expression. */
  readonly expression: boolean;
  readonly type: ValueType;
  /** What an absent attribute means, where that is documented. */
  readonly default: string | undefined;
}

export interface ChildRule {
  readonly element: ElementRule;
  /** Not in the reference; public documents hold it. */
  readonly undocumented: boolean;
  readonly min: number;
  /** Whether public documents have fewer than `min`: a warning then. */
  readonly lenient: boolean;
  readonly max: number;
}

/** `policies`: any policy; `anything`: not ours to read (a template); otherwise the children by name. */
export type ContentRule = "policies" | "anything" | Readonly<Record<string, ChildRule>>;

export interface ElementRule {
  readonly attributes: Readonly<Record<string, AttributeRule>>;
  readonly content: ContentRule;
  /** Whether children out of the table's order are an error; a warning otherwise, as every page asks for its order. */
  readonly ordered: boolean;
  /** The element's text, or `none`. */
  readonly text:
    | "none"
    | { readonly expression: boolean; readonly required: boolean; readonly type: ValueType };
  /** Exactly one of these attributes. */
  readonly oneOf: readonly string[];
  /** At least one of these attributes. */
  readonly someOf: readonly string[];
  /** At most one of these attributes. */
  readonly exclusive: readonly string[];
  /** Attributes that need each other. */
  readonly together: readonly string[];
}

export interface PolicyRule extends ElementRule {
  readonly name: string;
  readonly sections: readonly Section[];
  /** Sections that only samples or Microsoft's toolkit know: a warning. */
  readonly alsoIn: readonly Section[];
  /** The same for a fragment that is included there. */
  readonly alsoInFragments: readonly Section[];
  readonly scopes: readonly Scope[];
  readonly gateways: readonly GatewayKind[];
  /** At most one in a section, as documented. */
  readonly once: boolean;
  /** A page of Microsoft's policy reference (`<name>-policy`), or what else the row comes from. */
  readonly source: string;
  /** Where the sources differ, or something is taken from somewhere else. */
  readonly note: string | undefined;
}

/**
 * An attribute in short: `!` required or `?` undocumented, `@` an expression is allowed, then the type (`text`,
 * `boolean`, `1..50`, `0..` for whole numbers, `0.0..1.0` for any, `a|b|c`), then `= default`.
 */
export function parseAttribute(short: string): AttributeRule {
  const match = /^([!?]?)(@?) ?(\S+)(?: = (.*))?$/.exec(short);
  if (match === null) throw new Error(`\`${short}\` is not an attribute`);
  const [, mark, expression, type = "", fallback] = match;
  return {
    required: mark === "!",
    undocumented: mark === "?",
    expression: expression === "@",
    type: parseType(type),
    default: fallback,
  };
}

function parseType(short: string): ValueType {
  if (short === "text" || short === "boolean") return { kind: short };
  const range = /^(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)?$/.exec(short);
  if (range === null) return { kind: "enum", values: short.split("|") };
  const [, min = "", max = ""] = range;
  return {
    kind: "number",
    min: Number(min),
    max: max === "" ? Number.POSITIVE_INFINITY : Number(max),
    whole: !min.includes("."),
  };
}

export interface ElementShape {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content?: ContentRule;
  readonly ordered?: boolean;
  /** An attribute in short, for the text. */
  readonly text?: string;
  readonly oneOf?: readonly string[];
  readonly someOf?: readonly string[];
  readonly exclusive?: readonly string[];
  readonly together?: readonly string[];
}

export function element(shape: ElementShape = {}): ElementRule {
  const text = shape.text === undefined ? undefined : parseAttribute(shape.text);
  return {
    attributes: Object.fromEntries(
      Object.entries(shape.attributes ?? {}).map(([name, short]) => [name, parseAttribute(short)]),
    ),
    content: shape.content ?? {},
    ordered: shape.ordered ?? false,
    text: text === undefined ? "none" : text,
    oneOf: shape.oneOf ?? [],
    someOf: shape.someOf ?? [],
    exclusive: shape.exclusive ?? [],
    together: shape.together ?? [],
  };
}

/**
 * A policy, or one that is a part of another, such as `set-header` of `send-request`. Any policy may have an `id`;
 * `context.LastError.PolicyId` tells it (error handling in policies).
 */
export function policyElement(shape: ElementShape): ElementRule {
  const { attributes, ...rest } = element(shape);
  return { ...rest, attributes: { ...attributes, id: parseAttribute("text") } };
}

const child = (of: ElementRule, min: number, max: number): ChildRule => ({
  element: of,
  undocumented: false,
  lenient: false,
  min,
  max,
});
const many = Number.POSITIVE_INFINITY;
export const maybe = (of: ElementRule): ChildRule => child(of, 0, 1);
export const one = (of: ElementRule): ChildRule => child(of, 1, 1);
export const any = (of: ElementRule): ChildRule => child(of, 0, many);
export const some = (of: ElementRule): ChildRule => child(of, 1, many);
/** A child that public documents hold and the reference does not have. */
export const undocumented = (of: ElementRule): ChildRule => ({ ...any(of), undocumented: true });
/** Children of which the reference wants one, and public documents have none. */
export const shouldHave = (of: ElementRule): ChildRule => ({ ...some(of), lenient: true });

/** A list of text elements: `<audiences><audience>…</audience></audiences>`. */
export const listOf = (name: string, text = "!@ text"): ElementRule =>
  element({ content: { [name]: shouldHave(element({ text })) } });

const letters: Readonly<Record<string, Section>> = {
  I: "inbound",
  B: "backend",
  O: "outbound",
  E: "on-error",
};
const kinds: Readonly<Record<string, GatewayKind>> = {
  C: "classic",
  V: "v2",
  K: "consumption",
  S: "self-hosted",
  W: "workspace",
};
const scopeLetters: Readonly<Record<string, Scope>> = {
  G: "global",
  W: "workspace",
  P: "product",
  A: "api",
  O: "operation",
};
const spell = <T>(table: Readonly<Record<string, T>>, short: string): T[] =>
  [...short].map((letter) => table[letter] as T);

export interface PolicyShape extends ElementShape {
  /** `I`nbound, `B`ackend, `O`utbound, on-`E`rror. */
  readonly in: string;
  readonly alsoIn?: string;
  readonly alsoInFragments?: string;
  /** `G`lobal, `W`orkspace, `P`roduct, `A`PI, `O`peration. @default all */
  readonly scopes?: string;
  /** `C`lassic, `V`2, `K` for consumption, `S`elf-hosted, `W`orkspace. @default all */
  readonly gateways?: string;
  readonly once?: boolean;
  /** @default the policy's page of the reference */
  readonly source?: string;
  readonly note?: string;
}

export function policy(name: string, shape: PolicyShape): PolicyRule {
  return {
    name,
    ...policyElement(shape),
    sections: spell(letters, shape.in),
    alsoIn: spell(letters, shape.alsoIn ?? ""),
    alsoInFragments: spell(letters, shape.alsoInFragments ?? ""),
    scopes: spell(scopeLetters, shape.scopes ?? "GWPAO"),
    gateways: spell(kinds, shape.gateways ?? "CVKSW"),
    once: shape.once ?? false,
    source: shape.source ?? `${name}-policy`,
    note: shape.note,
  };
}
