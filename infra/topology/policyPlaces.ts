import { formatPath, type Path } from "./path";
import type { TopologyFile } from "./schema";

/** A place at which a company's own policy runs. What each is good for: README.md. */
export type CompanyPlace = "before" | "after" | "outbound" | "onError";

/** When each runs, in the fewest words. */
export const placeText: Readonly<Record<CompanyPlace, string>> = {
  before: "inbound, before routing",
  after: "inbound, last before the accounts",
  outbound: "outbound, on answers of accounts",
  onError: "on error, before the fleet answers",
};

/** A policy of the company's own, as its file has it. */
export interface CompanyPolicy {
  readonly place: CompanyPlace;
  /** Where the topology names it: `gateway.policies.inbound`. */
  readonly key: string;
  /** Its file, relative to the topology's, as written. */
  readonly name: string;
  readonly text: string;
}

/** The same before it is read. */
export interface NamedPolicy {
  readonly place: CompanyPlace;
  readonly path: Path;
  readonly name: string;
}

/** The policies that a topology names, in the order in which a request meets them. */
export function namedPolicies({ gateway }: Pick<TopologyFile, "gateway">): NamedPolicy[] {
  const { inbound, outbound, onError } = gateway.policies ?? {};
  const both = typeof inbound === "object" ? inbound : { before: inbound };
  const at = (place: CompanyPlace, name: string | undefined, ...keys: string[]): NamedPolicy[] =>
    name === undefined ? [] : [{ place, path: ["gateway", "policies", ...keys], name }];
  return [
    ...at("before", both.before, "inbound", ...(typeof inbound === "object" ? ["before"] : [])),
    ...at("after", both.after, "inbound", "after"),
    ...at("outbound", outbound, "outbound"),
    ...at("onError", onError, "onError"),
  ];
}

/** The policy with its text. */
export const withText = ({ place, path, name }: NamedPolicy, text: string): CompanyPolicy => ({
  place,
  key: formatPath(path),
  name,
  text,
});
