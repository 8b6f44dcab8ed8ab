type Schema = Readonly<Record<string, unknown>>;

/** Deeper than this, a schema that means itself ends. */
const DEEPEST = 6;

/** A small value that a JSON Schema admits, for arguments of tools and structured answers. */
export function sampleOf(schema: unknown, depth = 0): unknown {
  const own = (typeof schema === "object" && schema !== null ? schema : {}) as Schema;
  if (Array.isArray(own.enum)) return own.enum[0];
  if (own.const !== undefined) return own.const;
  const either = own.anyOf ?? own.oneOf ?? own.allOf;
  if (Array.isArray(either)) return sampleOf(either[0], depth + 1);
  const type = Array.isArray(own.type) ? own.type[0] : own.type;
  if (type === "object" || own.properties !== undefined) {
    if (depth > DEEPEST) return {};
    const properties = (own.properties ?? {}) as Schema;
    const required = Array.isArray(own.required) ? (own.required as string[]) : Object.keys(properties);
    return Object.fromEntries(required.map((name) => [name, sampleOf(properties[name], depth + 1)]));
  }
  if (type === "array")
    return Number(own.minItems ?? 0) > 0 && depth <= DEEPEST ? [sampleOf(own.items, depth + 1)] : [];
  if (type === "integer" || type === "number") return Number(own.minimum ?? 1);
  if (type === "boolean") return true;
  return type === "null" ? null : "text";
}
