/**
 * The variables of a request that templates and C# files read, with their types. A template writes `v.model` and C# takes a
 * parameter `string model`; both become a cast of `context.Variables["model"]`, and a name that is not here does not load.
 */
export type VariableType = "string" | "int" | "long" | "bool" | "JObject" | "JArray" | "Jwt";

const types = {
  string:
    "consumer class models asked model route strange-header surface body body-before body-after backend tier deployment mode known tried outcomes told verdict sole pulse asking heard state why reason refusal end pulse-key member-key sibling sibling-pulse token-owners token-fault key-consumer rest regional-call stateful stateful-lack stem",
  int: "attempt status noted chosen limit whole-limit wait-ms ask-ms patience-ms",
  long: "began",
  bool: "last-try ptu-full duty again exact keeps",
  JArray: "members states",
  JObject: "payg models-here",
  Jwt: "caller-token",
} as const satisfies Readonly<Record<VariableType, string>>;

/** Name in camel case → the variable's own name and type. */
export const variables: ReadonlyMap<string, { readonly name: string; readonly type: VariableType }> = new Map(
  Object.entries(types).flatMap(([type, names]) =>
    names
      .split(" ")
      .filter((name) => name !== "")
      .map((name) => [camelCase(name), { name, type: type as VariableType }] as const),
  ),
);

/** @throws Error for a name that no variable has */
export function variableOf(name: string): { readonly name: string; readonly type: VariableType } {
  const found = variables.get(name);
  if (found === undefined)
    throw new Error(`There is no variable \`v.${name}\`; infra/rendering/variables.ts lists them.`);
  return found;
}

/** C# that reads a variable with its type. */
export function cast(name: string): string {
  const variable = variableOf(name);
  return `(${variable.type})context.Variables["${variable.name}"]`;
}

/** What `{{v.name}}` is in a template, by name. */
export const casts: Readonly<Record<string, string>> = Object.fromEntries(
  [...variables.keys()].map((name) => [name, `(${cast(name)})`]),
);

/** Milliseconds, as everything in the cache counts them. */
const NOW = "(DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond)";

/** C# of a template, with `v.name` and `now()` written out; it may be cut into lines. */
export function withVariables(code: string): string {
  return code
    .split("\n")
    .map((line, at) => (at === 0 ? line.trimEnd() : line.trim()))
    .join(" ")
    .replace(/\bnow\(\)/g, NOW)
    .replace(/\bv\.(\w+)/g, (_, name: string) => `(${cast(name)})`);
}

export function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
