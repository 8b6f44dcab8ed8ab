import { ExpressionRefusal } from "../problem";
import { convertNumber, numericTypes } from "../runtime/convertNumber";
import type { Frame } from "../runtime/machine";
import { CsEnum, CsException, type Value } from "../runtime/value";
import { implicitConversion, operatorConversion } from "../types/conversions";
import { type CsType, isValueType } from "../types/csType";
import { builtin } from "../types/registry";
import { castTo, isSubtype, runtimeType } from "../types/runtimeType";
import { applyConversion, type Bound, constantOf, conversionOf } from "./bound";
import { written } from "./javascript";
import { quickVariable, variableCast } from "./variableAccess";

/** `(T)value`. From `object` it is exact, as unboxing is; between numbers it converts; library types bring their operators. */
export function bindCast(value: Bound, to: CsType, isChecked: boolean, at: number): Bound {
  const implicit = conversionOf(value, to);
  if (implicit !== undefined) return { ...applyConversion(value, to, implicit), at };
  const from = value.type;
  const number = numberCast(from, to, isChecked);
  if (number !== undefined) {
    if (value.constant !== undefined) {
      const folded = foldCast(number, value.constant.value, to, at);
      return constantOf(to, folded, at);
    }
    return map(value, to, at, number);
  }
  // Down the hierarchy, or to an interface that the object may have: decided when it runs.
  const related =
    isSubtype(to, from) ||
    (from.definition.kind === "interface" && !isValueType(to)) ||
    (to.definition.kind === "interface" && !isValueType(from));
  if (related && from !== builtin.void) {
    const cast = map(value, to, at, unboxing(to));
    const { variable } = value;
    if (variable === undefined) return cast;
    const plain = to === builtin.string ? "string" : to === builtin.int ? "int" : undefined;
    const is = needsNoLook(to);
    return {
      ...cast,
      run: variableCast(variable, plain, is, at, cast.run),
      quick: quickVariable(variable, plain, is),
    };
  }
  const operator = operatorConversion(from, to, false);
  if (operator?.apply !== undefined) return applyConversion({ ...value, at }, to, operator);
  if (to.definition.name === "Nullable") {
    const inner = bindCast(value, to.args[0] as CsType, isChecked, at);
    return { ...inner, type: to };
  }
  if (from.definition.name === "Nullable") {
    const target = from.args[0] as CsType;
    const unwrapped = map(value, target, at, (inner) => {
      if (inner === null)
        throw new CsException("InvalidOperationException", "Nullable object must have a value.");
      return inner;
    });
    return bindCast(unwrapped, to, isChecked, at);
  }
  throw new ExpressionRefusal(`Cannot convert type \`${from.key}\` to \`${to.key}\`.`, at);
}

/** The exact cast; what is of the type already needs no look at the tables. */
function unboxing(to: CsType): (value: Value) => Value {
  const isAlready = needsNoLook(to);
  return (value) => (isAlready(value) ? value : castTo(value, to));
}

function needsNoLook(to: CsType): (value: Value) => boolean {
  const plain = plainTypes[to.key];
  if (plain !== undefined) return (value) => typeof value === plain;
  const { name, kind, parameters } = to.definition;
  if (kind !== "class" || parameters.length > 0) return () => false;
  // Mostly it is one type below, and always the same: a `JObject` where a `JToken` is asked for.
  let known = name;
  return (value) => {
    if (typeof value !== "object" || value === null) return false;
    const { csType } = value;
    if (csType === name || csType === known) return true;
    if (value.csArgs !== undefined || !isSubtype(runtimeType(value), to)) return false;
    known = csType;
    return true;
  };
}

/** Types whose values are plain values here. */
const plainTypes: Readonly<Record<string, "string" | "number" | "bigint" | "boolean">> = {
  string: "string",
  int: "number",
  long: "bigint",
  bool: "boolean",
};

function map(value: Bound, type: CsType, at: number, change: (value: Value) => Value): Bound {
  const { run } = value;
  return {
    type,
    at,
    run: written(
      (frame: Frame) => {
        const inner = run(frame);
        frame.machine.offset = at;
        return change(inner);
      },
      (writer) =>
        `${writer.helper(["m", "v"], `m.offset=${at};return ${writer.constant(change)}(v);`)}(m,${writer.value(run)})`,
    ),
  };
}

function foldCast(number: (value: Value) => Value, constant: Value, to: CsType, at: number): Value {
  try {
    return number(constant);
  } catch (error) {
    if (!(error instanceof CsException)) throw error;
    throw new ExpressionRefusal(`The constant does not fit into \`${to.key}\`.`, at);
  }
}

function numberCast(from: CsType, to: CsType, isChecked: boolean): ((value: Value) => Value) | undefined {
  const isFromEnum = from.definition.kind === "enum";
  const isToEnum = to.definition.kind === "enum";
  const source = isFromEnum ? "int" : from.key;
  const target = isToEnum ? "int" : to.key;
  if (!numericTypes.has(source) || !numericTypes.has(target)) return undefined;
  return (value) => {
    const number = convertNumber(isFromEnum ? (value as CsEnum).value : value, source, target, isChecked);
    return isToEnum ? new CsEnum(to.key, number as number) : number;
  };
}

/** The type that two branches share: one of the two, to which the other converts. */
export function commonType(a: Bound, b: Bound, what: string, at: number): CsType {
  if (a.isThrow) return b.type;
  if (b.isThrow || a.type === b.type) return a.type;
  const toA = conversionOf(b, a.type);
  const toB = conversionOf(a, b.type);
  if (toA !== undefined && toB === undefined) return a.type;
  if (toB !== undefined && toA === undefined) return b.type;
  if (toA !== undefined && toB !== undefined)
    return implicitConversion(a.type, b.type, false) !== undefined ? b.type : a.type;
  throw new ExpressionRefusal(
    `${what} has values of two types, \`${a.type.key}\` and \`${b.type.key}\`, and neither converts to the other.`,
    at,
  );
}
