import { CsException, type Value } from "../runtime/value";
import { type CsType, fullNameOf, isValueType, withBases } from "./csType";
import { builtin, typeByKey } from "./registry";

const functionType = () => typeByKey("Delegate");

/** The type that a value has by itself, as `GetType()` tells it. */
export function runtimeType(value: Exclude<Value, null>): CsType {
  switch (typeof value) {
    case "number":
      return builtin.int;
    case "bigint":
      return builtin.long;
    case "string":
      return builtin.string;
    case "boolean":
      return builtin.bool;
    case "function":
      return functionType();
    default: {
      const { csType, csArgs } = value;
      if (csArgs === undefined || csArgs.length === 0) return typeByKey(csType);
      return typeByKey(csType === "[]" ? `${csArgs[0]}[]` : `${csType}<${csArgs.join(", ")}>`);
    }
  }
}

/** Whether `from` is `to`, or inherits or implements it. Arrays and `IEnumerable<T>` of reference types are covariant. */
export function isSubtype(from: CsType, to: CsType): boolean {
  if (from === to || to === builtin.object || from.key === to.key) return true;
  for (const base of withBases(from)) {
    if (base.key === to.key) return true;
    if (base.definition !== to.definition || base.args.length === 0) continue;
    const covariant = covariantTypes.has(to.definition.name);
    if (
      covariant &&
      base.args.every((arg, index) => !isValueType(arg) && isSubtype(arg, to.args[index] as CsType))
    )
      return true;
  }
  return false;
}

/** Types of which one of strings is one of objects. */
export const covariantTypes: ReadonlySet<string> = new Set([
  "[]",
  "IEnumerable",
  "IReadOnlyList",
  "IReadOnlyCollection",
  "IGrouping",
  "IOrderedEnumerable",
  "JEnumerable",
]);

export function isInstance(value: Value, type: CsType): boolean {
  if (value === null) return false;
  if (type.definition.name === "Nullable") return isInstance(value, type.args[0] as CsType);
  if (typeof value === "function") return type.definition.kind === "delegate" || type === builtin.object;
  return isSubtype(runtimeType(value), type);
}

/** A cast from `object`: exact, as unboxing is. */
export function castTo(value: Value, type: CsType): Value {
  if (type.definition.name === "Nullable" && value === null) return null;
  if (value === null) {
    if (isValueType(type))
      throw new CsException(
        "NullReferenceException",
        "Object reference not set to an instance of an object.",
      );
    return null;
  }
  if (isInstance(value, type)) return value;
  if (isValueType(type)) throw new CsException("InvalidCastException", "Specified cast is not valid.");
  const from = fullNameOf(runtimeType(value));
  throw new CsException(
    "InvalidCastException",
    `Unable to cast object of type '${from}' to type '${fullNameOf(type)}'.`,
  );
}
