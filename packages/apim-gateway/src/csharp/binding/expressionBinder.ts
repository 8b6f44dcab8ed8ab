import { ExpressionRefusal } from "../problem";
import type { Evaluate } from "../runtime/machine";
import { nullReference } from "../runtime/value";
import type { Expression } from "../syntax/nodes";
import { type CsType, isValueType } from "../types/csType";
import { builtin, resolveName } from "../types/registry";
import { type Bound, constantOf, convertTo } from "./bound";
import { bindCast, commonType } from "./casts";
import { written } from "./javascript";
import { bindCharacter, bindNumber } from "./literals";
import { bindBinary } from "./operators";
import { PatternBinder } from "./patternBinder";
import { quickChoice, quickLogic } from "./quick";
import { bindUnary } from "./unaryOperators";

type Node<Kind extends Expression["kind"]> = Expression & { readonly kind: Kind };

/** Every kind of expression. */
export abstract class ExpressionBinder extends PatternBinder {
  override bind(node: Expression): Bound {
    const { at } = node;
    switch (node.kind) {
      case "number":
        return bindNumber(node);
      case "string":
        return constantOf(builtin.string, node.text, at);
      case "char":
        return bindCharacter(node, this.settings);
      case "bool":
        return constantOf(builtin.bool, node.value, at);
      case "null":
        return constantOf(builtin.null, null, at);
      case "nameof":
        return constantOf(builtin.string, node.name, at);
      case "interpolated":
        return this.interpolated(node);
      case "name":
        return this.name(node);
      case "predefined":
        throw new ExpressionRefusal(`\`${node.type.name}\` is a type, not a value.`, at);
      case "member":
        return this.member(node);
      case "index":
        return this.index(node);
      case "call":
        return this.call(node);
      case "receiver":
        return this.receivers.at(-1) as Bound;
      case "conditionalAccess":
        return this.conditionalAccess(node);
      case "new":
        return this.creation(node);
      case "newArray":
        return this.array(node);
      case "anonymous":
        return this.anonymous(node);
      case "cast":
        return this.cast(node);
      case "unary":
        return this.unary(node);
      case "binary":
        return this.binary(node);
      case "is":
        return this.test(node);
      case "as":
        return this.as(node);
      case "conditional":
        return this.conditional(node);
      case "assign":
        return this.assign(node);
      case "step":
        return this.increment(node);
      case "lambda":
        return { type: builtin.void, run: () => null, at, lambda: node };
      case "typeof":
        return this.typeOf(this.resolve(node.type), at);
      case "default": {
        const type = this.resolve(node.type);
        return constantOf(type, this.defaultOf(type), at);
      }
      case "checked":
        return this.withChecking(node.checked, () => this.bind(node.value));
      case "throw": {
        const { run } = convertTo(this.bind(node.value), resolveName("Exception", [], at));
        const thrown: Evaluate = (frame) => {
          throw run(frame) ?? nullReference();
        };
        return { type: builtin.null, run: thrown, at, isThrow: true };
      }
    }
  }

  private cast(node: Node<"cast">): Bound {
    const to = this.resolve(node.type);
    const value = this.bind(node.value);
    if (value.lambda ?? value.group) return this.convert(value, to);
    // The compiler checks constants unless told not to.
    const isChecked = value.constant === undefined ? this.isChecked : !this.isUnchecked;
    return bindCast(value, to, isChecked, node.at);
  }

  private unary(node: Node<"unary">): Bound {
    // `-2147483648` is an int although 2147483648 is not.
    if (
      node.operator === "-" &&
      node.value.kind === "number" &&
      node.value.text === "2147483648" &&
      node.value.type === "uint"
    )
      return constantOf(builtin.int, -2147483648, node.at);
    if (
      node.operator === "-" &&
      node.value.kind === "number" &&
      node.value.text === "9223372036854775808" &&
      node.value.type === "ulong"
    )
      return constantOf(builtin.long, -9223372036854775808n, node.at);
    return bindUnary(node.operator, this.bind(node.value), node.at, this.settings);
  }

  private binary(node: Node<"binary">): Bound {
    const { operator, at } = node;
    const left = this.bind(node.left);
    const right = this.bind(node.right);
    if (operator === "&&" || operator === "||") {
      const x = convertTo(left, builtin.bool);
      const y = convertTo(right, builtin.bool);
      const { run: a } = x;
      const { run: b } = y;
      return {
        type: builtin.bool,
        at,
        run: written<Evaluate>(
          operator === "&&" ? (frame) => a(frame) && b(frame) : (frame) => a(frame) || b(frame),
          (writer) => `(${writer.value(a)}${operator}${writer.value(b)})`,
        ),
        quick: quickLogic(operator === "&&", x.quick, y.quick),
      };
    }
    if (operator === "??") return this.coalesce(left, right, at);
    return bindBinary(operator, left, right, at, this.settings);
  }

  private coalesce(left: Bound, right: Bound, at: number): Bound {
    if (isValueType(left.type) && left.type.definition.name !== "Nullable")
      throw new ExpressionRefusal(
        `Operator \`??\` cannot be applied to operands of type \`${left.type.key}\` and \`${right.type.key}\`.`,
        at,
      );
    const bare: Bound =
      left.type.definition.name === "Nullable" ? { ...left, type: left.type.args[0] as CsType } : left;
    const type = commonType(right.type.definition.name === "Nullable" ? left : bare, right, "`??`", at);
    const a =
      bare.type === builtin.null
        ? left.run
        : convertTo({ type: bare.type, run: (frame) => frame.machine.held, at }, type).run;
    const { run } = left;
    const { run: b } = this.convert(right, type);
    const plain = bare.type.key === type.key;
    return {
      type,
      at,
      run: written<Evaluate>(
        (frame) => {
          const value = run(frame);
          if (value === null) return b(frame);
          if (plain) return value;
          frame.machine.held = value;
          return a(frame);
        },
        (writer) => {
          const held = plain ? "v" : `(m.held=v,${writer.value(a)})`;
          const text = `const m=f.machine,l=f.locals;return v===null?${writer.value(b)}:${held};`;
          return `${writer.helper(["f", "v"], text)}(f,${writer.value(run)})`;
        },
      ),
    };
  }

  private conditional(node: Node<"conditional">): Bound {
    const asked = convertTo(this.bind(node.condition), builtin.bool);
    const yes = this.bind(node.yes);
    const no = this.bind(node.no);
    const type = commonType(yes, no, "The conditional", node.at);
    const x = convertTo(yes, type);
    const y = convertTo(no, type);
    const { run: condition } = asked;
    const { run: a } = x;
    const { run: b } = y;
    return {
      type,
      at: node.at,
      run: written<Evaluate>(
        (frame) => (condition(frame) ? a(frame) : b(frame)),
        (writer) => `(${writer.value(condition)}?${writer.value(a)}:${writer.value(b)})`,
      ),
      quick: quickChoice(asked.quick, x.quick, y.quick),
    };
  }

  /** Binds what stands inside `checked` or `unchecked`; inside neither, all stays as it is around it. */
  protected withChecking<T>(checked: boolean | undefined, bind: () => T): T {
    if (checked === undefined) return bind();
    const { isChecked, isUnchecked } = this;
    this.isChecked = checked;
    this.isUnchecked = !checked;
    try {
      return bind();
    } finally {
      this.isChecked = isChecked;
      this.isUnchecked = isUnchecked;
    }
  }
}
