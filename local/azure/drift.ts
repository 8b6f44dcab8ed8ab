import type { Shape } from "./declared/declaredShape";
import type { PlainObject } from "./paths";
import { isPlainObject, sameValue, withoutPath } from "./paths";

/**
 * The inputs after something was changed behind Pulumi's back: the old inputs, changed wherever the resource now shows
 * another value than it showed then. What Azure filled in by itself is in both and changes nothing.
 */
export function driftedInputs(
  declared: Shape,
  inputs: PlainObject,
  before: PlainObject,
  now: PlainObject,
): PlainObject {
  return drift(declared, inputs, before, now) as PlainObject;
}

function drift(shape: Shape | undefined, input: unknown, before: unknown, now: unknown): unknown {
  if (sameValue(before, now)) return input;
  if (isPlainObject(before) && isPlainObject(now) && shape?.kind !== "list") {
    let result: PlainObject = isPlainObject(input) ? input : {};
    for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
      const inner =
        shape?.kind === "object"
          ? shape.properties.get(key)?.shape
          : shape?.kind === "map"
            ? shape.items
            : undefined;
      if (inner === undefined && shape?.kind !== "any") continue; // not an input: nothing to change
      const value = drift(inner ?? shape, result[key], before[key], now[key]);
      if (value === undefined) result = withoutPath({ ...result }, key);
      else if (value !== result[key]) result = { ...result, [key]: value };
    }
    return result;
  }
  return shape === undefined ? input : declaredPart(shape, now);
}

/** What of the outputs can be an input at all: the inputs of a resource that is imported. */
export function declaredPart(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (shape.kind === "list") {
    // User-assigned identities are a list of ids going in and an object by id coming out.
    const items = isPlainObject(value) ? Object.keys(value) : value;
    return Array.isArray(items) ? items.map((item) => declaredPart(shape.items, item)) : undefined;
  }
  if (!isPlainObject(value) || (shape.kind !== "object" && shape.kind !== "map")) return value;
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const inner = shape.kind === "map" ? shape.items : shape.properties.get(key)?.shape;
    const part = inner === undefined ? undefined : declaredPart(inner, item);
    if (part !== undefined) result[key] = part;
  }
  return result;
}
