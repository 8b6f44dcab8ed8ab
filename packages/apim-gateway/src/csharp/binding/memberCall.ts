import type { Evaluate, Frame, Machine } from "../runtime/machine";
import { argumentNull, nullReference, type Value } from "../runtime/value";
import type { Implementation, TypeMember } from "../types/csType";
import type { Bound } from "./bound";
import { type JavaScriptWriter, written } from "./javascript";
import type { Chosen } from "./overloads";
import { quickCall } from "./quick";

/** A call of the chosen member. `stores` put an `out` value into its variable. */
export function callMember(
  chosen: Chosen,
  receiver: Bound | undefined,
  stores: readonly ((frame: Frame, value: Value) => void)[],
  at: number,
): Bound {
  const { member, types } = chosen;
  const given: Evaluate[] = [];
  if (receiver !== undefined) given.push(receiver.run);
  if (member.typeParameters.length > 0)
    given.push(
      written(
        () => types as never,
        (writer) => writer.constant(types),
      ),
    );
  const before = given.length;
  for (const arg of chosen.args) if (arg !== undefined) given.push(arg);
  if (isQuery(member)) given[before] = sourceOf(given[before] as Evaluate, member, at);
  const call: Call = {
    member,
    method: member.run,
    before,
    needsSelf: receiver !== undefined && receiver.type.definition.name !== "Nullable",
    at,
  };
  const run = written(callOf(call, given), (writer) => writeCall(call, given, writer));
  if (stores.length === 0)
    return { type: chosen.result, run, quick: quickCall(member, types, receiver, chosen.quicks), at };
  const storing: Evaluate = (frame) => {
    const result = run(frame) as unknown as { readonly result: Value; readonly out: Value };
    for (const store of stores) store(frame, result.out);
    return result.result;
  };
  return { type: chosen.result, run: storing, at };
}

const isQuery = ({ isExtension, owner }: TypeMember) => isExtension && owner.name === "Enumerable";

/** What a query runs over: .NET looks at once whether it is there, and not when the query is walked. */
function sourceOf(source: Evaluate, { parameters }: TypeMember, at: number): Evaluate {
  const missing = (machine: Machine): never => {
    machine.offset = at;
    throw argumentNull(parameters[0]?.name ?? "source");
  };
  return written<Evaluate>(
    (frame) => {
      const value = source(frame);
      return value !== null ? value : missing(frame.machine);
    },
    (writer) =>
      `${writer.helper(["m", "v"], `return v!==null?v:${writer.constant(missing)}(m);`)}(m,${writer.value(source)})`,
  );
}

interface Call {
  readonly member: TypeMember;
  readonly method: Implementation;
  /** How many of the values come before the parameters: the object and the type arguments. */
  readonly before: number;
  /** Whether the first value is an object that must be there. */
  readonly needsSelf: boolean;
  readonly at: number;
}

/** The call with a place of its own for each method, which the engine then knows. */
function writeCall(call: Call, given: readonly Evaluate[], writer: JavaScriptWriter): string {
  const { method, needsSelf, at } = call;
  const names = given.map((_, index) => `v${index}`);
  const nobody = needsSelf ? `if(v0===null)throw ${writer.constant(nullReference)}();` : "";
  const called = `return ${writer.constant(method)}.call(${["m", ...names].join(",")})??null;`;
  const failed = `throw ${writer.constant(explained)}(e,${writer.constant(call)},[${names.join(",")}]);`;
  const text = `m.step();m.offset=${at};${nobody}try{${called}}catch(e){${failed}}`;
  return `${writer.helper(["m", ...names], text)}(${["m", ...given.map((run) => writer.value(run))].join(",")})`;
}

/** The commonest numbers of values are passed without a list. */
function callOf(call: Call, given: readonly Evaluate[]): Evaluate {
  const { method, needsSelf, at } = call;
  const [first, second, third] = given;
  if (first === undefined) return (frame) => invoke(call, frame, []);
  if (second === undefined)
    return (frame) => {
      const { machine } = frame;
      const x = first(frame);
      machine.step();
      machine.offset = at;
      if (needsSelf && x === null) throw nullReference();
      try {
        return method.call(machine, x) ?? null;
      } catch (error) {
        throw explained(error, call, [x]);
      }
    };
  if (third === undefined)
    return (frame) => {
      const { machine } = frame;
      const x = first(frame);
      const y = second(frame);
      machine.step();
      machine.offset = at;
      if (needsSelf && x === null) throw nullReference();
      try {
        return method.call(machine, x, y) ?? null;
      } catch (error) {
        throw explained(error, call, [x, y]);
      }
    };
  if (given.length === 3)
    return (frame) => {
      const { machine } = frame;
      const x = first(frame);
      const y = second(frame);
      const z = third(frame);
      machine.step();
      machine.offset = at;
      if (needsSelf && x === null) throw nullReference();
      try {
        return method.call(machine, x, y, z) ?? null;
      } catch (error) {
        throw explained(error, call, [x, y, z]);
      }
    };
  return (frame) => {
    const values: Value[] = [];
    for (const value of given) values.push(value(frame));
    return invoke(call, frame, values);
  };
}

function invoke(call: Call, { machine }: Frame, values: Value[]): Value {
  machine.step();
  machine.offset = call.at;
  if (call.needsSelf && values[0] === null) throw nullReference();
  try {
    return call.method.apply(machine, values) ?? null;
  } catch (error) {
    throw explained(error, call, values);
  }
}

/** Rows of the library trust their arguments. Where one is null and none may be, .NET throws ArgumentNullException. */
function explained(error: unknown, { member, before }: Call, values: readonly Value[]): unknown {
  if (!(error instanceof TypeError)) return error;
  const missing = member.parameters.find((_, index) => values[before + index] === null);
  return missing === undefined ? error : argumentNull(missing.name);
}
