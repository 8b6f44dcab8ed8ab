import { ExpressionRefusal } from "../problem";
import { nullReference, type Value } from "../runtime/value";
import type { Expression } from "../syntax/nodes";
import { type CsType, isValueType } from "../types/csType";
import { nullableOf } from "../types/registry";
import type { Bound } from "./bound";
import { delegateOf } from "./inference";
import { callMember } from "./memberCall";
import { indexersOf } from "./members";
import { NameBinder } from "./nameBinder";
import { type BoundArgument, choose } from "./overloads";
import { variableAccess } from "./variableAccess";

type Node<Kind extends Expression["kind"]> = Expression & { readonly kind: Kind };

/** Calls of methods and delegates, indexers, and `?.`. */
export abstract class CallBinder extends NameBinder {
  protected call(node: Node<"call">): Bound {
    const { at } = node;
    const target = node.target.kind === "member" ? this.member(node.target, true) : this.bind(node.target);
    const args = this.bindArguments(node.args);
    const { group } = target;
    if (group === undefined) return this.invoke(target, args, at);
    const place = node.target.at;
    const { receiver: nullable } = group;
    if (
      group.name === "GetValueOrDefault" &&
      args.length === 0 &&
      nullable?.type.definition.name === "Nullable"
    )
      return this.valueOrDefault(nullable, at);
    const own = group.candidates.filter(({ member }) => !member.isExtension);
    const extension = group.candidates.filter(({ member }) => member.isExtension);
    let failure: ExpressionRefusal | undefined;
    if (own.length > 0) {
      try {
        const chosen = choose(own, group.typeArgs, args, this, `${group.typeName}.${group.name}`, place);
        this.note({ member: chosen.member, values: new Map(), level: 0 });
        const call = callMember(chosen, group.receiver, this.outWriters(node.args, chosen.outs), place);
        return chosen.member.name === "ContainsKey"
          ? variableAccess("ContainsKey", group.receiver, args[0]?.value, call)
          : call;
      } catch (error) {
        if (!(error instanceof ExpressionRefusal) || extension.length === 0) throw error;
        failure = error;
      }
    }
    const { receiver } = group;
    const first: BoundArgument[] =
      receiver === undefined ? [] : [{ name: undefined, value: receiver, out: undefined }];
    try {
      const chosen = choose(
        extension,
        group.typeArgs,
        [...first, ...args],
        this,
        `${group.typeName}.${group.name}`,
        place,
      );
      return callMember(
        chosen,
        undefined,
        this.outWriters([...first.map(() => undefined as never), ...node.args], chosen.outs),
        place,
      );
    } catch (error) {
      throw failure ?? error;
    }
  }

  /** The only method that needs the type inside `T?`, which a row of the library does not get. */
  private valueOrDefault(value: Bound, at: number): Bound {
    const type = value.type.args[0] as CsType;
    const blank = this.defaultOf(type);
    const { run } = value;
    return { type, at, run: (frame) => run(frame) ?? blank };
  }

  private invoke(target: Bound, args: readonly BoundArgument[], at: number): Bound {
    const signature = delegateOf(target.type);
    if (signature === undefined)
      throw new ExpressionRefusal("This is not a method or delegate and cannot be called.", at);
    if (signature.parameters.length !== args.length)
      throw new ExpressionRefusal(
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

  protected index(node: Node<"index">): Bound {
    const target = this.bind(node.target);
    const args = this.bindArguments(node.args);
    const chosen = choose(indexersOf(target.type), [], args, this, `${target.type.key}[]`, node.at);
    const call = callMember({ ...chosen, types: [] }, target, [], node.at);
    return variableAccess("this", target, args[0]?.value, call);
  }

  protected conditionalAccess(node: Node<"conditionalAccess">): Bound {
    const target = this.bind(node.target);
    if (isValueType(target.type) && target.type.definition.name !== "Nullable")
      throw new ExpressionRefusal(
        `Operator \`?\` cannot be applied to an operand of type \`${target.type.key}\`.`,
        node.at,
      );
    const { slot } = this.declareHidden(target.type);
    const bare = target.type.definition.name === "Nullable" ? (target.type.args[0] as CsType) : target.type;
    this.receivers.push({ type: bare, at: node.at, run: (frame) => frame.locals[slot] as Value });
    const rest = this.bind(node.rest);
    this.receivers.pop();
    if (rest.group !== undefined) throw new ExpressionRefusal("A method must be called.", node.at);
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
}
