import { numericTypes } from "../runtime/convertNumber";
import type { Frame } from "../runtime/machine";
import { CsEnum, nullReference, type Value } from "../runtime/value";
import { type CsType, substitute, substitutionOf, type TypeMember, withBases } from "../types/csType";
import { builtin, extensions } from "../types/registry";
import { type Bound, constantOf, type OverloadCandidate } from "./bound";
import { written } from "./javascript";
import { onlyReadsItsObject, quickMember, quickStatic } from "./quick";

type Found = Map<string, readonly OverloadCandidate[]>;
const [known, knownStatic] = [new WeakMap<CsType, Found>(), new WeakMap<CsType, Found>()];

/** Members of a type and its bases by name; extension methods after them. */
export function candidatesOf(type: CsType, name: string, isStatic: boolean): readonly OverloadCandidate[] {
  const byType = isStatic ? knownStatic : known;
  let byName = byType.get(type);
  if (byName === undefined) {
    byName = new Map();
    byType.set(type, byName);
  }
  let found = byName.get(name);
  if (found === undefined) {
    found = findCandidates(type, name, isStatic);
    // A name that no table has may be anything.
    if (found.length > 0) byName.set(name, found);
  }
  return found;
}

function findCandidates(type: CsType, name: string, isStatic: boolean): OverloadCandidate[] {
  const found: OverloadCandidate[] = [];
  const bases = withBases(type);
  const all = bases.includes(builtin.object) ? bases : [...bases, builtin.object];
  for (const [level, base] of all.entries()) {
    for (const member of base.definition.members.get(name))
      if (member.isStatic === isStatic) found.push({ member, values: substitutionOf(base), level });
  }
  return found;
}

export function extensionsOf(name: string): OverloadCandidate[] {
  return extensions.get(name).map((member) => ({ member, values: new Map(), level: 1000 }));
}

/** Reads a property. `this` of the row is the machine. */
export function readProperty(candidate: OverloadCandidate, receiver: Bound | undefined, at: number): Bound {
  const { member } = candidate;
  const type = substitute(member.result, candidate.values);
  if (member.constant !== undefined) {
    const value = member.constant;
    return isSimple(value)
      ? constantOf(type, value, at)
      : {
          type,
          run: written(
            () => value,
            (writer) => writer.constant(value),
          ),
          at,
        };
  }
  const get = member.run;
  const quick = onlyReadsItsObject(member)
    ? quickMember(receiver?.quick, get as (self: Value) => Value)
    : undefined;
  if (receiver === undefined)
    return {
      type,
      at,
      run: written(
        (frame: Frame) => get.call(frame.machine) as Value,
        (writer) => `${writer.constant(get)}.call(m)`,
      ),
      quick: quickStatic(member),
    };
  const { run } = receiver;
  if (receiver.host === "context")
    return {
      type,
      at,
      run: ({ machine }) => {
        const { context } = machine;
        machine.offset = at;
        if (context === null) throw nullReference();
        return get.call(machine, context) as Value;
      },
      quick,
    };
  const nullable = receiver.type.definition.name === "Nullable";
  return {
    type,
    at,
    run: written(
      (frame: Frame) => {
        const self = run(frame);
        frame.machine.offset = at;
        if (self === null && !nullable) throw nullReference();
        return get.call(frame.machine, self) as Value;
      },
      (writer) => {
        const nobody = nullable ? "" : `if(v===null)throw ${writer.constant(nullReference)}();`;
        const text = `m.offset=${at};${nobody}return ${writer.constant(get)}.call(m,v);`;
        return `${writer.helper(["m", "v"], text)}(m,${writer.value(run)})`;
      },
    ),
    quick,
  };
}

function isSimple(value: Value): boolean {
  return (
    value === null || typeof value !== "object" || numericTypes.has(value.csType) || value instanceof CsEnum
  );
}

export function indexersOf(type: CsType): readonly OverloadCandidate[] {
  return candidatesOf(type, "this", false);
}

export function constructorsOf(type: CsType): OverloadCandidate[] {
  return type.definition.constructors.map((member: TypeMember) => ({
    member,
    values: substitutionOf(type),
    level: 0,
  }));
}
