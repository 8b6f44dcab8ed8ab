import type { HostContext } from "../host/data";
import { VariableName } from "../host/variableName";
import type { Evaluate, Machine } from "../runtime/machine";
import type { Value } from "../runtime/value";
import type { Bound } from "./bound";
import type { Quick } from "./quick";

/**
 * `context.Variables["name"]` and `context.Variables.ContainsKey("name")` without the dictionary and the call between:
 * policies evaluate little else. What is out of the ordinary is left to `call`, the same access made as any other.
 *
 * @param key the only argument
 * @returns `call` itself where the access is another one
 */
export function variableAccess(
  member: "this" | "ContainsKey",
  target: Bound | undefined,
  key: Bound | undefined,
  call: Bound,
): Bound {
  const name = key?.constant?.value;
  if (target?.host !== "variables" || typeof name !== "string") return call;
  const { run, at } = call;
  const known = new VariableName(name);
  const access: Evaluate =
    member === "this"
      ? (frame) => {
          const { machine } = frame;
          const found = find(machine.context as HostContext | null, known);
          if (found === undefined) return run(frame);
          machine.step();
          machine.offset = at;
          return found;
        }
      : (frame) => {
          const { machine } = frame;
          const context = machine.context as HostContext | null;
          if (context === null) return run(frame);
          machine.step();
          machine.offset = at;
          return find(context, known) !== undefined;
        };
  return member === "this"
    ? { ...call, run: access, quick: (context) => find(context, known), variable: name }
    : { ...call, run: access, quick: (context) => find(context, known) !== undefined };
}

/**
 * `(T)context.Variables["name"]` in one step, where the variable is there and of the type.
 *
 * @param is whether a value needs no look at the tables of types
 * @param cast the same as any other cast
 */
export function variableCast(
  name: string,
  to: "string" | "int" | undefined,
  is: (value: Value) => boolean,
  at: number,
  cast: Evaluate,
): Evaluate {
  const known = new VariableName(name);
  const take = (machine: Machine, found: Value): Value => {
    machine.step();
    machine.offset = at;
    return found;
  };
  // The two that nearly all are, spelled out: a test inside the function costs less than a call.
  if (to === "string")
    return (frame) => {
      const found = find(frame.machine.context as HostContext | null, known);
      return typeof found === "string" ? take(frame.machine, found) : cast(frame);
    };
  if (to === "int")
    return (frame) => {
      const found = find(frame.machine.context as HostContext | null, known);
      return typeof found === "number" ? take(frame.machine, found) : cast(frame);
    };
  return (frame) => {
    const found = find(frame.machine.context as HostContext | null, known);
    return found !== undefined && is(found) ? take(frame.machine, found) : cast(frame);
  };
}

/** The same without an evaluation. */
export function quickVariable(
  name: string,
  to: "string" | "int" | undefined,
  is: (value: Value) => boolean,
): Quick {
  const known = new VariableName(name);
  const type = to === "string" ? "string" : to === "int" ? "number" : undefined;
  if (type !== undefined)
    return (context) => {
      const found = find(context, known);
      return typeof found === type ? found : undefined;
    };
  return (context) => {
    const found = find(context, known);
    return found !== undefined && is(found) ? found : undefined;
  };
}

function find(context: HostContext | null, name: VariableName): Value | undefined {
  const variables = context?.variables;
  return variables?.read === undefined ? variables?.get(name.text) : variables.read(name);
}
