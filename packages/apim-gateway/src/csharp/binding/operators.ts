import { ExpressionRefusal } from "../problem";
import { checked as checkedOperations, unchecked } from "../runtime/arithmetic";
import { numericTypes } from "../runtime/convertNumber";
import type { Frame } from "../runtime/machine";
import { type CsEnum, CsException, type Value } from "../runtime/value";
import { type CsType, isValueType, type TypeMember, withBases } from "../types/csType";
import { builtin, getType, nullableOf } from "../types/registry";
import { isSubtype } from "../types/runtimeType";
import { type Bound, constantOf, conversionOf, convertTo } from "./bound";
import { concatenate } from "./concatenation";
import { written } from "./javascript";
import { runOperation, runSame } from "./operations";
import { quickOperation, quickSame } from "./quick";

export interface OperatorSettings {
  readonly isChecked: boolean;
  /** Inside `unchecked(…)`: even constants wrap. */
  readonly isUnchecked: boolean;
  /** What `object == string` compares. */
  readonly objectEquals: "reference" | "value";
  readonly warn: (message: string, at: number) => void;
}

export const unwrap = (type: CsType) =>
  type.definition.name === "Nullable" ? (type.args[0] as CsType) : type;
const equality = new Set(["==", "!="]);
const relational = new Set(["==", "!=", "<", ">", "<=", ">="]);

/** A binary operator without short circuit, chosen by the static types as C# chooses it. */
export function bindBinary(
  operator: string,
  left: Bound,
  right: Bound,
  at: number,
  settings: OperatorSettings,
): Bound {
  if (left.lambda ?? right.lambda ?? left.group ?? right.group)
    throw undefinedOperator(operator, left, right, at);
  if (left.type === builtin.void || right.type === builtin.void)
    throw undefinedOperator(operator, left, right, at);
  const declared = declaredOperator(operator, left, right, at);
  if (declared !== undefined) return declared;
  if (operator === "+" && (left.type === builtin.string || right.type === builtin.string))
    return concatenate(left, right, at);
  if (equality.has(operator)) {
    const [text, character] = left.type === builtin.string ? [left, right] : [right, left];
    if (text.type === builtin.string && character.asText !== undefined) {
      const read = convertTo(character, builtin.string);
      return character === right
        ? bindBinary(operator, left, read, at, settings)
        : bindBinary(operator, read, right, at, settings);
    }
  }
  const lifted = left.type.definition.name === "Nullable" || right.type.definition.name === "Nullable";
  const a = unwrap(left.type);
  const b = unwrap(right.type);
  if (lifted && equality.has(operator) && (left.type === builtin.null || right.type === builtin.null))
    return compareNull(operator, left, right, at);
  const type = operandType(operator, a, b, left, right);
  if (type !== undefined) return build(operator, left, right, type, lifted, at, settings);
  const hasNull = left.type === builtin.null || right.type === builtin.null;
  if (!(hasNull && equality.has(operator)) && (a.definition.kind === "enum" || b.definition.kind === "enum"))
    return bindEnum(operator, left, right, at);
  if (equality.has(operator)) return bindEquality(operator, left, right, at, settings);
  throw undefinedOperator(operator, left, right, at);
}

function undefinedOperator(operator: string, left: Bound, right: Bound, at: number): ExpressionRefusal {
  return new ExpressionRefusal(
    `Operator \`${operator}\` cannot be applied to operands of type \`${left.type.key}\` and \`${right.type.key}\`.`,
    at,
  );
}

/** Types of numbers in the order of promotion. */
export const promoted = ["int", "uint", "long", "ulong", "float", "double", "decimal"];
export const isFraction = (type: CsType) => type === builtin.float || type === builtin.double;

/**
 * Binary numeric promotion: the first type to which both sides convert. `ulong` with a signed number that is no constant
 * finds only fractions, which C# calls ambiguous.
 */
function operandType(operator: string, a: CsType, b: CsType, left: Bound, right: Bound): CsType | undefined {
  if (a === builtin.bool && b === builtin.bool)
    return unchecked.bool?.[operator] === undefined ? undefined : builtin.bool;
  // A library type may convert to a number only by a cast, so nothing else applies here.
  if (!numericTypes.has(a.key) || !numericTypes.has(b.key)) return undefined;
  const [x, y] = [
    { ...left, type: a },
    { ...right, type: b },
  ];
  const shift = operator === "<<" || operator === ">>";
  if (shift && conversionOf(y, builtin.int) === undefined) return undefined;
  const found = promoted
    .map((name) => getType(name))
    .find((type) => conversionOf(x, type) !== undefined && (shift || conversionOf(y, type) !== undefined));
  if (found === undefined || unchecked[found.key]?.[operator] === undefined) return undefined;
  return isFraction(found) && !isFraction(a) && !isFraction(b) ? undefined : found;
}

function build(
  operator: string,
  left: Bound,
  right: Bound,
  type: CsType,
  lifted: boolean,
  at: number,
  settings: OperatorSettings,
): Bound {
  const shift = operator === "<<" || operator === ">>";
  const a = convertTo(left, lifted ? nullableOf(type) : type);
  const b = convertTo(right, lifted ? nullableOf(shift ? builtin.int : type) : shift ? builtin.int : type);
  const result = relational.has(operator) ? builtin.bool : type;
  const operation = (settings.isChecked ? checkedOperations : unchecked)[type.key]?.[operator] as (
    a: Value,
    b: Value,
  ) => Value;
  if (a.constant !== undefined && b.constant !== undefined)
    return fold(operator, a.constant.value, b.constant.value, type, result, at, settings);
  const { run: runA } = a;
  const { run: runB } = b;
  if (lifted) {
    const whenNull: (x: Value, y: Value) => Value =
      operator === "=="
        ? (x, y) => x === y
        : operator === "!="
          ? (x, y) => x !== y
          : () => (result === builtin.bool && type !== builtin.bool ? false : null);
    const resultType =
      result === builtin.bool && relational.has(operator) ? builtin.bool : nullableOf(result);
    return {
      type: resultType,
      at,
      run: (frame) => {
        const x = runA(frame);
        const y = runB(frame);
        return x === null || y === null ? whenNull(x, y) : operation(x, y);
      },
    };
  }
  if (
    (operator === "/" || operator === "%" || settings.isChecked || type === builtin.decimal) &&
    type !== builtin.double
  )
    return {
      type: result,
      at,
      run: written(
        (frame: Frame) => {
          const x = runA(frame);
          const y = runB(frame);
          frame.machine.offset = at;
          return operation(x, y);
        },
        (writer) =>
          `${writer.helper(["m", "x", "y"], `m.offset=${at};return ${writer.constant(operation)}(x,y);`)}(m,${writer.value(runA)},${writer.value(runB)})`,
      ),
      quick: settings.isChecked ? undefined : quickOperation(a.quick, b.quick, operation),
    };
  return {
    type: result,
    at,
    run: settings.isChecked
      ? (frame) => operation(runA(frame), runB(frame))
      : runOperation(type.key, operator, a, b),
    quick: settings.isChecked ? undefined : quickOperation(a.quick, b.quick, operation),
  };
}

/** Constants are computed by the compiler, which checks for overflow unless told `unchecked`. */
function fold(
  operator: string,
  a: Value,
  b: Value,
  type: CsType,
  result: CsType,
  at: number,
  settings: OperatorSettings,
): Bound {
  try {
    const operation = (settings.isUnchecked ? unchecked : checkedOperations)[type.key]?.[operator] as (
      x: Value,
      y: Value,
    ) => Value;
    return constantOf(result, operation(a, b), at);
  } catch (error) {
    if (!(error instanceof CsException)) throw error;
    if (error.csType === "DivideByZeroException")
      throw new ExpressionRefusal("Division by constant zero.", at);
    throw new ExpressionRefusal("The operation overflows at compile time in checked mode.", at);
  }
}

function compareNull(operator: string, left: Bound, right: Bound, at: number): Bound {
  const [value, none] = left.type === builtin.null ? [right, left] : [left, right];
  return {
    type: builtin.bool,
    at,
    run: runSame(value, none, operator === "=="),
    quick: quickSame(value.quick, none.quick, none.constant, operator === "=="),
  };
}

function bindEnum(operator: string, left: Bound, right: Bound, at: number): Bound {
  const type = unwrap(left.type).definition.kind === "enum" ? unwrap(left.type) : unwrap(right.type);
  const a = convertTo(left, nullableOf(type));
  const b = convertTo(right, nullableOf(type));
  const operation = unchecked.int?.[operator];
  if (operation === undefined || !(relational.has(operator) || "|&^".includes(operator)))
    throw undefinedOperator(operator, left, right, at);
  const numberOf = (value: Value) =>
    typeof value === "number" ? value : value === null ? -1 : (value as CsEnum).value;
  const { run: runA } = a;
  const { run: runB } = b;
  if (relational.has(operator))
    return {
      type: builtin.bool,
      at,
      run: (frame) => operation(numberOf(runA(frame)), numberOf(runB(frame))),
    };
  return {
    type,
    at,
    run: (frame) => ({
      csType: type.key,
      value: operation(numberOf(runA(frame)), numberOf(runB(frame))) as number,
    }),
  };
}

function declaredOperator(operator: string, left: Bound, right: Bound, at: number): Bound | undefined {
  let best:
    | { readonly member: TypeMember; readonly a: Bound; readonly b: Bound; readonly cost: number }
    | undefined;
  const lifted = [left, right].some((side) => side.type.definition.name === "Nullable");
  for (const member of operatorsOf(operator, [left.type, right.type])) {
    const [first, second] = member.parameters;
    if (first === undefined || second === undefined) continue;
    const to = (type: CsType) => (lifted && isValueType(type) ? nullableOf(type) : type);
    const a = conversionOf(left, to(first.type));
    const b = conversionOf(right, to(second.type));
    if (a === undefined || b === undefined) continue;
    const cost = a.cost + b.cost;
    if (best === undefined || cost < best.cost)
      best = { member, a: convertTo(left, to(first.type)), b: convertTo(right, to(second.type)), cost };
  }
  if (best === undefined) return undefined;
  const { member, a, b } = best;
  // `x == null` is a plain test for null, even where the type has its own `==`.
  const result = lifted && member.result !== builtin.bool ? nullableOf(member.result) : member.result;
  return {
    type: result,
    at,
    run: (frame) => {
      const x = a.run(frame);
      const y = b.run(frame);
      if (x === null || y === null) {
        if (operator === "==") return x === y;
        if (operator === "!=") return x !== y;
        if (lifted) return member.result === builtin.bool ? false : null;
      }
      frame.machine.offset = at;
      return member.run.call(frame.machine, x, y) as Value;
    },
  };
}

/** Operators that types declare. */
export function operatorsOf(operator: string, types: readonly CsType[]): readonly TypeMember[] {
  const found = new Set<TypeMember>();
  for (const type of types)
    for (const base of withBases(unwrap(type)))
      for (const member of base.definition.members.get(`operator ${operator}`)) found.add(member);
  return [...found];
}

/** Whether values of a type have `==`; then nullable ones have it too, and null may stand on the other side. */
function hasEquality(type: CsType): boolean {
  const { kind } = type.definition;
  return (
    type === builtin.bool ||
    numericTypes.has(type.key) ||
    kind === "enum" ||
    operatorsOf("==", [type]).length > 0
  );
}

/** `==` between references, after everything that has its own meaning. */
function bindEquality(
  operator: string,
  left: Bound,
  right: Bound,
  at: number,
  settings: OperatorSettings,
): Bound {
  const isString = (bound: Bound) => bound.type === builtin.string;
  const isNull = (bound: Bound) => bound.type === builtin.null;
  const equal = operator === "==";
  const { run: runA } = left;
  const { run: runB } = right;
  const plain: Bound = {
    type: builtin.bool,
    at,
    run: runSame(left, right, equal),
    quick: quickSame(left.quick, right.quick, right.constant, equal),
  };
  if (isNull(left) || isNull(right)) {
    const other = isNull(left) ? right : left;
    if (!isValueType(other.type)) return plain;
    if (!hasEquality(other.type)) throw undefinedOperator(operator, left, right, at);
    settings.warn(`This is always ${equal ? "false" : "true"}: a \`${other.type.key}\` is never null.`, at);
    return plain;
  }
  if (isString(left) && isString(right)) return plain;
  if (isValueType(left.type) || isValueType(right.type)) throw undefinedOperator(operator, left, right, at);
  if (
    !isSubtype(left.type, right.type) &&
    !isSubtype(right.type, left.type) &&
    ![left, right].some((side) => side.type.definition.kind === "interface")
  )
    throw undefinedOperator(operator, left, right, at);
  if (isString(left) || isString(right))
    settings.warn(
      "Possible unintended reference comparison: cast the side of type `object` to `string` to compare text.",
      at,
    );
  if (settings.objectEquals === "value" || (left.constant !== undefined && right.constant !== undefined))
    return plain;
  // Two boxes, and two strings that were computed apart, are never the same object.
  return {
    type: builtin.bool,
    at,
    run: (frame) => {
      const x = runA(frame);
      const y = runB(frame);
      const same = x === y && (x === null || typeof x === "object" || typeof x === "function");
      return same === equal;
    },
  };
}
