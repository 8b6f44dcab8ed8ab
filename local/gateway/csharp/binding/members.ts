import { Refusal } from "../problem";
import type { Evaluate } from "../runtime/machine";
import { argumentNull, CsEnum, nullReference, type Value } from "../runtime/value";
import { type CsType, type Member, substitute, substitutionOf, withBases } from "../types/csType";
import { builtin, extensions } from "../types/registry";
import type { Bound, Candidate } from "./bound";
import type { Chosen } from "./overloads";

/** Members of a type and its bases by name; extension methods after them. */
export function candidatesOf(type: CsType, name: string, isStatic: boolean): Candidate[] {
  const found: Candidate[] = [];
  const bases = withBases(type);
  const all = bases.includes(builtin.object) ? bases : [...bases, builtin.object];
  for (const [level, base] of all.entries()) {
    for (const member of base.definition.members.get(name) ?? [])
      if (member.isStatic === isStatic) found.push({ member, values: substitutionOf(base), level });
  }
  return found;
}

export function extensionsOf(name: string): Candidate[] {
  return (extensions.get(name) ?? []).map((member) => ({ member, values: new Map(), level: 1000 }));
}

export function missingMember(type: CsType, name: string, at: number): Refusal {
  return new Refusal(`\`${type.key}\` has no member \`${name}\` that policy expressions may use.`, at);
}

/** Reads a property. `this` of the row is the machine. */
export function readProperty(candidate: Candidate, receiver: Bound | undefined, at: number): Bound {
  const { member } = candidate;
  const type = substitute(member.result, candidate.values);
  if (member.constant !== undefined) {
    const value = member.constant;
    return { type, run: () => value, at, ...(isSimple(value) ? { constant: { value } } : {}) };
  }
  const get = member.run;
  if (receiver === undefined) return { type, at, run: (frame) => get.call(frame.machine) as Value };
  const { run } = receiver;
  const nullable = receiver.type.definition.name === "Nullable";
  return {
    type,
    at,
    run: (frame) => {
      const self = run(frame);
      frame.machine.offset = at;
      if (self === null && !nullable) throw nullReference();
      return get.call(frame.machine, self) as Value;
    },
  };
}

function isSimple(value: Value): boolean {
  return value === null || typeof value !== "object" || value.csType === "char" || value instanceof CsEnum;
}

/** A call of the chosen member. `store` puts an `out` value into its variable. */
export function callMember(
  chosen: Chosen,
  receiver: Bound | undefined,
  stores: readonly ((frame: Parameters<Evaluate>[0], value: Value) => void)[],
  at: number,
): Bound {
  const { member, args, types } = chosen;
  const generic = member.typeParameters.length > 0;
  const { run: method } = member;
  const self = receiver?.run;
  const before = (self === undefined ? 0 : 1) + (generic ? 1 : 0);
  const nullable = receiver?.type.definition.name === "Nullable";
  const run: Evaluate = (frame) => {
    const { machine } = frame;
    const values: Value[] = [];
    if (self !== undefined) values.push(self(frame));
    if (generic) values.push(types as never);
    for (const arg of args) if (arg !== undefined) values.push(arg(frame));
    machine.step();
    machine.offset = at;
    if (self !== undefined && values[0] === null && !nullable) throw nullReference();
    let result: Value | undefined;
    try {
      result = method.apply(machine, values);
    } catch (error) {
      throw nullArgument(error, member, values.slice(before));
    }
    if (stores.length === 0) return result ?? null;
    const given = result as unknown as { readonly result: Value; readonly out: Value };
    for (const store of stores) store(frame, given.out);
    return given.result;
  };
  return { type: chosen.result, run, at };
}

/** Rows of the library trust their arguments. Where one is null and none may be, .NET throws this. */
function nullArgument(error: unknown, member: Member, values: readonly Value[]): unknown {
  if (!(error instanceof TypeError)) return error;
  const missing = member.parameters.find((_, index) => values[index] === null);
  return missing === undefined ? error : argumentNull(missing.name);
}

export function indexersOf(type: CsType): Candidate[] {
  return candidatesOf(type, "this", false);
}

export function constructorsOf(type: CsType): Candidate[] {
  return type.definition.constructors.map((member: Member) => ({
    member,
    values: substitutionOf(type),
    level: 0,
  }));
}
