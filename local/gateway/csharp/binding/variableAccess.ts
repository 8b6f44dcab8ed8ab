import type { HostContext } from "../host/data";
import type { Evaluate } from "../runtime/machine";
import type { Bound } from "./bound";

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
  const access: Evaluate =
    member === "this"
      ? (frame) => {
          const { machine } = frame;
          const found = (machine.context as HostContext | null)?.variables.get(name);
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
          return context.variables.has(name);
        };
  return { ...call, run: access };
}
