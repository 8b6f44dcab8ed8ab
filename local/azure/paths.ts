/** Dotted paths in plain values, e.g. `properties.endpoint`. Nothing is changed in place. */

export type PlainObject = Readonly<Record<string, unknown>>;

export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function valueAt(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((current, key) => (isPlainObject(current) ? current[key] : undefined), value);
}

/** The value with another one at the path; the objects on the way are made where they are missing. */
export function withValueAt(value: PlainObject, path: string, item: unknown): PlainObject {
  const [key = "", ...rest] = path.split(".");
  if (rest.length === 0) return { ...value, [key]: item };
  const inner = value[key];
  return { ...value, [key]: withValueAt(isPlainObject(inner) ? inner : {}, rest.join("."), item) };
}

/** The value without what is at the path. */
export function withoutPath(value: PlainObject, path: string): PlainObject {
  const [key = "", ...rest] = path.split(".");
  if (!(key in value)) return value;
  if (rest.length === 0) {
    const { [key]: _, ...others } = value;
    return others;
  }
  const inner = value[key];
  return isPlainObject(inner) ? { ...value, [key]: withoutPath(inner, rest.join(".")) } : value;
}

/** Whether two plain values are the same, whatever the order of their keys; `undefined` counts as absent. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameValue(item, b[index]))
    );
  }
  if (!isPlainObject(a) || !isPlainObject(b)) return a === b || (a ?? null) === (b ?? null);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => sameValue(a[key], b[key]));
}
