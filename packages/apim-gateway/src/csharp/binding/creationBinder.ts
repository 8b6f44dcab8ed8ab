import { ExpressionRefusal } from "../problem";
import { CsAnonymous } from "../runtime/anonymous";
import { formatValue } from "../runtime/formatValue";
import type { Frame, Machine } from "../runtime/machine";
import { textOf } from "../runtime/text";
import { CsTypeObject } from "../runtime/typeObject";
import { fail, nullReference, type Value } from "../runtime/value";
import type { Expression, Initializer } from "../syntax/nodes";
import { type CsType, isValueType, substitute } from "../types/csType";
import { defaultOf } from "../types/defaultValue";
import { arrayOf, builtin, declareType, getType } from "../types/registry";
import { BinderBase } from "./binderBase";
import { type Bound, constantOf, convertTo } from "./bound";
import { bindCast, commonType } from "./casts";
import { written } from "./javascript";
import { callMember } from "./memberCall";
import { candidatesOf, constructorsOf, indexersOf } from "./members";
import { missingMember, unknownName } from "./missing";
import { bindBinary } from "./operators";
import { choose } from "./overloads";
import { pathOf } from "./scope";

type Node<Kind extends Expression["kind"]> = Expression & { readonly kind: Kind };
let anonymousTypes = 0;
const anonymousByShape = new Map<string, CsType>();

/** `new`, assignments and interpolated strings: what makes or changes values. */
export abstract class CreationBinder extends BinderBase {
  protected defaultOf(type: CsType): Value {
    return defaultOf(type);
  }

  protected creation(node: Node<"new">): Bound {
    const type = this.resolve(node.type);
    const { at } = node;
    let made: Bound;
    if (node.args.length === 0 && isValueType(type)) made = constantOf(type, this.defaultOf(type), at);
    else {
      const candidates = constructorsOf(type);
      if (candidates.length === 0)
        throw new ExpressionRefusal(`\`${type.key}\` cannot be created in policy expressions.`, at);
      const chosen = choose(candidates, [], this.bindArguments(node.args), this, `new ${type.key}`, at);
      const args = [...chosen.args];
      if (type.args.length > 0) args.unshift(() => type.args as never);
      made = { ...callMember({ ...chosen, types: [], args }, undefined, [], at), type };
      this.members.add(`${type.definition.name}.new`);
    }
    if (node.initializers === undefined || node.initializers.length === 0) return made;
    return this.initialize(made, node.initializers);
  }

  private initialize(made: Bound, initializers: readonly Initializer[]): Bound {
    const { slot } = this.declareHidden(made.type);
    const target: Bound = { type: made.type, at: made.at, run: (frame) => frame.locals[slot] as Value };
    const steps = initializers.map((item) => {
      if (item.kind === "index")
        return this.indexWriter(target, [this.bind(item.key)], this.bind(item.value), item.at);
      if (item.kind === "member") return this.memberWriter(target, item.name, this.bind(item.value), item.at);
      const adders = candidatesOf(made.type, "Add", false);
      if (adders.length === 0) throw missingMember(made.type, "Add", item.at);
      const args = item.values.map((value) => ({ name: undefined, value: this.bind(value), out: undefined }));
      return callMember(choose(adders, [], args, this, `${made.type.key}.Add`, item.at), target, [], item.at)
        .run;
    });
    return {
      type: made.type,
      at: made.at,
      run: (frame) => {
        const value = made.run(frame);
        for (const step of steps) {
          frame.locals[slot] = value;
          step(frame);
        }
        return value;
      },
    };
  }

  private memberWriter(target: Bound, name: string, value: Bound, at: number): Bound["run"] {
    const found = candidatesOf(target.type, name, false).find(({ member }) => member.kind === "property");
    if (found === undefined) throw missingMember(target.type, name, at);
    const { set, result } = found.member;
    if (set === undefined) throw new ExpressionRefusal(`\`${target.type.key}.${name}\` is read-only.`, at);
    this.uses(found.member, at);
    const { run } = this.convert(value, substitute(result, found.values));
    return (frame) => {
      const self = target.run(frame);
      const next = run(frame);
      set.call(frame.machine, self, next);
      return next;
    };
  }

  private indexWriter(target: Bound, keys: readonly Bound[], value: Bound, at: number): Bound["run"] {
    const args = keys.map((key) => ({ name: undefined, value: key, out: undefined }));
    const chosen = choose(indexersOf(target.type), [], args, this, `${target.type.key}[]`, at);
    const { set } = chosen.member;
    if (set === undefined)
      throw new ExpressionRefusal(`The indexer of \`${target.type.key}\` is read-only.`, at);
    const { run } = this.convert(value, chosen.result);
    return written(
      (frame: Frame) => {
        const self = target.run(frame);
        const given = chosen.args.map((arg) => arg?.(frame) ?? null);
        const next = run(frame);
        frame.machine.offset = at;
        if (self === null) throw nullReference();
        set.call(frame.machine, self, ...given, next);
        return next;
      },
      (writer) => {
        const names = chosen.args.map((_, index) => `v${index}`);
        const nobody = `if(self===null)throw ${writer.constant(nullReference)}();`;
        const done = `${writer.constant(set)}.call(${["m", "self", ...names, "next"].join(",")});return next;`;
        const put = writer.helper(["m", "self", ...names, "next"], `m.offset=${at};${nobody}${done}`);
        const given = chosen.args.map((arg) => (arg === undefined ? "null" : writer.value(arg)));
        return `${put}(${["m", writer.value(target.run), ...given, writer.value(run)].join(",")})`;
      },
    );
  }

  protected array(node: Node<"newArray">): Bound {
    const values = node.values?.map((value) => this.bind(value));
    let element = node.type === undefined ? undefined : this.resolve(node.type);
    if (element === undefined) {
      const [first, ...rest] = values as Bound[];
      if (first === undefined) throw new ExpressionRefusal("No best type found for the array.", node.at);
      let best = first;
      // That a constant would fit a smaller type does not count here.
      const byType = (value: Bound): Bound => ({ ...value, constant: undefined });
      for (const value of rest)
        best = { ...best, type: commonType(byType(best), byType(value), "The array", node.at) };
      element = best.type;
    }
    const type = arrayOf(element);
    const name = element.key;
    if (values !== undefined) {
      const runs = values.map((value) => this.convert(value, element as CsType).run);
      return {
        type,
        at: node.at,
        run: written(
          (frame: Frame) => {
            frame.machine.allocate(runs.length);
            return { csType: "[]", csArgs: [name], items: runs.map((run) => run(frame)) } as Value;
          },
          (writer) => {
            const items = runs.map((run) => writer.value(run)).join(",");
            return `(m.allocate(${runs.length}),{csType:"[]",csArgs:[${writer.constant(name)}],items:[${items}]})`;
          },
        ),
      };
    }
    const { run: size } = convertTo(this.bind(node.size as Expression), builtin.int);
    const blank = this.defaultOf(element);
    const make = (machine: Machine, count: number): Value => {
      if (count < 0) throw fail("OverflowException", "Arithmetic operation resulted in an overflow.");
      machine.allocate(count);
      return { csType: "[]", csArgs: [name], items: new Array<Value>(count).fill(blank) } as Value;
    };
    return {
      type,
      at: node.at,
      run: written(
        (frame: Frame) => make(frame.machine, size(frame) as number),
        (writer) => `${writer.constant(make)}(m,${writer.value(size)})`,
      ),
    };
  }

  protected anonymous(node: Node<"anonymous">): Bound {
    const fields = node.fields.map(({ name, value }) => ({ name, bound: this.bind(value) }));
    const shape = fields.map(({ name, bound }) => `${bound.type.key} ${name}`).join(",");
    const type = anonymousByShape.get(shape) ?? makeAnonymousType(shape, fields);
    return {
      type,
      at: node.at,
      run: (frame) =>
        new CsAnonymous(type.key, new Map(fields.map(({ name, bound }) => [name, bound.run(frame)]))),
    };
  }

  protected assign(node: Node<"assign">): Bound {
    const { target, operator, at } = node;
    const operand = operator.slice(0, -1);
    const value = this.bind(node.value);
    if (operator === "=") return this.store(target, value, at);
    const current = this.bind(target);
    const made = bindBinary(operand, current, value, at, this.settings);
    return this.store(
      target,
      made.type.key === current.type.key ? made : bindCast(made, current.type, this.isChecked, at),
      at,
    );
  }

  private store(target: Expression, value: Bound, at: number): Bound {
    if (target.kind === "name") {
      const variable = this.scope.find(target.name);
      // A discard.
      if (variable === undefined && target.name === "_") return value;
      if (variable === undefined) throw unknownName(target.name, this.scope.allNames(), target.at);
      if (variable.constant !== undefined)
        throw new ExpressionRefusal(`\`${target.name}\` is a constant.`, target.at);
      const { run } = this.convert(value, variable.type);
      const write = this.writer(variable);
      const path = pathOf(this.scope.frame, variable);
      return {
        type: variable.type,
        at,
        run: written(
          (frame: Frame) => {
            const next = run(frame);
            write(frame, next);
            return next;
          },
          (writer) => `(${path}=${writer.value(run)})`,
        ),
      };
    }
    if (target.kind === "index") {
      const self = this.bind(target.target);
      const keys = target.args.map((arg) => this.bind(arg.value));
      return { type: value.type, at, run: this.indexWriter(self, keys, value, target.at) };
    }
    if (target.kind === "member")
      return {
        type: value.type,
        at,
        run: this.memberWriter(this.bind(target.target), target.name, value, target.at),
      };
    throw new ExpressionRefusal("This cannot be assigned to.", target.at);
  }

  protected increment(node: Node<"step">): Bound {
    const current = this.bind(node.value);
    const one = bindCast(
      constantOf(builtin.int, 1, node.at),
      current.type === builtin.char ? builtin.int : current.type,
      false,
      node.at,
    );
    const next = bindCast(
      bindBinary(node.operator === "++" ? "+" : "-", current, one, node.at, this.settings),
      current.type,
      this.isChecked,
      node.at,
    );
    const stored = this.store(node.value, next, node.at);
    if (node.prefix) return stored;
    return {
      type: current.type,
      at: node.at,
      run: written(
        (frame: Frame) => {
          const before = current.run(frame);
          stored.run(frame);
          return before;
        },
        (writer) => {
          const text = `const m=f.machine,l=f.locals;${writer.value(stored.run)};return v;`;
          return `${writer.helper(["f", "v"], text)}(f,${writer.value(current.run)})`;
        },
      ),
    };
  }

  protected typeOf(type: CsType, at: number): Bound {
    return { type: getType("Type"), at, run: () => new CsTypeObject(type) };
  }

  protected interpolated(node: Node<"interpolated">): Bound {
    const parts = node.holes.map((hole) => {
      if ("text" in hole) return () => hole.text;
      const value = this.bind(hole.value);
      if (value.lambda ?? value.group) throw new ExpressionRefusal("A hole needs a value.", hole.value.at);
      const { run } = value;
      const width =
        hole.alignment === undefined
          ? 0
          : (convertTo(this.bind(hole.alignment), builtin.int).constant?.value as number | undefined);
      if (width === undefined)
        throw new ExpressionRefusal("The alignment must be constant.", hole.alignment?.at ?? node.at);
      const { format } = hole;
      return (frame: Parameters<typeof run>[0]) => {
        const inner = run(frame);
        const text =
          format === undefined ? textOf(inner, frame.machine) : formatValue(inner, format, frame.machine);
        frame.machine.allocate(text.length + Math.abs(width));
        return width < 0 ? text.padEnd(-width) : text.padStart(width);
      };
    });
    return { type: builtin.string, at: node.at, run: (frame) => parts.map((part) => part(frame)).join("") };
  }
}

function makeAnonymousType(
  shape: string,
  fields: readonly { readonly name: string; readonly bound: Bound }[],
): CsType {
  const definition = declareType("class", `<>f__AnonymousType${anonymousTypes++}`);
  for (const { name, bound } of fields) {
    definition.members.add(name, () => ({
      kind: "property",
      name,
      isStatic: false,
      isExtension: false,
      typeParameters: [],
      parameters: [],
      result: bound.type,
      owner: definition,
      run: (self: CsAnonymous) => self.fields.get(name) ?? null,
      set: undefined,
      constant: undefined,
    }));
  }
  const type = getType(definition.name);
  anonymousByShape.set(shape, type);
  return type;
}
