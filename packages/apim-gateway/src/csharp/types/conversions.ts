import { convertNumber } from "../runtime/convertNumber";
import type { Machine } from "../runtime/machine";
import type { Value } from "../runtime/value";
import { type Conversion, type CsType, isValueType, substitute, substitutionOf, withBases } from "./csType";
import { builtin } from "./registry";
import { isSubtype } from "./runtimeType";

export interface FoundConversion {
  /** Smaller is better; 0 is the same type. */
  readonly cost: number;
  /** Undefined: the value stays as it is. */
  readonly apply: ((value: Value, machine: Machine) => Value) | undefined;
}

const identity: FoundConversion = { cost: 0, apply: undefined };
/** Where each number type widens to, the nearest first; signed before unsigned of the same size. */
const wider: Readonly<Record<string, readonly string[]>> = {
  sbyte: ["short", "int", "long", "float", "double", "decimal"],
  byte: ["short", "ushort", "int", "uint", "long", "ulong", "float", "double", "decimal"],
  short: ["int", "long", "float", "double", "decimal"],
  ushort: ["int", "uint", "long", "ulong", "float", "double", "decimal"],
  char: ["ushort", "int", "uint", "long", "ulong", "float", "double", "decimal"],
  int: ["long", "float", "double", "decimal"],
  uint: ["long", "ulong", "float", "double", "decimal"],
  long: ["float", "double", "decimal"],
  ulong: ["float", "double", "decimal"],
  float: ["double"],
};
/** How far along a type stands; `double` and `decimal` are as near. */
const ranks: Readonly<Record<string, number>> = {
  sbyte: 0,
  byte: 0,
  short: 0.5,
  ushort: 0.7,
  char: 0.5,
  int: 1,
  uint: 1.5,
  long: 2,
  ulong: 2.5,
  float: 3,
  double: 4,
  decimal: 4,
};

/** Widening: from → to → cost and function. */
const widening: Readonly<Record<string, Readonly<Record<string, FoundConversion>>>> = Object.fromEntries(
  Object.entries(wider).map(([from, targets]) => [
    from,
    Object.fromEntries(
      targets.map((to) => [
        to,
        {
          cost: (ranks[to] as number) - (ranks[from] as number),
          apply: (value: Value) => convertNumber(value, from, to, false),
        },
      ]),
    ),
  ]),
);

/** Distance that a reference conversion covers: nearer bases are better. */
function distance(from: CsType, to: CsType): number {
  const index = withBases(from).findIndex((base) => base.key === to.key);
  return to === builtin.object ? 60 : 10 + (index < 0 ? 20 : index);
}

const withOperators = new WeakMap<CsType, WeakMap<CsType, FoundConversion | null>>();

/** The implicit conversion of C#, or undefined. Conversion operators of library types count last. */
export function implicitConversion(from: CsType, to: CsType, operators = true): FoundConversion | undefined {
  if (from === to || from.key === to.key) return identity;
  if (!operators) return findConversion(from, to, false);
  let ofType = withOperators.get(from);
  if (ofType === undefined) {
    ofType = new WeakMap();
    withOperators.set(from, ofType);
  }
  let found = ofType.get(to);
  if (found === undefined) {
    found = findConversion(from, to, true) ?? null;
    ofType.set(to, found);
  }
  return found ?? undefined;
}

function findConversion(from: CsType, to: CsType, operators: boolean): FoundConversion | undefined {
  if (from === builtin.null)
    return isValueType(to) && to.definition.name !== "Nullable"
      ? undefined
      : { cost: to === builtin.object ? 20 : 5, apply: undefined };
  if (to === builtin.void || from === builtin.void) return undefined;
  const wide = widening[from.key]?.[to.key];
  if (wide !== undefined) return wide;
  if (to.definition.name === "Nullable") {
    const target = to.args[0] as CsType;
    const source = from.definition.name === "Nullable" ? (from.args[0] as CsType) : from;
    const inner = implicitConversion(source, target, operators);
    if (inner === undefined) return undefined;
    const { apply } = inner;
    return {
      cost: inner.cost + 5,
      apply: apply && ((value, machine) => (value === null ? null : apply(value, machine))),
    };
  }
  const bare = from.definition.name === "Nullable" ? (from.args[0] as CsType) : from;
  // `int?` is boxed as its value; as an `int` it is not taken without a cast.
  if (isSubtype(bare, to) && (bare === from || !isValueType(to)))
    return { cost: distance(bare, to), apply: undefined };
  return operators ? operatorConversion(from, to, true) : undefined;
}

/** A conversion operator that either type declares, with a standard conversion before and after it. */
export function operatorConversion(
  from: CsType,
  to: CsType,
  implicitOnly: boolean,
): FoundConversion | undefined {
  let best: { readonly cost: number; readonly apply: (value: Value, machine: Machine) => Value } | undefined;
  for (const conversion of candidates(from, to)) {
    if (implicitOnly && !conversion.implicit) continue;
    const before =
      implicitConversion(from, conversion.from, false) ??
      (implicitOnly ? undefined : narrowing(from, conversion.from));
    const after =
      implicitConversion(conversion.to, to, false) ??
      (implicitOnly ? undefined : narrowing(conversion.to, to));
    if (before === undefined || after === undefined) continue;
    const cost = 100 + before.cost + after.cost;
    if (best !== undefined && best.cost <= cost) continue;
    best = {
      cost,
      apply: (value, machine) => {
        const prepared = before.apply === undefined ? value : before.apply(value, machine);
        const made = conversion.run.call(machine, prepared) as Value;
        return after.apply === undefined ? made : after.apply(made, machine);
      },
    };
  }
  return best;
}

/** `int?` → `int` around an operator: null has no value. */
function narrowing(from: CsType, to: CsType): FoundConversion | undefined {
  return from.definition.name === "Nullable" && from.args[0]?.key === to.key
    ? { cost: 30, apply: undefined }
    : undefined;
}

function* candidates(from: CsType, to: CsType): Generator<Conversion> {
  const seen = new Set<string>();
  const bare = to.definition.name === "Nullable" ? (to.args[0] as CsType) : to;
  for (const type of [...withBases(from), ...withBases(bare)]) {
    if (seen.has(type.key)) continue;
    seen.add(type.key);
    const values = substitutionOf(type);
    for (const conversion of type.definition.conversions)
      yield {
        ...conversion,
        from: substitute(conversion.from, values),
        to: substitute(conversion.to, values),
      };
  }
}
