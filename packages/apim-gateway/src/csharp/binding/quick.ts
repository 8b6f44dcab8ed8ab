import type { HostContext } from "../host/data";
import type { EvaluationEnvironment } from "../runtime/machine";
import { CsDateTime } from "../runtime/time";
import type { Value } from "../runtime/value";
import type { CsType, TypeMember } from "../types/csType";

/**
 * What most expressions of policies are, without an evaluation around it: constants, members of `context`, variables with
 * their casts, and operators between them. Nothing in it counts as a step or makes anything that counts, and nothing runs
 * twice: what would is `undefined`, and what fails throws; then the expression runs from the start as any other does.
 *
 * @param locals of the expression's own body
 */
export type Quick = (
  context: HostContext,
  locals: Value[],
  environment: EvaluationEnvironment,
) => Value | undefined;

/** `a && b` and `a || b`; where the left side decides, the right one need not be quick. */
export function quickLogic(isAnd: boolean, a: Quick | undefined, b: Quick | undefined): Quick | undefined {
  if (a === undefined) return undefined;
  if (b === undefined)
    return (context, locals, environment) =>
      a(context, locals, environment) === !isAnd ? !isAnd : undefined;
  return (context, locals, environment) => {
    const left = a(context, locals, environment);
    return left === isAnd ? b(context, locals, environment) : left;
  };
}

export function quickNot(a: Quick | undefined): Quick | undefined {
  return (
    a &&
    ((context, locals, environment) => {
      const value = a(context, locals, environment);
      return value === undefined ? undefined : !value;
    })
  );
}

export function quickChoice(
  condition: Quick | undefined,
  yes: Quick | undefined,
  no: Quick | undefined,
): Quick | undefined {
  if (condition === undefined) return undefined;
  return (context, locals, environment) => {
    const holds = condition(context, locals, environment);
    return holds === true
      ? yes?.(context, locals, environment)
      : holds === false
        ? no?.(context, locals, environment)
        : undefined;
  };
}

/** An operation that does not look at where it runs. */
export function quickOperation(
  a: Quick | undefined,
  b: Quick | undefined,
  operation: (x: Value, y: Value) => Value,
): Quick | undefined {
  if (a === undefined || b === undefined) return undefined;
  return (context, locals, environment) => {
    const x = a(context, locals, environment);
    if (x === undefined) return undefined;
    const y = b(context, locals, environment);
    return y === undefined ? undefined : operation(x, y);
  };
}

/** Whether two values are the very same. */
export function quickSame(
  a: Quick | undefined,
  b: Quick | undefined,
  constant: { readonly value: Value } | undefined,
  equal: boolean,
): Quick | undefined {
  if (constant === undefined)
    return equal ? quickOperation(a, b, (x, y) => x === y) : quickOperation(a, b, (x, y) => x !== y);
  if (a === undefined) return undefined;
  const { value } = constant;
  return (context, locals, environment) => {
    const found = a(context, locals, environment);
    return found === undefined ? undefined : (found === value) === equal;
  };
}

/** A member of what `context` gives: its rows only read what they are given. */
export function quickMember(of: Quick | undefined, get: (self: Value) => Value): Quick | undefined {
  if (of === undefined) return undefined;
  return (context, locals, environment) => {
    const self = of(context, locals, environment);
    return self === undefined || self === null ? undefined : get(self);
  };
}

/** A member of a type that only looks at the clock. */
export function quickStatic({ owner, name }: TypeMember): Quick | undefined {
  if (owner.name !== "DateTime" || name !== "UtcNow") return undefined;
  return (_context, _locals, environment) => CsDateTime.fromUnix(environment.now());
}

/** A value that the expression's own body has put there. */
export const quickLocal =
  (slot: number): Quick =>
  (_context, locals) =>
    locals[slot];

/** Members that take nothing but what they are given, and make nothing that would have to be counted. */
const plainMembers: ReadonlySet<string> = new Set([
  "string.Length",
  "string.Contains",
  "string.StartsWith",
  "string.EndsWith",
  "string.Equals",
  "string.Substring",
  "int.Parse",
  "long.Parse",
  "DateTime.Ticks",
  "IReadOnlyDictionary.ContainsKey",
  "DictionaryExtensions.GetValueOrDefault",
]);

/** A call of one of them; a value that is null may have to fail, and is none of its own. */
export function quickCall(
  member: TypeMember,
  types: readonly CsType[],
  receiver: { readonly quick?: Quick | undefined } | undefined,
  args: readonly (Quick | undefined)[],
): Quick | undefined {
  if (!plainMembers.has(`${member.owner.name}.${member.name}`)) return undefined;
  const values = receiver === undefined ? args : [receiver.quick, ...args];
  if (values.some((value) => value === undefined)) return undefined;
  const [first, second, third] = values as readonly Quick[];
  const call = caller(member, types);
  if (first === undefined || values.length > 3) return undefined;
  if (second === undefined)
    return (context, locals, environment) => {
      const x = first(context, locals, environment);
      return isThere(x) ? call(x) : undefined;
    };
  if (third === undefined)
    return (context, locals, environment) => {
      const x = first(context, locals, environment);
      const y = second(context, locals, environment);
      return isThere(x) && isThere(y) ? call(x, y) : undefined;
    };
  return (context, locals, environment) => {
    const x = first(context, locals, environment);
    const y = second(context, locals, environment);
    const z = third(context, locals, environment);
    return isThere(x) && isThere(y) && isThere(z) ? call(x, y, z) : undefined;
  };
}

const isThere = (value: Value | undefined): value is Value => value !== undefined && value !== null;

/** What runs it: generic members get their types first. The machine is for those that are not on the list. */
function caller({ run, typeParameters }: TypeMember, types: readonly CsType[]) {
  const method = run as unknown as (...given: unknown[]) => Value | undefined;
  return typeParameters.length > 0 ? (...given: Value[]) => method(types, ...given) : method;
}

/** Whether a property only reads what it is given: rows of `context` that ask for more take no object. */
export const onlyReadsItsObject = ({ owner, name, run }: TypeMember): boolean =>
  run.length === 1 && (owner.fullName.startsWith("Microsoft.") || plainMembers.has(`${owner.name}.${name}`));
