import { CsJArray, CsJObject, CsJProperty, type CsJson, CsJValue } from "./token";

/** `JToken.DeepEquals`: the same values in the same order; the order of properties does not count. */
export function deepEquals(a: CsJson, b: CsJson): boolean {
  if (a instanceof CsJValue) return a.csEquals(b);
  if (a instanceof CsJProperty && b instanceof CsJProperty)
    return a.name === b.name && deepEquals(a.value, b.value);
  if (a instanceof CsJArray && b instanceof CsJArray)
    return (
      a.items.length === b.items.length &&
      a.items.every((item, index) => deepEquals(item, b.items[index] as CsJson))
    );
  if (!(a instanceof CsJObject && b instanceof CsJObject) || a.count !== b.count) return false;
  return [...a.properties.values()].every((property) => {
    const other = b.property(property.name);
    return other !== undefined && deepEquals(property, other);
  });
}
