import { ExpressionRefusal } from "../problem";
import type { Evaluate } from "../runtime/machine";
import type { Value } from "../runtime/value";
import type { Expression, Pattern } from "../syntax/nodes";
import { type CsType, isValueType } from "../types/csType";
import { builtin, findDefinition } from "../types/registry";
import { isInstance } from "../types/runtimeType";
import type { Bound } from "./bound";
import { CallBinder } from "./callBinder";

type Node<Kind extends Expression["kind"]> = Expression & { readonly kind: Kind };

/** `is`, `as` and the patterns of `case`. */
export abstract class PatternBinder extends CallBinder {
  protected test(node: Node<"is">): Bound {
    const value = this.bind(node.value);
    const matches = this.pattern(node.pattern, value.type);
    const { run } = value;
    return { type: builtin.bool, at: node.at, run: (frame) => matches(frame, run(frame)) };
  }

  protected pattern(
    pattern: Pattern,
    type: CsType,
  ): (frame: Parameters<Evaluate>[0], value: Value) => boolean {
    const isType =
      pattern.kind === "type" &&
      (pattern.variable !== undefined || this.scope.find(pattern.type.name) === undefined);
    if (pattern.kind === "type" && isType && pattern.type.name === "var" && pattern.variable !== undefined) {
      if (pattern.variable === "_") return () => true;
      const store = this.writer(this.declare(pattern.variable, type, pattern.at));
      return (frame, value) => {
        store(frame, value);
        return true;
      };
    }
    if (
      pattern.kind === "type" &&
      isType &&
      (pattern.variable !== undefined || this.namesType(pattern.type.name, pattern.type.args.length))
    ) {
      const wanted = this.resolve(pattern.type);
      const store =
        pattern.variable === undefined || pattern.variable === "_"
          ? undefined
          : this.writer(this.declare(pattern.variable, wanted, pattern.at));
      return (frame, value) => {
        if (!isInstance(value, wanted)) return false;
        store?.(frame, value);
        return true;
      };
    }
    const node = pattern.kind === "constant" ? pattern.value : pathOf(pattern.type.name, pattern.at);
    const bound = this.bind(node);
    if (bound.constant === undefined)
      throw new ExpressionRefusal("A constant is expected in a pattern.", pattern.at);
    const compared = type === builtin.object ? bound : this.convert(bound, type);
    const constant = compared.constant?.value ?? bound.constant.value;
    return (_, value) => sameConstant(value, constant);
  }

  private namesType(name: string, arity: number): boolean {
    return findDefinition(name, arity) !== undefined || !name.includes(".");
  }

  protected as(node: Node<"as">): Bound {
    const type = this.resolve(node.type);
    if (isValueType(type) && type.definition.name !== "Nullable")
      throw new ExpressionRefusal(
        `\`as\` needs a reference type or a nullable one, not \`${type.key}\`.`,
        node.at,
      );
    const { run } = this.bind(node.value);
    return {
      type,
      at: node.at,
      run: (frame) => {
        const value = run(frame);
        return isInstance(value, type) ? value : null;
      },
    };
  }
}

/** `JTokenType.Null` in a `case` reads like a type and is a constant. */
function pathOf(name: string, at: number): Expression {
  const [first, ...rest] = name.split(".");
  let found: Expression = { kind: "name", name: first as string, typeArgs: [], at };
  for (const part of rest) found = { kind: "member", target: found, name: part, typeArgs: [], at };
  return found;
}

function sameConstant(value: Value, constant: Value): boolean {
  if (value === constant) return true;
  if (value === null || constant === null || typeof value !== "object" || typeof constant !== "object")
    return false;
  return value.csType === constant.csType && value.csEquals?.(constant) === true;
}
