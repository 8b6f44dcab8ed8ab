import { ExpressionRefusal } from "../problem";
import { CsKeyValuePair } from "../runtime/collections";
import { CsJObject } from "../runtime/json/token";
import type { Evaluate } from "../runtime/machine";
import type { Value } from "../runtime/value";
import { walk } from "../runtime/walk";
import type { Expression, Statement } from "../syntax/nodes";
import { type CsType, withBases } from "../types/csType";
import { builtin, getType } from "../types/registry";
import { type Bound, convertTo } from "./bound";
import { bindCast } from "./casts";
import { ExpressionBinder } from "./expressionBinder";
import { written } from "./javascript";
import type { Execute, StatementStep } from "./statementStep";

type Node<Kind extends Statement["kind"]> = Statement & { readonly kind: Kind };

/** `while`, `do`, `for` and `foreach`. */
export abstract class LoopBinder extends ExpressionBinder {
  protected abstract statement(node: Statement): StatementStep;

  protected condition(node: Expression): Evaluate {
    return convertTo(this.bind(node), builtin.bool).run;
  }

  protected loop(node: Node<"while">): StatementStep {
    const test = this.bind(node.condition);
    const condition = convertTo(test, builtin.bool).run;
    const body = this.inScope(undefined, () => this.statement(node.body));
    const forever = test.constant?.value === true;
    return {
      ends: forever,
      run: written<Execute>(
        (frame) => {
          if (node.first === "condition" && !condition(frame)) return "next";
          do {
            frame.machine.step();
            const signal = body.run(frame);
            if (signal === "break") break;
            if (signal === "return") return signal;
          } while (condition(frame));
          return "next";
        },
        (writer) => {
          const asked = writer.value(condition);
          const round = `{m.step();${writer.inLoop(body.run)}}`;
          return node.first === "condition" ? `while(${asked})${round}` : `do${round}while(${asked});`;
        },
      ),
    };
  }

  protected forLoop(node: Node<"for">): StatementStep {
    const starts = node.start.map((start) => this.statement(start).run);
    const condition = node.condition === undefined ? () => true : this.condition(node.condition);
    const nexts = node.next.map((next) => this.bind(next).run);
    const body = this.inScope(undefined, () => this.statement(node.body));
    return {
      ends: node.condition === undefined,
      run: written<Execute>(
        (frame) => {
          for (const start of starts) start(frame);
          while (condition(frame)) {
            frame.machine.step();
            const signal = body.run(frame);
            if (signal === "break") break;
            if (signal === "return") return signal;
            for (const next of nexts) next(frame);
          }
          return "next";
        },
        (writer) => {
          const first = starts.map((start) => writer.statement(start)).join("");
          const then = nexts.map((next) => writer.value(next)).join(",");
          return `{${first}for(;${writer.value(condition)};${then}){m.step();${writer.inLoop(body.run)}}}`;
        },
      ),
    };
  }

  protected foreach(node: Node<"foreach">): StatementStep {
    const source = this.bind(node.source);
    const element = elementOf(source.type);
    if (element === undefined)
      throw new ExpressionRefusal(`\`foreach\` cannot walk \`${source.type.key}\`.`, node.source.at);
    const type = node.type.name === "var" ? element : this.resolve(node.type);
    const variable = this.declare(node.name, type, node.at);
    const current: Bound = {
      type: element,
      at: node.at,
      run: written<Evaluate>(
        (frame) => frame.locals[variable.slot] as Value,
        () => `l[${variable.slot}]`,
      ),
    };
    const { run: convert } = bindCast(current, type, this.isChecked, node.at);
    const body = this.inScope(undefined, () => this.statement(node.body));
    const { slot } = variable;
    const isObject = source.type.definition.name === "JObject";
    const run: Execute = (outer) => {
      const walked = source.run(
        node.captured ? { locals: [], parent: outer, machine: outer.machine } : outer,
      );
      // A JObject is a sequence of its properties to LINQ, and of keys and values to `foreach`.
      const items = isObject && walked instanceof CsJObject ? pairsOf(walked) : walk(walked);
      for (const item of items) {
        const frame = node.captured ? { locals: [], parent: outer, machine: outer.machine } : outer;
        frame.machine.step();
        frame.locals[slot] = item;
        frame.locals[slot] = convert(frame);
        const signal = body.run(frame);
        if (signal === "break") break;
        if (signal === "return") return signal;
      }
      return "next";
    };
    if (node.captured) return { ends: false, run };
    const itemsOf = (walked: Value): Iterable<Value> =>
      isObject && walked instanceof CsJObject ? pairsOf(walked) : walk(walked);
    return {
      ends: false,
      run: written(run, (writer) => {
        const item = `m.step();l[${slot}]=i;l[${slot}]=${writer.value(convert)};`;
        return `for(const i of ${writer.constant(itemsOf)}(${writer.value(source.run)})){${item}${writer.inLoop(body.run)}}`;
      }),
    };
  }
}

/** What walking a value of this type gives. */
function elementOf(type: CsType): CsType | undefined {
  if (type === builtin.string) return builtin.char;
  if (type.definition.name === "JObject") return getType("KeyValuePair", [builtin.string, getType("JToken")]);
  for (const base of withBases(type))
    if (base.definition.name === "IEnumerable" || base.definition.name === "[]") return base.args[0];
  return undefined;
}

function* pairsOf(object: CsJObject): Generator<Value> {
  for (const { name, value } of object.properties.values())
    yield new CsKeyValuePair(["string", "JToken"], name, value);
}
