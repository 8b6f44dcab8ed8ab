import { convertNumber, numericTypes } from "../runtime/convertNumber";
import { CsEnum, type Value } from "../runtime/value";
import { type CsType, isValueType } from "./csType";
import { builtin } from "./registry";

/** `default(T)`. */
export function defaultOf(type: CsType): Value {
  if (type === builtin.int) return 0;
  if (type === builtin.long) return 0n;
  if (type === builtin.bool) return false;
  if (numericTypes.has(type.key)) return convertNumber(0, "int", type.key, false);
  if (type.definition.kind === "enum") return new CsEnum(type.key, 0);
  if (!isValueType(type) || type.definition.name === "Nullable") return null;
  const make = type.definition.members.get("Default")[0];
  return make === undefined ? null : (make.run.call(undefined as never) as Value);
}
