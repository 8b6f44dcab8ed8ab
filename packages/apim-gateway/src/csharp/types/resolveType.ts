import { ExpressionRefusal } from "../problem";
import type { TypeNode } from "../syntax/nodes";
import { type CsType, isValueType } from "./csType";
import { arrayOf, nullableOf, resolveName } from "./registry";

/** The type that a written type means, with the type parameters that are in sight. */
export function resolveType(node: TypeNode, inSight?: ReadonlyMap<string, CsType>): CsType {
  const args = node.args.map((arg) => resolveType(arg, inSight));
  let type = args.length === 0 ? inSight?.get(node.name) : undefined;
  if (type === undefined) {
    if (node.name === "dynamic")
      throw new ExpressionRefusal("The type `dynamic` is not supported by this gateway.", node.at);
    type = resolveName(node.name, args, node.at);
  }
  for (const suffix of node.suffixes) {
    if (suffix === "[]") type = arrayOf(type);
    else if (isValueType(type) || type.definition.kind === "parameter") type = nullableOf(type);
    else
      throw new ExpressionRefusal(
        `Nullable reference types (\`${type.key}?\`) need C# 8; policy expressions are C# 7.`,
        node.at,
      );
  }
  return type;
}
