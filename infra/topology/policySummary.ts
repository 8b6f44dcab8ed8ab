import { createHash } from "node:crypto";
import type { CompanyPolicy } from "./policyPlaces";

/** A policy of the company's own in one line: `policies/company.xml, 12 lines, sha256 3fa2b1c0d1e2`. */
export function policySummary({ name, text }: CompanyPolicy): string {
  const lines = text.trimEnd().split(/\r\n|\r|\n/).length;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  return `${name}, ${lines === 1 ? "1 line" : `${lines} lines`}, sha256 ${hash}`;
}

/** The same in the words of the topology file, for a difference: a changed text is a changed setting. */
export function policySettings(policies: readonly CompanyPolicy[]): object | undefined {
  if (policies.length === 0) return undefined;
  const at = (place: CompanyPolicy["place"]) => {
    const found = policies.find((policy) => policy.place === place);
    return found === undefined ? undefined : policySummary(found);
  };
  return {
    inbound: { before: at("before"), after: at("after") },
    outbound: at("outbound"),
    onError: at("onError"),
  };
}
