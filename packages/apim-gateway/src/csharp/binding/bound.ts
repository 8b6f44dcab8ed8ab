import { ExpressionRefusal } from "../problem";
import { fits, type IntegerKindName, isIntegerKind, makeInteger } from "../runtime/integers";
import type { Evaluate, Frame } from "../runtime/machine";
import type { CsChar, Value } from "../runtime/value";
import type { Expression } from "../syntax/nodes";
import { type FoundConversion, implicitConversion } from "../types/conversions";
import type { CsType, Substitution, TypeMember } from "../types/csType";
import { builtin } from "../types/registry";
import { written } from "./javascript";
import type { Quick } from "./quick";

export type LambdaNode = Expression & { readonly kind: "lambda" };

/** An expression with its type, ready to run. */
export interface Bound {
  readonly type: CsType;
  readonly run: Evaluate;
  /** The same without an evaluation, where it is as simple as that. */
  readonly quick?: Quick | undefined;
  readonly at: number;
  readonly constant?: { readonly value: Value };
  /** Not yet a value: what it becomes depends on the parameter that it is given to. */
  readonly lambda?: LambdaNode;
  readonly group?: MethodGroup;
  readonly isThrow?: boolean;
  /** It is `context` itself, or its `Variables`. */
  readonly host?: "context" | "variables";
  /** It is `context.Variables["…"]` of this name. */
  readonly variable?: string;
  /** One character in single quotes that may be meant as text: tells that it is read so. */
  readonly asText?: () => void;
}

export interface MethodGroup {
  readonly receiver: Bound | undefined;
  readonly candidates: readonly OverloadCandidate[];
  readonly name: string;
  readonly typeArgs: readonly CsType[];
  readonly typeName: string;
}

export interface OverloadCandidate {
  readonly member: TypeMember;
  /** Arguments of the type that declares it. */
  readonly values: Substitution;
  /** How far up the bases it was found. */
  readonly level: number;
}

export function constantOf(type: CsType, value: Value, at: number): Bound {
  return {
    type,
    run: written(
      () => value,
      (writer) => writer.constant(value),
    ),
    quick: () => value,
    at,
    constant: { value },
  };
}

/** What a constant of int becomes where it fits; signed types are better than unsigned ones of their size. */
const constantCosts: Readonly<Record<string, number>> = {
  sbyte: 0.3,
  byte: 0.4,
  short: 0.5,
  ushort: 0.6,
  uint: 0.7,
  ulong: 1.5,
};

/** How a bound expression converts implicitly: constants of int fit a byte, long or char more freely than variables. */
export function conversionOf(bound: Bound, to: CsType): FoundConversion | undefined {
  if (bound.isThrow) return { cost: 0, apply: undefined };
  if (bound.constant !== undefined && (bound.type === builtin.int || bound.type === builtin.long)) {
    const whole = BigInt(bound.constant.value as number | bigint);
    const cost = bound.type === builtin.int ? constantCosts[to.key] : to === builtin.ulong ? 0.5 : undefined;
    if (cost !== undefined && isIntegerKind(to.key) && fits(to.key, whole))
      return { cost, apply: () => makeInteger(to.key as IntegerKindName, whole) };
    const value = bound.constant.value;
    if (value === 0 && to.definition.kind === "enum") return { cost: 2, apply: undefined };
  }
  // Dearer than any conversion that C# has: `'x'` is a character wherever one fits.
  if (bound.asText !== undefined && to === builtin.string)
    return { cost: 500, apply: (value) => String.fromCharCode((value as CsChar).code) };
  return implicitConversion(bound.type, to);
}

/** The value as `to`. @throws Refusal when C# has no implicit conversion */
export function convertTo(bound: Bound, to: CsType): Bound {
  const found = conversionOf(bound, to);
  if (found === undefined)
    throw new ExpressionRefusal(
      `Cannot implicitly convert type \`${bound.type.key}\` to \`${to.key}\`.`,
      bound.at,
    );
  if (to === builtin.string) bound.asText?.();
  return applyConversion(bound, to, found);
}

export function applyConversion(bound: Bound, to: CsType, found: FoundConversion): Bound {
  if (bound.type === to) return bound;
  const { apply } = found;
  if (apply === undefined)
    return {
      type: to,
      run: bound.run,
      quick: bound.quick,
      at: bound.at,
      ...(bound.isThrow ? { isThrow: true } : {}),
    };
  if (bound.constant !== undefined && to.definition.kind === "struct") {
    const value = apply(bound.constant.value, undefined as never);
    return constantOf(to, value, bound.at);
  }
  const { run } = bound;
  return {
    type: to,
    run: written(
      (frame: Frame) => apply(run(frame), frame.machine),
      (writer) => `${writer.constant(apply)}(${writer.value(run)},m)`,
    ),
    at: bound.at,
  };
}
