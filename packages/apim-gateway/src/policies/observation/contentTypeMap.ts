import type { Headers } from "../../messages/headers";
import type { Exchange } from "../../pipeline/exchange";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { findAttribute, type PolicyElement } from "../../xml/policyDocument";
import { mediaTypeOf } from "../transformation/contentType";

/**
 * The content type by which a body is validated: the message's, or what `content-type-map` makes of it. `from` and
 * `when` come first, in their order, then the value for any type and the value for a missing one.
 */
export function compileContentType(
  element: PolicyElement,
  compiler: PolicyCompiler,
): (exchange: Exchange, headers: Headers) => string {
  const map = element.children.find(({ name }) => name === "content-type-map");
  if (map === undefined) return (_, headers) => mediaTypeOf(headers);
  const textOf = (of: PolicyElement, name: string) => findAttribute(of, name)?.text.toLowerCase();
  const types = map.children.map((child) => ({
    from: textOf(child, "from"),
    when: compiler.boolean(child, "when", false),
    to: textOf(child, "to") ?? "",
  }));
  const any = textOf(map, "any-content-type-value");
  const missing = textOf(map, "missing-content-type-value");
  return (exchange, headers) => {
    const type = mediaTypeOf(headers);
    const mapped = types.find(({ from, when }) => (from === undefined ? when(exchange) : from === type));
    if (mapped !== undefined) return mapped.to;
    return any ?? (type === "" ? missing : undefined) ?? type;
  };
}
