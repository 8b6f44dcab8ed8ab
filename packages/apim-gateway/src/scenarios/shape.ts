import { closest } from "../text/closest";
import { plainValue, type ScenarioNode } from "./yamlNode";

/** Told of each mistake. @returns nothing, so that a reader can end with it */
export type ReportMistake = (at: number, message: string) => undefined;

/** What a value must look like: one source for reading it, for what is said of mistakes, and for the JSON schema. */
export interface YamlShape<T> {
  /** As it is read in "must be …". */
  readonly expects: string;
  readonly schema: JsonSchema;
  /** `undefined`: it is not so, which was reported. */
  read(node: ScenarioNode, report: ReportMistake): T | undefined;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a shape reads. */
export type Read<S> = S extends YamlShape<infer T> ? T : never;

/** A value as a message shows it. */
export function described(node: ScenarioNode): string {
  if (node.kind === "list") return "a list";
  if (node.kind === "map") return "a mapping";
  if (node.kind === "function") return "a function";
  return node.source === ""
    ? "empty"
    : `\`${node.source.length > 40 ? `${node.source.slice(0, 39)}…` : node.source}\``;
}

const mustBe = (shape: { readonly expects: string }, node: ScenarioNode, report: ReportMistake) =>
  report(node.at, `must be ${shape.expects}, not ${described(node)}.`);

/** Any single value, as the text that was written. */
export const text = (expects = "text"): YamlShape<string> => ({
  expects,
  schema: { type: ["string", "number", "boolean"] },
  read(node, report) {
    return node.kind === "scalar" && (node.value !== null || node.source !== "")
      ? node.source
      : mustBe(this, node, report);
  },
});

/** A single value that a function reads; `undefined` where it cannot. */
export const parsed = <T>(
  expects: string,
  parse: (text: string) => T | undefined,
  schema?: JsonSchema,
): YamlShape<T> => ({
  expects,
  schema: schema ?? { type: ["string", "number"], description: expects },
  read(node, report) {
    const value = node.kind === "scalar" ? parse(node.source) : undefined;
    return value === undefined ? mustBe(this, node, report) : value;
  },
});

export const whole = (min: number, max: number): YamlShape<number> => ({
  expects: `a whole number from ${min} to ${max}`,
  schema: { type: "integer", minimum: min, maximum: max },
  read(node, report) {
    const value = node.kind === "scalar" ? node.value : undefined;
    return typeof value === "number" && Number.isInteger(value) && value >= min && value <= max
      ? value
      : mustBe(this, node, report);
  },
});

export const flag: YamlShape<boolean> = {
  expects: "true or false",
  schema: { type: "boolean" },
  read(node, report) {
    return node.kind === "scalar" && typeof node.value === "boolean"
      ? node.value
      : mustBe(this, node, report);
  },
};

export const word = <const W extends string>(...words: readonly W[]): YamlShape<W> => ({
  expects: words.map((each) => `\`${each}\``).join(" or "),
  schema: { enum: words },
  read(node, report) {
    const found = words.find((each) => node.kind === "scalar" && node.source === each);
    if (found !== undefined || node.kind !== "scalar") return found ?? mustBe(this, node, report);
    const near = closest(node.source, words);
    return report(
      node.at,
      `must be ${this.expects}, not ${described(node)}.${near === undefined ? "" : ` Did you mean \`${near}\`?`}`,
    );
  },
});

/** Anything that JSON can say. */
export const anything: YamlShape<{ readonly json: unknown }> = {
  expects: "any value",
  schema: {},
  read: (node) => ({ json: plainValue(node) }),
};

export const list = <T>(
  item: YamlShape<T>,
  expects = `a list of ${item.expects}`,
): YamlShape<readonly T[]> => ({
  expects,
  schema: { type: "array", items: item.schema },
  read(node, report) {
    if (node.kind !== "list") return mustBe(this, node, report);
    const read = node.items.map((each) => item.read(each, report));
    return read.includes(undefined) ? undefined : (read as T[]);
  },
});

export interface NamedEntry<T> {
  readonly name: string;
  readonly value: T;
  readonly at: number;
}

/** A mapping whose keys are names that the author chose. */
export const named = <T>(value: YamlShape<T>, expects: string): YamlShape<readonly NamedEntry<T>[]> => ({
  expects,
  schema: { type: "object", additionalProperties: value.schema },
  read(node, report) {
    if (node.kind !== "map") return mustBe(this, node, report);
    const read = node.entries.map(({ key, keyAt, value: each }) => {
      const found = value.read(each, (at, message) =>
        report(at, at === each.at ? `\`${key}\` ${message}` : message),
      );
      return found === undefined ? undefined : { name: key, value: found, at: keyAt };
    });
    return read.includes(undefined) ? undefined : (read as NamedEntry<T>[]);
  },
});

/** The first case whose turn it is, by what the value looks like. */
export const either = <T>(
  expects: string,
  ...cases: readonly { readonly when: (node: ScenarioNode) => boolean; readonly shape: YamlShape<T> }[]
): YamlShape<T> => ({
  expects,
  schema: { anyOf: cases.map(({ shape }) => shape.schema) },
  read(node, report) {
    const found = cases.find(({ when }) => when(node));
    return found === undefined ? mustBe(this, node, report) : found.shape.read(node, report);
  },
});

/** The same, with its value changed. */
export const mapped = <T, U>(
  shape: YamlShape<T>,
  change: (value: T, node: ScenarioNode) => U,
): YamlShape<U> => ({
  expects: shape.expects,
  schema: shape.schema,
  read(node, report) {
    const value = shape.read(node, report);
    return value === undefined ? undefined : change(value, node);
  },
});

export const isList = (node: ScenarioNode): boolean => node.kind === "list";
export const isMapping = (node: ScenarioNode): boolean => node.kind === "map";
export const isScalar = (node: ScenarioNode): boolean => node.kind === "scalar";
