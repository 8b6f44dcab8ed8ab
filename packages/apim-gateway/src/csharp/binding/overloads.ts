import { ExpressionRefusal } from "../problem";
import { numericTypes } from "../runtime/convertNumber";
import type { Evaluate } from "../runtime/machine";
import type { Value } from "../runtime/value";
import { implicitConversion } from "../types/conversions";
import {
  type CsType,
  type MemberParameter,
  mentionsParameter,
  substitute,
  type TypeDefinition,
  type TypeMember,
} from "../types/csType";
import { arrayOf, builtin } from "../types/registry";
import { applyConversion, type Bound, conversionOf, type OverloadCandidate } from "./bound";
import { delegateOf, type Inferred, infer } from "./inference";
import { wayOutOfCall } from "./newerDotNet";
import type { Quick } from "./quick";

export interface BoundArgument {
  readonly name: string | undefined;
  readonly value: Bound;
  /** The variable that an `out` argument fills. */
  readonly out: { readonly type: CsType | undefined } | undefined;
}

/** Binds lambdas and method groups once the delegate is known. */
export interface DelegateBinder {
  /** The delegate's value and what its body gives; `result` undefined leaves the result to the body. */
  bindDelegate(
    value: Bound,
    parameters: readonly CsType[],
    result: CsType | undefined,
  ): { readonly bound: Bound; readonly result: CsType } | undefined;
  /** Told of every member that is chosen, for the list of those that policy expressions may use. */
  uses(member: TypeMember, at: number): void;
}

export interface Chosen {
  readonly member: TypeMember;
  readonly types: readonly CsType[];
  readonly result: CsType;
  /** One for each parameter, in order; `out` parameters have none. */
  readonly args: readonly (Evaluate | undefined)[];
  /** The same without an evaluation, for those that are as simple as that. */
  readonly quicks: readonly (Quick | undefined)[];
  readonly outs: readonly { readonly argument: number; readonly parameter: number; readonly type: CsType }[];
}

interface Fitting {
  readonly chosen: Chosen;
  readonly cost: number;
  /** Of characters in single quotes that are taken for text. */
  readonly texts: readonly (() => void)[];
}

/** Overload resolution: the applicable candidate with the cheapest conversions, nearest type first. */
export function choose(
  candidates: readonly OverloadCandidate[],
  typeArgs: readonly CsType[],
  args: readonly BoundArgument[],
  binder: DelegateBinder,
  what: string,
  at: number,
): Chosen {
  let best: Fitting | undefined;
  let equal: Chosen | undefined;
  let bestLevel = Number.POSITIVE_INFINITY;
  let reason: ExpressionRefusal | undefined;
  for (const candidate of candidates) {
    if (candidate.level > bestLevel) continue;
    for (const expanded of candidate.member.parameters.at(-1)?.isParams ? [false, true] : [false]) {
      try {
        const found = fitCandidate(candidate, typeArgs, args, binder, expanded, at);
        if (found === undefined) continue;
        if (best === undefined || candidate.level < bestLevel || found.cost < best.cost) {
          best = found;
          equal = undefined;
        } else if (found.cost === best.cost && isAmbiguous(best.chosen.member, found.chosen.member))
          equal = found.chosen;
        bestLevel = candidate.level;
      } catch (error) {
        if (!(error instanceof ExpressionRefusal)) throw error;
        // A lambda whose body is wrong is the better explanation, when nothing else fits.
        reason ??= error;
      }
    }
  }
  if (best !== undefined && equal !== undefined)
    throw new ExpressionRefusal(
      `The call of \`${what}\` is ambiguous: ${[best.chosen, equal].map(({ member }) => `(${parameterTexts(member)})`).join(" or ")}.`,
      at,
    );
  if (best !== undefined) {
    binder.uses(best.chosen.member, at);
    for (const tell of best.texts) tell();
    return best.chosen;
  }
  if (reason !== undefined) throw reason;
  const given = args.map(({ value, out }) => (out === undefined ? describe(value) : "out")).join(", ");
  throw new ExpressionRefusal(`No overload of \`${what}\` takes (${given}).${wayOutOfCall(what, given)}`, at);
}

const parameterTexts = (member: TypeMember) => member.parameters.map(({ type }) => type.key).join(", ");

/** Neither of two number types is the better one, as when an int would become a double or a decimal. */
function isAmbiguous(a: TypeMember, b: TypeMember): boolean {
  return a.parameters.some(({ type }, index) => {
    const other = b.parameters[index]?.type;
    if (other === undefined || other === type || !numericTypes.has(type.key) || !numericTypes.has(other.key))
      return false;
    return implicitConversion(type, other) === undefined && implicitConversion(other, type) === undefined;
  });
}

function describe(value: Bound): string {
  return value.lambda !== undefined ? "lambda" : value.group !== undefined ? "method" : value.type.key;
}

function fitCandidate(
  candidate: OverloadCandidate,
  typeArgs: readonly CsType[],
  args: readonly BoundArgument[],
  binder: DelegateBinder,
  expanded: boolean,
  at: number,
) {
  const { member, values } = candidate;
  const slots = assign(member.parameters, args, expanded);
  if (slots === undefined) return undefined;
  if (typeArgs.length > 0 && typeArgs.length !== member.typeParameters.length) return undefined;
  const known: Inferred = new Map(values);
  typeArgs.forEach((type, index) => {
    known.set((member.typeParameters[index] as CsType).definition, type);
  });
  const parameterTypes = args.map((_, index) => {
    const parameter = member.parameters[slots[index] as number] as MemberParameter;
    return expanded && parameter.isParams ? (parameter.type.args[0] as CsType) : parameter.type;
  });
  const bounds: (Bound | undefined)[] = args.map(({ value, out }) =>
    out === undefined && value.lambda === undefined && value.group === undefined ? value : undefined,
  );
  if (typeArgs.length === 0 && member.typeParameters.length > 0) {
    for (const [index, { out }] of args.entries())
      if (out?.type !== undefined)
        infer(substitute(parameterTypes[index] as CsType, values), out.type, known);
    for (const [index, bound] of bounds.entries())
      if (
        bound !== undefined &&
        !infer(substitute(parameterTypes[index] as CsType, values), bound.type, known)
      )
        return undefined;
  }
  // Lambdas last, left to right: their parameters follow from what the other arguments said.
  for (const [index, { value, out }] of args.entries()) {
    if (bounds[index] !== undefined || out !== undefined) continue;
    const raw = substitute(parameterTypes[index] as CsType, known);
    const signature = delegateOf(raw);
    if (signature === undefined) return undefined;
    const open = mentionsUnknown(signature.result, member);
    if (signature.parameters.some((type) => mentionsUnknown(type, member))) return undefined;
    const made = binder.bindDelegate(value, signature.parameters, open ? undefined : signature.result);
    if (made === undefined) return undefined;
    if (open) infer(signature.result, made.result, known);
    bounds[index] = { ...made.bound, type: substitute(raw, known) };
  }
  const types = member.typeParameters.map((parameter) => known.get(parameter.definition));
  if (types.some((type) => type === undefined)) return undefined;
  return finish(member, known, types as CsType[], slots, parameterTypes, args, bounds, expanded, at);
}

function mentionsUnknown(type: CsType, member: TypeMember): boolean {
  return (
    mentionsParameter(type) && member.typeParameters.some((parameter) => mentions(type, parameter.definition))
  );
}

function mentions(type: CsType, definition: TypeDefinition): boolean {
  return type.definition === definition || type.args.some((arg) => mentions(arg, definition));
}

/** Which parameter each argument fills; undefined when the numbers or names do not match. */
function assign(
  parameters: readonly MemberParameter[],
  args: readonly BoundArgument[],
  expanded: boolean,
): readonly number[] | undefined {
  const slots: number[] = [];
  const filled = new Set<number>();
  for (const [index, arg] of args.entries()) {
    let slot =
      arg.name === undefined ? index : parameters.findIndex((parameter) => parameter.name === arg.name);
    if (expanded && slot >= parameters.length - 1) slot = parameters.length - 1;
    const parameter = parameters[slot];
    if (parameter === undefined || (filled.has(slot) && !(expanded && parameter.isParams))) return undefined;
    if (parameter.isOut !== (arg.out !== undefined)) return undefined;
    filled.add(slot);
    slots.push(slot);
  }
  const missing = parameters.some(
    (parameter, index) =>
      !filled.has(index) && parameter.optional === undefined && !(expanded && parameter.isParams),
  );
  return missing ? undefined : slots;
}

function finish(
  member: TypeMember,
  known: Inferred,
  types: readonly CsType[],
  slots: readonly number[],
  parameterTypes: readonly CsType[],
  args: readonly BoundArgument[],
  bounds: readonly (Bound | undefined)[],
  expanded: boolean,
  at: number,
): Fitting | undefined {
  let cost = expanded ? 7 : 0;
  const runs: (Evaluate | undefined)[] = member.parameters.map(
    ({ optional }) => optional && (() => optional.value),
  );
  const quicks: (Quick | undefined)[] = member.parameters.map(
    ({ optional }) => optional && (() => optional.value),
  );
  // A call that leaves defaults out loses against one that has none.
  cost += (member.parameters.length - slots.length) * 0.5;
  if (member.typeParameters.length > 0) cost += 0.25;
  const rest: Evaluate[] = [];
  const outs: Chosen["outs"][number][] = [];
  const texts: (() => void)[] = [];
  for (const [index, bound] of bounds.entries()) {
    const slot = slots[index] as number;
    const parameter = member.parameters[slot] as MemberParameter;
    const type = substitute(parameterTypes[index] as CsType, known);
    if (args[index]?.out !== undefined) {
      const given = args[index]?.out?.type;
      if (given !== undefined && given.key !== type.key) return undefined;
      outs.push({ argument: index, parameter: slot, type });
      continue;
    }
    if (bound === undefined) return undefined;
    const conversion =
      (bound.lambda ?? bound.group) ? { cost: 0, apply: undefined } : conversionOf(bound, type);
    if (conversion === undefined) return undefined;
    cost += conversion.cost;
    if (bound.asText !== undefined && type === builtin.string) texts.push(bound.asText);
    const { run, quick } = applyConversion(bound, type, conversion);
    if (expanded && parameter.isParams) rest.push(run);
    else {
      runs[slot] = run;
      quicks[slot] = quick;
    }
  }
  if (expanded)
    runs[member.parameters.length - 1] = paramsArray(
      rest,
      substitute(member.parameters.at(-1)?.type ?? arrayOf(builtin.object), known),
      at,
    );
  return {
    chosen: { member, types, result: substitute(member.result, known), args: runs, quicks, outs },
    cost,
    texts,
  };
}

function paramsArray(rest: readonly Evaluate[], type: CsType, at: number): Evaluate {
  const element = (type.args[0] as CsType).key;
  return (frame) => {
    frame.machine.offset = at;
    const items: Value[] = [];
    for (const run of rest) items.push(run(frame));
    return { csType: "[]", csArgs: [element], items } as Value;
  };
}
