import { ExpressionRefusal } from "../problem";
import type { Frame } from "../runtime/machine";
import type { Value } from "../runtime/value";
import type { Expression } from "../syntax/nodes";
import type { CsType } from "../types/csType";
import { builtin, findDefinition, isNamespace, isTypeName } from "../types/registry";
import { unlistedType } from "../types/unlistedType";
import { type Bound, constantOf, type OverloadCandidate } from "./bound";
import { CreationBinder } from "./creationBinder";
import { delegateOf } from "./inference";
import { written } from "./javascript";
import { candidatesOf, extensionsOf, readProperty } from "./members";
import { missingMember, unknownName } from "./missing";
import { quickLocal } from "./quick";
import { frameReader, isOutermost, pathOf } from "./scope";

type Node<Kind extends Expression["kind"]> = Expression & { readonly kind: Kind };

/** Names and members: locals, `context`, types left of a dot, properties and method groups. */
export abstract class NameBinder extends CreationBinder {
  protected name(node: Node<"name">): Bound {
    const { name, at } = node;
    const variable = this.scope.find(name);
    if (variable !== undefined) {
      if (variable.constant !== undefined) return constantOf(variable.type, variable.constant.value, at);
      const { slot, type } = variable;
      if (variable.frame === this.scope.frame)
        return {
          type,
          at,
          run: written(
            (frame: Frame) => frame.locals[slot] as Value,
            () => `l[${slot}]`,
          ),
          quick: isOutermost(variable.frame) ? quickLocal(slot) : undefined,
        };
      const holder = frameReader(this.scope.frame, variable.frame);
      const path = pathOf(this.scope.frame, variable);
      return {
        type,
        at,
        run: written(
          (frame: Frame) => holder(frame).locals[slot] as Value,
          () => path,
        ),
      };
    }
    if (name === "context" && this.contextType !== undefined)
      return {
        type: this.contextType,
        at,
        run: written(
          (frame: Frame) => frame.machine.context as Value,
          () => "m.context",
        ),
        quick: (context) => context as unknown as Value,
        host: "context",
      };
    if (isTypeName(name)) throw new ExpressionRefusal(`\`${name}\` is a type, not a value.`, at);
    throw unknownName(name, this.scope.allNames(), at);
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

  /** `called`: a property that is no delegate does not hide a method, as `Count` of an array of JSON does not hide `Count()`. */
  protected member(node: Node<"member">, called = false): Bound {
    const { name, at } = node;
    const type = this.asType(node.target);
    const receiver = type === undefined ? this.bindTarget(node.target, name) : undefined;
    const owner = type ?? (receiver as Bound).type;
    const found = candidatesOf(owner, name, type !== undefined);
    const property = found.find(({ member }) => member.kind === "property");
    const methods = found.filter(({ member }) => member.kind === "method");
    // An extension method is a static one of its class too: `Enumerable.Count(list)`.
    const extensions =
      type === undefined
        ? extensionsOf(name)
        : extensionsOf(name).filter(({ member }) => member.owner === type.definition);
    const candidates = [...methods, ...extensions];
    if (property !== undefined) {
      const value = readProperty(property, receiver, at);
      if (!called || candidates.length === 0 || delegateOf(value.type) !== undefined) {
        this.note(property);
        this.uses(property.member, at);
        return receiver?.host === "context" && name === "Variables" ? { ...value, host: "variables" } : value;
      }
    }
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
    if (path !== undefined && this.isUnlisted(path))
      throw unlistedType(isNamespace(path) ? `${path}.${name}` : path, target.at);
    const bound = this.bind(target);
    if (bound.lambda ?? bound.group)
      throw new ExpressionRefusal(`A method has no member \`${name}\`; call it with \`()\`.`, target.at);
    if (bound.type === builtin.void) throw new ExpressionRefusal("There is no value here.", target.at);
    return bound;
  }

  /** Whether a path begins with a namespace and leads to no type that may be used. */
  private isUnlisted(path: string): boolean {
    const [first = "", ...rest] = path.split(".");
    if (this.scope.find(first) !== undefined || !isNamespace(first)) return false;
    let prefix = first;
    for (const part of rest) {
      prefix = `${prefix}.${part}`;
      if (isTypeName(prefix)) return false;
    }
    return true;
  }

  protected note({ member }: OverloadCandidate): void {
    this.members.add(`${member.owner.name}.${member.name}`);
  }
}

function dotted(node: Expression): string | undefined {
  if (node.kind === "name" && node.typeArgs.length === 0) return node.name;
  if (node.kind !== "member") return undefined;
  const left = dotted(node.target);
  return left === undefined ? undefined : `${left}.${node.name}`;
}
