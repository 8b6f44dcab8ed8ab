import type { EngineOperation } from "../local/engine/events";

/** One resource as the engine has registered it, from `pulumi stack export`. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
  /** Input → the resources that it was computed from. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

export type ProgramKind = "plain" | "stripped";

/**
 * The text of the TypeScript program that somebody would write who wants exactly these resources and nothing else: one
 * class call after the other, no components, nothing decided. Names, inputs and dependencies are the same, and an input
 * that is computed from other resources is an Output there too (of their URNs, which a preview knows).
 *
 * @param kind `stripped`: without azure-native's version aliases, as ours; `plain`: as the SDK comes
 */
export function bareProgram(
  resources: readonly Registered[],
  kind: ProgramKind,
): { program: string; data: string } {
  const custom = resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
  const index = new Map(custom.map(({ urn }, position) => [urn, position]));
  const positions = (urns: readonly string[]) => urns.flatMap((urn) => index.get(urn) ?? []);
  const data = custom.map(({ urn, type, inputs = {}, dependencies = [], propertyDependencies = {} }) => {
    const [pkg = "", module = "", name = ""] = type.split(":");
    return {
      from: pkg === "random" ? "@pulumi/random" : `@pulumi/azure-native/${module}/index.js`,
      class: name,
      name: urn.split("::").slice(3).join("::"),
      inputs: withoutMarks(inputs),
      computed: Object.entries(propertyDependencies)
        .map(([key, urns]) => [key, positions(urns)] as const)
        .filter(([key, from]) => from.length > 0 && key in inputs),
      dependsOn: positions(dependencies),
    };
  });
  return { program: kind === "plain" ? PROGRAM : STRIP + PROGRAM, data: JSON.stringify(data) };
}

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
const made: pulumi.CustomResource[] = [];
for (const { from, class: name, name: logical, inputs, computed, dependsOn } of require("./resources.json")) {
  for (const [key, sources] of computed) {
    const value = inputs[key];
    inputs[key] = pulumi.all(sources.map((i: number) => made[i].urn)).apply(() => value);
  }
  made.push(new (require(from)[name])(logical, inputs, { dependsOn: dependsOn.map((i: number) => made[i]) }));
}
`;

const STRIP = `
require("@pulumi/pulumi").runtime.registerStackTransformation(({ props, opts }: any) => {
  if (!Array.isArray(opts.aliases)) return undefined;
  const aliases = opts.aliases.filter((alias: any) => !/^azure-native:[A-Za-z]+\\/v\\d{8}[a-z]*:/.test(alias?.type ?? ""));
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
export const countOf = (operations: readonly EngineOperation[]) =>
  new Set(operations.map(({ urn }) => urn)).size;
