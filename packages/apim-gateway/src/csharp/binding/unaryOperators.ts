import { ExpressionRefusal } from "../problem";
import { negate } from "../runtime/arithmetic";
import { numericTypes } from "../runtime/convertNumber";
import { makeInteger, wholeOf } from "../runtime/integers";
import type { Evaluate } from "../runtime/machine";
import type { Value } from "../runtime/value";
import type { CsType } from "../types/csType";
import { builtin, getType, nullableOf } from "../types/registry";
import { type Bound, constantOf, conversionOf, convertTo } from "./bound";
import { written } from "./javascript";
import { isFraction, type OperatorSettings, operatorsOf, promoted, unwrap } from "./operators";
import { quickNot } from "./quick";

/** Types that each unary operator knows; `-` of a uint is a long. */
const unaryTypes: Readonly<Record<string, readonly string[]>> = {
  "+": promoted,
  "-": ["int", "long", "float", "double", "decimal"],
  "~": ["int", "uint", "long", "ulong"],
};

/** A unary operator, chosen by the static type as C# chooses it. */
export function bindUnary(operator: string, value: Bound, at: number, settings: OperatorSettings): Bound {
  const { run } = value;
  const lifted = value.type.definition.name === "Nullable";
  const bare = unwrap(value.type);
  if (operator === "!" && value.type === builtin.bool)
    return value.constant !== undefined
      ? constantOf(builtin.bool, !value.constant.value, at)
      : {
          type: builtin.bool,
          at,
          run: written<Evaluate>(
            (frame) => !run(frame),
            (writer) => `(!${writer.value(run)})`,
          ),
          quick: quickNot(value.quick),
        };
  const promoted = unaryTypes[operator]
    ?.map((name) => getType(name))
    .find((type) => numericTypes.has(bare.key) && conversionOf({ ...value, type: bare }, type) !== undefined);
  if (promoted !== undefined && isFraction(promoted) === isFraction(bare)) {
    const converted = convertTo(value, lifted ? nullableOf(promoted) : promoted);
    const change: (inner: Value) => Value =
      operator === "+"
        ? (inner) => inner
        : operator === "-"
          ? (inner) => negate(promoted.key, inner, settings.isChecked)
          : (inner) => complement(promoted, inner);
    if (converted.constant !== undefined) return constantOf(promoted, change(converted.constant.value), at);
    return {
      type: converted.type,
      at,
      run: written<Evaluate>(
        (frame) => mapNull(converted.run(frame), change),
        (writer) =>
          `${writer.helper(["v"], `return v===null?null:${writer.constant(change)}(v);`)}(${writer.value(converted.run)})`,
      ),
    };
  }
  for (const member of operatorsOf(operator, [value.type])) {
    if (member.parameters.length === 1)
      return { type: member.result, at, run: (frame) => member.run.call(frame.machine, run(frame)) as Value };
  }
  if (operator === "!" && lifted && bare === builtin.bool)
    return { type: value.type, at, run: (frame) => mapNull(run(frame), (inner) => !inner) };
  throw new ExpressionRefusal(
    `Operator \`${operator}\` cannot be applied to an operand of type \`${value.type.key}\`.`,
    at,
  );
}

function complement(type: CsType, value: Value): Value {
  if (typeof value === "number") return ~value;
  if (typeof value === "bigint") return ~value;
  return makeInteger(type.key as "uint" | "ulong", ~wholeOf(type.key as "uint" | "ulong", value));
}

function mapNull(value: Value, change: (value: Value) => Value): Value {
  return value === null ? null : change(value);
}
