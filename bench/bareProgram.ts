import type { Operation } from "../local/engine/events";

/** One resource as the engine has registered it, from `pulumi stack export`. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
}

export type ProgramKind = "plain" | "stripped";

/**
 * The text of the program that somebody would write who wants exactly these resources and nothing else: one class call
 * after the other, with the same names, inputs and dependencies, no components, nothing decided. Its inputs are plain
 * values, so it is faster than any program that wires outputs.
 *
 * @param kind `stripped`: without azure-native's version aliases, as ours; `plain`: as the SDK comes
 */
export function bareProgram(
  resources: readonly Registered[],
  kind: ProgramKind,
): { program: string; data: string } {
  const custom = resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
  const index = new Map(custom.map(({ urn }, position) => [urn, position]));
  const data = custom.map(({ urn, type, inputs = {}, dependencies = [] }) => {
    const [pkg = "", module = "", name = ""] = type.split(":");
    return {
      from: pkg === "random" ? "@pulumi/random" : `@pulumi/azure-native/${module}/index.js`,
      class: name,
      name: urn.split("::").slice(3).join("::"),
      inputs: withoutMarks(inputs),
      dependsOn: dependencies.flatMap((dependency) => index.get(dependency) ?? []),
    };
  });
  return { program: kind === "plain" ? PROGRAM : STRIP + PROGRAM, data: JSON.stringify(data) };
}

const PROGRAM = `
const made = [];
for (const { from, class: name, name: logical, inputs, dependsOn } of require("./resources.json"))
  made.push(new (require(from)[name])(logical, inputs, { dependsOn: dependsOn.map((i) => made[i]) }));
`;

const STRIP = `
require("@pulumi/pulumi").runtime.registerStackTransformation(({ props, opts }) => {
  if (!Array.isArray(opts.aliases)) return undefined;
  const aliases = opts.aliases.filter((alias) => !/^azure-native:[A-Za-z]+\\/v\\d{8}[a-z]*:/.test(alias?.type ?? ""));
  return { props, opts: { ...opts, aliases } };
});
`;

const SECRET = "4dabf18193072939515e22adb298388d";

/** Inputs without the engine's own entries, and with secrets as what they hold. */
function withoutMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Record<string, unknown>;
  if (SECRET in record)
    return typeof record.plaintext === "string" ? JSON.parse(record.plaintext) : withoutMarks(record.value);
  return Object.fromEntries(
    Object.entries(record)
      .filter(([key]) => !key.startsWith("__"))
      .map(([key, item]) => [key, withoutMarks(item)]),
  );
}

/** How many resources a run is about, components included. */
export const countOf = (operations: readonly Operation[]) => new Set(operations.map(({ urn }) => urn)).size;
