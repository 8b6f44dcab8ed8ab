import type { Exchange } from "../../pipeline/exchange";
import { findAttribute, type PolicyElement } from "../../xml/policyDocument";

/** One limit of a policy that may hold limits for single APIs and operations, with what its counter is about. */
export interface NestedLimit<T> {
  /** Empty for the policy itself. */
  readonly about: string;
  readonly limit: T;
  readonly applies: (exchange: Exchange) => boolean;
}

/** The policy's limit and those of its `<api>` and `<operation>` children. They apply independently of each other. */
export function nestedLimits<T>(element: PolicyElement, read: (of: PolicyElement) => T): NestedLimit<T>[] {
  const limits: NestedLimit<T>[] = [{ about: "", limit: read(element), applies: () => true }];
  for (const api of childrenOf(element, "api")) {
    const ofApi = matcher(api);
    const inApi = ({ parts }: Exchange) => parts.api !== undefined && ofApi.matches(parts.api);
    limits.push({ about: `/api:${ofApi.text}`, limit: read(api), applies: inApi });
    for (const operation of childrenOf(api, "operation")) {
      const ofOperation = matcher(operation);
      limits.push({
        about: `/api:${ofApi.text}/operation:${ofOperation.text}`,
        limit: read(operation),
        applies: (exchange) =>
          inApi(exchange) &&
          exchange.parts.operation !== undefined &&
          ofOperation.matches(exchange.parts.operation),
      });
    }
  }
  return limits;
}

const childrenOf = (element: PolicyElement, name: string) =>
  element.children.filter((child) => child.name === name);

/** By `id` where there is one, else by `name`, as documented. */
function matcher(element: PolicyElement) {
  const id = findAttribute(element, "id")?.text;
  const name = findAttribute(element, "name")?.text ?? "";
  return {
    text: id ?? name,
    matches: (it: { readonly id: string; readonly displayName: string }) =>
      id === undefined ? it.displayName === name : it.id.toLowerCase() === id.toLowerCase(),
  };
}
