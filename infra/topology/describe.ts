import type { z } from "zod";
import { allowed, refusedKeys } from "./allowed";
import type { Path } from "./path";
import { clip } from "./source/compose";
import type { YamlNode } from "./source/node";

type Schema = z.core.$ZodType;
/** Every kind of schema, told apart by `def.type`; zod types only the union of them. */
type Def = z.core.$ZodTypes["_zod"]["def"];

const defOf = (schema: Schema): Def => (schema as z.core.$ZodTypes)._zod.def;

/** The schema without its defaults and optionality. */
function unwrap(schema: Schema): Schema {
  const def = defOf(schema);
  return def.type === "optional" || def.type === "default" || def.type === "prefault"
    ? unwrap(def.innerType)
    : schema;
}

/** The schema that judges the value at a path, or `undefined` where the path leaves the schema. */
export function schemaAt(root: Schema, path: Path): Schema | undefined {
  let schema: Schema | undefined = root;
  for (const part of path) {
    if (schema === undefined) return undefined;
    schema = child(schema, part);
  }
  return schema;
}

function child(wrapped: Schema, part: string | number): Schema | undefined {
  const def = defOf(unwrap(wrapped));
  switch (def.type) {
    case "object":
      return Object.hasOwn(def.shape, part) ? def.shape[part] : undefined;
    // Of a choice between a list and a mapping the path tells which one is meant.
    case "record":
      return typeof part === "string" ? def.valueType : undefined;
    case "array":
      return typeof part === "number" ? def.element : undefined;
    case "union":
      return def.options.map((option) => child(option, part)).find((found) => found !== undefined);
    default:
      return undefined;
  }
}

/** The keys that a mapping may have, or `undefined` when any name is allowed. */
export function keysOf(schema: Schema): string[] | undefined {
  const def = defOf(unwrap(schema));
  if (def.type === "object") return Object.keys(def.shape);
  if (def.type === "union") return def.options.map(keysOf).find((keys) => keys !== undefined);
  return undefined;
}

/** Why a mapping does not take this key, where that is said. */
export function refusalOf(schema: Schema, key: string): string | undefined {
  const written = refusedKeys.get(schema) ?? refusedKeys.get(unwrap(schema));
  return written !== undefined && Object.hasOwn(written, key) ? written[key] : undefined;
}

/** What the keys of a mapping with free names must be, or `undefined` when its keys are fixed. */
export function nameSchemaOf(schema: Schema): Schema | undefined {
  const def = defOf(unwrap(schema));
  if (def.type === "union") return def.options.map(nameSchemaOf).find((names) => names !== undefined);
  return def.type === "record" ? def.keyType : undefined;
}

/** The values that may be chosen from, or `undefined` when it is not a choice. */
export function choicesOf(schema: Schema): string[] | undefined {
  const def = defOf(unwrap(schema));
  return def.type === "enum" ? Object.values(def.entries).map(String) : undefined;
}

/** What is allowed, as the end of the sentence "`key` must be …". */
export function describeAllowed(wrapped: Schema): string {
  const schema = unwrap(wrapped);
  const written = allowed.get(schema)?.allowed ?? allowed.get(wrapped)?.allowed;
  if (written !== undefined) return written;
  const def = defOf(schema);
  const { minimum, maximum } = limitsOf(def);
  switch (def.type) {
    case "number":
      return `a whole number ${range(minimum, maximum)}`;
    case "string":
      return maximum === undefined ? "text" : `text of ${minimum ?? 0} to ${maximum} characters`;
    case "boolean":
      return "`true` or `false`";
    case "enum":
      return alternatives(Object.values(def.entries).map((entry) => `\`${String(entry)}\``));
    case "array":
      return `a list with at least ${minimum ?? 1} item, each ${describeAllowed(def.element)}`;
    case "object":
      return `a mapping with the keys ${listed(Object.keys(def.shape))}`;
    case "record":
      return "a mapping";
    case "union":
      return def.options.map(describeAllowed).join(", or ");
    default:
      return "another value";
  }
}

/** The bounds that the checks of a schema set on a number, or on the length of a text or list. */
function limitsOf(def: Def): { minimum?: number; maximum?: number } {
  const limits: { minimum?: number; maximum?: number } = {};
  for (const check of def.checks ?? []) {
    const bound = (check as z.core.$ZodChecks)._zod.def;
    if (bound.check === "min_length") limits.minimum = bound.minimum;
    if (bound.check === "max_length") limits.maximum = bound.maximum;
    if (bound.check === "greater_than") limits.minimum = Number(bound.value);
    if (bound.check === "less_than") limits.maximum = Number(bound.value);
  }
  return limits;
}

function range(minimum: number | undefined, maximum: number | undefined): string {
  // zod gives every whole number the safe range; that says nothing to a person.
  if (maximum === undefined || maximum >= 1_000_000_000) return `of at least ${thousands(minimum ?? 0)}`;
  return `from ${thousands(minimum ?? 0)} to ${thousands(maximum)}`;
}

/** 100000 → `100,000`. */
export function thousands(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 20 });
}

/** `a`, `b` or `c`. */
export function alternatives(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}

/** Names in backticks, separated by commas. */
export function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

/** What was found, as the end of "…, got": `the text \`x\``, `0`, `a list`. */
export function describeFound(node: YamlNode | undefined): string {
  if (node === undefined) return "nothing";
  if (node.kind === "sequence") return node.items.length === 0 ? "an empty list" : "a list";
  if (node.kind === "mapping") return "a mapping";
  if (node.value === null) return "nothing";
  if (typeof node.value === "string")
    return node.value === "" ? "an empty text" : `the text \`${clip(node.value)}\``;
  return `\`${clip(node.source)}\``;
}
