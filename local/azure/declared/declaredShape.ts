import { closest } from "apim-gateway/text";
/** What a package declares for one value, as far as it can be checked: names, kinds, what must be given. */
export type Shape =
  | { readonly kind: "object"; readonly properties: ReadonlyMap<string, Property> }
  | { readonly kind: "list"; readonly items: Shape }
  | { readonly kind: "map"; readonly items: Shape }
  | { readonly kind: "text" }
  | { readonly kind: "number" }
  | { readonly kind: "boolean" }
  | { readonly kind: "any" };

export interface Property {
  readonly required: boolean;
  readonly shape: Shape;
}

/** One fault of a value, at its path as a person would write it. */
export interface ShapeFault {
  readonly path: string;
  readonly reason: string;
}

/**
 * Every fault of the value. A name that the package does not declare is one of them: azure-native would drop it in
 * silence, and Azure would never hear of it.
 * @param isUnknown values that are not known yet are not judged
 */
export function shapeFaults(
  shape: Shape,
  value: unknown,
  path: string,
  isUnknown: (value: unknown) => boolean,
): ShapeFault[] {
  if (value === undefined || value === null || isUnknown(value) || shape.kind === "any") return [];
  if (shape.kind === "list") {
    if (!Array.isArray(value)) return [wrongKind(path, "a list", value)];
    return value.flatMap((item, index) => shapeFaults(shape.items, item, `${path}[${index}]`, isUnknown));
  }
  if (shape.kind === "text" || shape.kind === "number" || shape.kind === "boolean") {
    const fine = typeof value === (shape.kind === "text" ? "string" : shape.kind);
    return fine ? [] : [wrongKind(path, shape.kind === "text" ? "a text" : `a ${shape.kind}`, value)];
  }
  if (typeof value !== "object" || Array.isArray(value)) return [wrongKind(path, "an object", value)];
  const entries = Object.entries(value);
  if (shape.kind === "map")
    return entries.flatMap(([key, item]) => shapeFaults(shape.items, item, join(path, key), isUnknown));
  const faults = entries.flatMap(([key, item]) => {
    const property = shape.properties.get(key);
    if (property !== undefined) return shapeFaults(property.shape, item, join(path, key), isUnknown);
    return key.startsWith("__")
      ? []
      : [{ path: join(path, key), reason: unknownName(key, [...shape.properties.keys()]) }];
  });
  for (const [key, property] of shape.properties) {
    const given = (value as Record<string, unknown>)[key];
    if (property.required && (given === undefined || given === null)) {
      faults.push({ path: join(path, key), reason: `\`${key}\` is required` });
    }
  }
  return faults;
}

function wrongKind(path: string, wanted: string, value: unknown): ShapeFault {
  const found = Array.isArray(value)
    ? "a list"
    : typeof value === "object"
      ? "an object"
      : `\`${String(value)}\``;
  return { path, reason: `must be ${wanted}, got ${found}` };
}

function unknownName(name: string, known: readonly string[]): string {
  const near = closest(name, known);
  const hint =
    near === undefined ? `Known are: ${[...known].sort().join(", ")}.` : `Did you mean \`${near}\`?`;
  return `the package declares no \`${name}\` here and would drop it in silence. ${hint}`;
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
