import { type BlockList, isIP } from "node:net";
import { PolicyFailure } from "../../pipeline/failure";
import { constantGetter, type Getter, mapGetter } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { PolicyElement } from "../../xml/policyDocument";
import { type AddressEntry, addressList, findAddressFault, isListed } from "./addressList";
import { allOf, trimmedContent } from "./textLists";

/** @see https://learn.microsoft.com/azure/api-management/ip-filter-policy */
export const ipFilter: PolicyDefinition = {
  name: "ip-filter",
  compile(element, compiler) {
    const action = compiler.text(element, "action");
    const addresses = compileAddresses(element, compiler);
    return (exchange) => {
      const caller = exchange.request.ipAddress;
      if (isIP(caller) === 0)
        throw refused(
          "FailedToParseCallerIP",
          "Failed to establish IP address for the caller. Access denied.",
        );
      const listed = isListed(addresses(exchange), caller);
      const forbids = action(exchange).trim().toLowerCase() === "forbid";
      if (forbids && listed) throw refused("CallerIpBlocked", "Caller IP address is blocked. Access denied.");
      if (!forbids && !listed)
        throw refused("CallerIpNotAllowed", `Caller IP address ${caller} is not allowed. Access denied.`);
      return undefined;
    };
  },
};

/** The caller reads "Forbidden" whatever the reason, as Microsoft's troubleshooting series shows it. */
const refused = (reason: string, message: string) =>
  new PolicyFailure({ reason, message, status: 403, answer: "Forbidden" });

function compileAddresses(element: PolicyElement, compiler: PolicyCompiler): Getter<BlockList> {
  if (element.children.length === 0)
    compiler.unusable("missing-child", "ip-filter needs an 'address' or an 'address-range'.");
  const entries = element.children.map((child) => {
    const entry = compileEntry(child, compiler);
    const fault = entry.constant && findAddressFault(entry.constant);
    if (fault === undefined) return entry;
    compiler.unusable("ip-address", `ip-filter: ${fault}`, child);
    return constantGetter<AddressEntry>({ from: "0.0.0.0", to: "0.0.0.0" });
  });
  return mapGetter(allOf(entries), (found) => {
    for (const entry of found) {
      const fault = findAddressFault(entry);
      if (fault !== undefined)
        throw new PolicyFailure({
          reason: "ExpressionValueEvaluationFailure",
          message: `ip-filter: ${fault}`,
        });
    }
    return addressList(found);
  });
}

function compileEntry(element: PolicyElement, compiler: PolicyCompiler): Getter<AddressEntry> {
  if (element.name === "address")
    return mapGetter(trimmedContent(element, compiler), (address) => ({ from: address, to: address }));
  return mapGetter(
    allOf([compiler.text(element, "from"), compiler.text(element, "to")]),
    ([from = "", to = ""]) => ({ from: from.trim(), to: to.trim() }),
  );
}
