import type { Expression } from "../syntax/nodes";

/** The expressions directly inside one, in the order in which they run. Arguments that are `out` are none. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "interpolated":
      return node.holes.flatMap((hole) => ("value" in hole ? [hole.value] : []));
    case "member":
      return [node.target];
    case "index":
      return [node.target, ...node.args.map(({ value }) => value)];
    case "call":
      return [node.target, ...node.args.filter(({ out }) => out === undefined).map(({ value }) => value)];
    case "conditionalAccess":
      return [node.target, node.rest];
    case "new":
      return (node.initializers ?? []).flatMap((item) =>
        item.kind === "element" ? item.values : item.kind === "index" ? [item.key, item.value] : [item.value],
      );
    case "newArray":
      return [...(node.size === undefined ? [] : [node.size]), ...(node.values ?? [])];
    case "anonymous":
      return node.fields.map(({ value }) => value);
    case "cast":
    case "unary":
    case "step":
    case "is":
    case "as":
    case "checked":
    case "throw":
      return [node.value];
    case "binary":
      return [node.left, node.right];
    case "conditional":
      return [node.condition, node.yes, node.no];
    case "assign":
      return [node.target, node.value];
    default:
      return [];
  }
}
