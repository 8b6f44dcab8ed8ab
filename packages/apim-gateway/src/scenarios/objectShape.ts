import { didYouMean } from "../text/closest";
import { described, type JsonSchema, type ReportMistake, type YamlShape } from "./shape";
import type { ScenarioNode } from "./yamlNode";

/** One key of a mapping. */
export interface Field<T> {
  readonly shape: YamlShape<T>;
  /** One sentence for who completes it in an editor. */
  readonly about: string;
  readonly required?: boolean;
}

export type ShapeFields = Readonly<Record<string, Field<unknown>>>;

/** What a mapping reads to: its values, where it stood, and where each of its values did. */
export type PlacedFields<F extends ShapeFields> = {
  readonly [K in keyof F]?: F[K] extends Field<infer T> ? T : never;
} & { /** Where it stood. */ readonly offset: number; readonly places: Readonly<Record<string, number>> };

export const field = <T>(shape: YamlShape<T>, about: string): Field<T> => ({ shape, about });
export const required = <T>(shape: YamlShape<T>, about: string): Field<T> => ({
  shape,
  about,
  required: true,
});

export interface ObjectOptions<F extends ShapeFields> {
  /** Names the mapping in messages: "a scenario". */
  readonly what: string;
  /** How one is written, for who wrote something else: `{ GET: /orders }`. */
  readonly example?: string;
  /** What people write, with what they mean. */
  readonly instead?: Readonly<Record<string, string>>;
  /** Rules between keys. */
  readonly check?: (value: PlacedFields<F>, report: ReportMistake) => void;
  /** Rules between keys, for the schema. */
  readonly also?: JsonSchema;
}

/** A mapping of known keys; each other key is a mistake. */
export function object<F extends ShapeFields>(
  fields: F,
  { what, example, instead = {}, check, also }: ObjectOptions<F>,
): YamlShape<PlacedFields<F>> {
  const names = Object.keys(fields);
  const requiredNames = names.filter((name) => fields[name]?.required);
  return {
    expects: what,
    schema: {
      type: "object",
      properties: Object.fromEntries(names.map((name) => [name, schemaOf(fields[name] as Field<unknown>)])),
      ...(requiredNames.length === 0 ? {} : { required: requiredNames }),
      additionalProperties: false,
      ...also,
    },
    read(node, report) {
      if (node.kind !== "map") {
        const how = example === undefined ? "" : ` Write it as in \`${example}\`.`;
        return report(node.at, `must be ${what}, not ${described(node)}.${how}`);
      }
      const value: Record<string, unknown> = {};
      const places: Record<string, number> = {};
      let sound = true;
      const mistake: ReportMistake = (at, message) => {
        sound = false;
        return report(at, message);
      };
      for (const { key, keyAt, value: each } of node.entries) {
        const known = Object.hasOwn(fields, key) ? fields[key] : undefined;
        if (known === undefined) {
          const meant = Object.hasOwn(instead, key) ? ` ${instead[key]}` : undefined;
          mistake(keyAt, unknownKey(key, names, what, meant));
          continue;
        }
        places[key] = keyAt;
        value[key] = readField(key, each, known, mistake);
      }
      for (const name of requiredNames)
        if (!(name in places)) mistake(node.at, `\`${name}\` is missing in ${what}: ${fields[name]?.about}`);
      if (!sound) return undefined;
      const read = { ...value, offset: node.at, places } as unknown as PlacedFields<F>;
      check?.(read, mistake);
      return sound ? read : undefined;
    },
  };
}

/** What it is for, and how it is written. */
function schemaOf({ shape: { schema }, about }: Field<unknown>): JsonSchema {
  const { description } = schema;
  return { ...schema, description: description === undefined ? about : `${about} It is ${description}.` };
}

/** A mistake of the value itself is told with its key. */
const readField = (
  key: string,
  node: ScenarioNode,
  { shape }: Field<unknown>,
  mistake: ReportMistake,
): unknown =>
  shape.read(node, (at, message) =>
    mistake(at, at === node.at && /^must /.test(message) ? `\`${key}\` ${message}` : message),
  );

/** @param meant what it should be, with a blank before it; left out: a name that is close */
export function unknownKey(
  key: string,
  names: readonly string[],
  what: string,
  meant: string | undefined = undefined,
): string {
  const hint = meant ?? didYouMean(key, names);
  return `\`${key}\` is not known in ${what}.${hint} Allowed: ${names.join(", ")}.`;
}
