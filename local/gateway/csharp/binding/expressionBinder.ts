import { Refusal } from "../problem";
import { parseDecimal } from "../runtime/decimal";
import type { Evaluate } from "../runtime/machine";
import { CsDouble, charOf, nullReference, type Value } from "../runtime/value";
import type { Expression, Pattern } from "../syntax/nodes";
import { type CsType, isValueType } from "../types/csType";
import { builtin, findDefinition, isNamespace, isTypeName, nullableOf, resolveName } from "../types/registry";
import { isInstance } from "../types/runtimeType";
import { type Bound, type Candidate, constantOf, convertTo } from "./bound";
import { bindCast, commonType } from "./casts";
import { CreationBinder } from "./creationBinder";
import { delegateOf } from "./inference";
import { callMember, candidatesOf, extensionsOf, indexersOf, missingMember, readProperty } from "./members";
import { bindBinary, bindUnary } from "./operators";
import { type BoundArgument, choose } from "./overloads";
import { frameReader } from "./scope";

type Node<Kind extends Expression["kind"]> = Expression & { readonly kind: Kind };

/** Every kind of expression except assignments and creations. */
export abstract class ExpressionBinder extends CreationBinder {
  override bind(node: Expression): Bound {
    const { at } = node;
    switch (node.kind) {
      case "number":
        return this.number(node);
      case "string":
        return constantOf(builtin.string, node.text, at);
      case "char":
        return this.character(node);
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
        throw new Refusal(`\`${node.type.name}\` is a type, not a value.`, at);
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
        return this.withChecking(node);
      case "throw": {
        const { run } = convertTo(this.bind(node.value), resolveName("Exception", [], at));
        const thrown: Evaluate = (frame) => {
          throw run(frame) ?? nullReference();
        };
        return { type: builtin.null, run: thrown, at, isThrow: true };
      }
    }
  }

  private number({ text, type, at }: Node<"number">): Bound {
    if (type === "int")
      return Number(text) > 2147483647
        ? constantOf(builtin.long, BigInt(text), at)
        : constantOf(builtin.int, Number(text), at);
    if (type === "long") {
      if (BigInt(text) > 0x7fffffffffffffffn) throw new Refusal("Integral constant is too large.", at);
      return constantOf(builtin.long, BigInt(text), at);
    }
    if (type === "double") return constantOf(builtin.double, new CsDouble(Number(text)), at);
    const value = /e/i.test(text) ? undefined : parseDecimal(text);
    if (value === undefined) throw new Refusal("The decimal number is malformed.", at);
    return constantOf(builtin.decimal, value, at);
  }

  private character({ text, at }: { readonly text: string; readonly at: number }): Bound {
    if (text.length === 1) return constantOf(builtin.char, charOf(text.charCodeAt(0)), at);
    if (this.settings.singleQuotes === "refuse")
      throw new Refusal(
        "Too many characters in a character literal: C# writes strings in double quotes.",
        at,
      );
    this.settings.warn("Text in single quotes is not C#; it is read as a string.", at);
    return constantOf(builtin.string, text, at);
  }

  private name(node: Node<"name">): Bound {
    const { name, at } = node;
    const variable = this.scope.find(name);
    if (variable !== undefined) {
      if (variable.constant !== undefined) return constantOf(variable.type, variable.constant.value, at);
      const { slot, type } = variable;
      if (variable.frame === this.scope.frame)
        return { type, at, run: (frame) => frame.locals[slot] as Value };
      const holder = frameReader(this.scope.frame, variable.frame);
      return { type, at, run: (frame) => holder(frame).locals[slot] as Value };
    }
    if (name === "context" && this.contextType !== undefined)
      return { type: this.contextType, at, run: (frame) => frame.machine.context };
    if (isTypeName(name)) throw new Refusal(`\`${name}\` is a type, not a value.`, at);
    throw new Refusal(`The name \`${name}\` does not exist in policy expressions.`, at);
  }

  /** `string`, `DateTime`, `System.Text.Encoding`, `List<int>`: a type left of a dot. */
  private asType(node: Expression): CsType | undefined {
    if (node.kind === "predefined") return this.resolve(node.type);
    if (node.kind === "name") {
      if (
        this.scope.find(node.name) !== undefined ||
        findDefinition(node.name, node.typeArgs.length) === undefined
      )
        return undefined;
      return this.resolve({ name: node.name, args: node.typeArgs, suffixes: [], at: node.at });
    }
    if (node.kind !== "member") return undefined;
    const path = dotted(node);
    if (path === undefined || this.scope.find(path.split(".")[0] as string) !== undefined) return undefined;
    if (findDefinition(path, node.typeArgs.length) !== undefined)
      return this.resolve({ name: path, args: node.typeArgs, suffixes: [], at: node.at });
    return undefined;
  }

  private member(node: Node<"member">): Bound {
    const { name, at } = node;
    const type = this.asType(node.target);
    const receiver = type === undefined ? this.bindTarget(node.target, name) : undefined;
    const owner = type ?? (receiver as Bound).type;
    const found = candidatesOf(owner, name, type !== undefined);
    const property = found.find(({ member }) => member.kind === "property");
    if (property !== undefined) {
      this.note(property);
      return readProperty(property, receiver, at);
    }
    const candidates = type === undefined ? [...found, ...extensionsOf(name)] : found;
    if (candidates.length === 0) throw missingMember(owner, name, at);
    const typeArgs = node.typeArgs.map((arg) => this.resolve(arg));
    return {
      type: builtin.void,
      run: () => null,
      at,
      group: { receiver, candidates, name, typeArgs, typeName: owner.key },
    };
  }

  private bindTarget(target: Expression, name: string): Bound {
    const path = dotted(target);
    if (
      path !== undefined &&
      this.scope.find(path.split(".")[0] as string) === undefined &&
      path !== "context" &&
      isNamespace(path)
    )
      throw new Refusal(`The type \`${path}.${name}\` is not available in policy expressions.`, target.at);
    const bound = this.bind(target);
    if (bound.lambda ?? bound.group)
      throw new Refusal(`A method has no member \`${name}\`; call it with \`()\`.`, target.at);
    if (bound.type === builtin.void) throw new Refusal("There is no value here.", target.at);
    return bound;
  }

  private note({ member }: Candidate): void {
    this.members.add(`${member.owner.name}.${member.name}`);
  }

  private call(node: Node<"call">): Bound {
    const { at } = node;
    const target = this.bind(node.target);
    const args = this.bindArguments(node.args);
    const { group } = target;
    if (group === undefined) return this.invoke(target, args, at);
    const place = node.target.at;
    const own = group.candidates.filter(({ member }) => !member.isExtension);
    const extension = group.candidates.filter(({ member }) => member.isExtension);
    let failure: Refusal | undefined;
    if (own.length > 0) {
      try {
        const chosen = choose(own, group.typeArgs, args, this, `${group.typeName}.${group.name}`, place);
        this.note({ member: chosen.member, values: new Map(), level: 0 });
        return callMember(chosen, group.receiver, this.outWriters(node.args, chosen.outs), place);
      } catch (error) {
        if (!(error instanceof Refusal) || extension.length === 0) throw error;
        failure = error;
      }
    }
    const receiver: BoundArgument = { name: undefined, value: group.receiver as Bound, out: undefined };
    try {
      const chosen = choose(
        extension,
        group.typeArgs,
        [receiver, ...args],
        this,
        `${group.typeName}.${group.name}`,
        place,
      );
      return callMember(
        chosen,
        undefined,
        this.outWriters([undefined as never, ...node.args], chosen.outs),
        place,
      );
    } catch (error) {
      throw failure ?? error;
    }
  }

  private invoke(target: Bound, args: readonly BoundArgument[], at: number): Bound {
    const signature = delegateOf(target.type);
    if (signature === undefined)
      throw new Refusal("This is not a method or delegate and cannot be called.", at);
    if (signature.parameters.length !== args.length)
      throw new Refusal(
        `The delegate takes ${signature.parameters.length} arguments, not ${args.length}.`,
        at,
      );
    const runs = args.map(
      ({ value }, index) => this.convert(value, signature.parameters[index] as CsType).run,
    );
    const { run } = target;
    return {
      type: signature.result,
      at,
      run: (frame) => {
        const call = run(frame) as ((...given: Value[]) => Value) | null;
        frame.machine.offset = at;
        if (call === null) throw nullReference();
        return call(...runs.map((arg) => arg(frame)));
      },
    };
  }

  private index(node: Node<"index">): Bound {
    const target = this.bind(node.target);
    const chosen = choose(
      indexersOf(target.type),
      [],
      this.bindArguments(node.args),
      this,
      `${target.type.key}[]`,
      node.at,
    );
    return callMember({ ...chosen, types: [] }, target, [], node.at);
  }

  private conditionalAccess(node: Node<"conditionalAccess">): Bound {
    const target = this.bind(node.target);
    if (isValueType(target.type) && target.type.definition.name !== "Nullable")
      throw new Refusal(
        `Operator \`?\` cannot be applied to an operand of type \`${target.type.key}\`.`,
        node.at,
      );
    const { slot } = this.declareHidden(target.type);
    const bare = target.type.definition.name === "Nullable" ? (target.type.args[0] as CsType) : target.type;
    this.receivers.push({ type: bare, at: node.at, run: (frame) => frame.locals[slot] as Value });
    const rest = this.bind(node.rest);
    this.receivers.pop();
    if (rest.group !== undefined) throw new Refusal("A method must be called.", node.at);
    const type =
      isValueType(rest.type) && rest.type.definition.name !== "Nullable" ? nullableOf(rest.type) : rest.type;
    return {
      type,
      at: node.at,
      run: (frame) => {
        const value = target.run(frame);
        if (value === null) return null;
        frame.locals[slot] = value;
        return rest.run(frame);
      },
    };
  }

  private cast(node: Node<"cast">): Bound {
    const to = this.resolve(node.type);
    const value = this.bind(node.value);
    if (value.lambda ?? value.group) return this.convert(value, to);
    return bindCast(value, to, this.isChecked, node.at);
  }

  private unary(node: Node<"unary">): Bound {
    // `-2147483648` is an int although 2147483648 is not.
    if (
      node.operator === "-" &&
      node.value.kind === "number" &&
      node.value.text === "2147483648" &&
      node.value.type !== "decimal" &&
      node.value.type !== "double"
    )
      return constantOf(builtin.int, -2147483648, node.at);
    if (node.operator === "-" && node.value.kind === "number" && node.value.text === "9223372036854775808")
      return constantOf(builtin.long, -9223372036854775808n, node.at);
    return bindUnary(node.operator, this.bind(node.value), node.at, this.settings);
  }

  private binary(node: Node<"binary">): Bound {
    const { operator, at } = node;
    const left = this.bind(node.left);
    const right = this.bind(node.right);
    if (operator === "&&" || operator === "||") {
      const { run: a } = convertTo(left, builtin.bool);
      const { run: b } = convertTo(right, builtin.bool);
      return {
        type: builtin.bool,
        at,
        run: operator === "&&" ? (frame) => a(frame) && b(frame) : (frame) => a(frame) || b(frame),
      };
    }
    if (operator === "??") return this.coalesce(left, right, at);
    return bindBinary(operator, left, right, at, this.settings);
  }

  private coalesce(left: Bound, right: Bound, at: number): Bound {
    if (isValueType(left.type) && left.type.definition.name !== "Nullable")
      throw new Refusal(
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
      run: (frame) => {
        const value = run(frame);
        if (value === null) return b(frame);
        if (plain) return value;
        frame.machine.held = value;
        return a(frame);
      },
    };
  }

  private test(node: Node<"is">): Bound {
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
    if (bound.constant === undefined) throw new Refusal("A constant is expected in a pattern.", pattern.at);
    const compared = type === builtin.object ? bound : this.convert(bound, type);
    const constant = compared.constant?.value ?? bound.constant.value;
    return (_, value) => sameConstant(value, constant);
  }

  private namesType(name: string, arity: number): boolean {
    return findDefinition(name, arity) !== undefined || !name.includes(".");
  }

  private as(node: Node<"as">): Bound {
    const type = this.resolve(node.type);
    if (isValueType(type) && type.definition.name !== "Nullable")
      throw new Refusal(`\`as\` needs a reference type or a nullable one, not \`${type.key}\`.`, node.at);
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

  private conditional(node: Node<"conditional">): Bound {
    const { run: condition } = convertTo(this.bind(node.condition), builtin.bool);
    const yes = this.bind(node.yes);
    const no = this.bind(node.no);
    const type = commonType(yes, no, "The conditional", node.at);
    const { run: a } = convertTo(yes, type);
    const { run: b } = convertTo(no, type);
    return { type, at: node.at, run: (frame) => (condition(frame) ? a(frame) : b(frame)) };
  }

  private withChecking(node: Node<"checked">): Bound {
    const { isChecked, isUnchecked } = this;
    this.isChecked = node.checked;
    this.isUnchecked = !node.checked;
    try {
      return this.bind(node.value);
    } finally {
      this.isChecked = isChecked;
      this.isUnchecked = isUnchecked;
    }
  }
}

function dotted(node: Expression): string | undefined {
  if (node.kind === "name" && node.typeArgs.length === 0) return node.name;
  if (node.kind !== "member") return undefined;
  const left = dotted(node.target);
  return left === undefined ? undefined : `${left}.${node.name}`;
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
