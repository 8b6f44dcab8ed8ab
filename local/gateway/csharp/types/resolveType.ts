import { Refusal } from "../problem";
import type { TypeNode } from "../syntax/nodes";
import { type CsType, isValueType } from "./csType";
import { arrayOf, nullableOf, resolveName } from "./registry";

const unsupported = new Set([
  "float",
  "sbyte",
  "short",
  "uint",
  "ulong",
  "ushort",
  "dynamic",
  "Single",
  "Int16",
  "UInt16",
  "UInt32",
  "UInt64",
  "SByte",
]);

/** The type that a written type means, with the type parameters that are in sight. */
export function resolveType(node: TypeNode, inSight?: ReadonlyMap<string, CsType>): CsType {
  const args = node.args.map((arg) => resolveType(arg, inSight));
  let type = args.length === 0 ? inSight?.get(node.name) : undefined;
  if (type === undefined) {
    if (unsupported.has(node.name))
      throw new Refusal(`The type \`${node.name}\` is not supported by this gateway.`, node.at);
    type = resolveName(node.name, args, node.at);
  }
  for (const suffix of node.suffixes) {
    if (suffix === "[]") type = arrayOf(type);
    else if (isValueType(type) || type.definition.kind === "parameter") type = nullableOf(type);
    else
      throw new Refusal(
        `Nullable reference types (\`${type.key}?\`) need C# 8; policy expressions are C# 7.`,
        node.at,
      );
  }
  return type;
}
