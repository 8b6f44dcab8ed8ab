import { getGateway } from "../data";
import type { Finding } from "../finding";
import { error, type Fleet } from "./rule";

/** Named values of the fleet beside those of its consumers: the identity's client id, the connection of Application Insights. */
const OWN_NAMED_VALUES = 2;

/** The gateway is either new or existing, and within the limits of its tier. */
export function* gateway({ file }: Fleet): Iterable<Finding> {
  const { sku, existing, publisher } = file.gateway;
  if (sku !== undefined && existing !== undefined) {
    yield error(
      "gateway-both",
      { key: ["gateway", "sku"] },
      "the gateway has both `sku` (a new service) and `existing` (somebody else's).",
      "Keep one of the two.",
    );
  }
  if (sku === undefined && existing === undefined) {
    yield error(
      "gateway-neither",
      { key: ["gateway"] },
      "the gateway has neither `sku` nor `existing`.",
      "Add `sku: { name: StandardV2, units: 1 }` for a new service, or `existing` for one that is there.",
    );
  }
  if (sku === undefined) return;
  if (publisher === undefined && existing === undefined) {
    yield error(
      "publisher-missing",
      { key: ["gateway"] },
      "a new service needs `publisher`.",
      "Add `publisher: { name: …, email: … }` to `gateway`.",
    );
  }
  const facts = getGateway(sku.name);
  if (facts.units !== undefined && sku.units > facts.units) {
    const most = facts.units === 1 ? "1 unit" : `${facts.units} units`;
    yield error(
      "gateway-units",
      ["gateway", "sku", "units"],
      `the tier ${sku.name} has at most ${most}, got ${sku.units}.`,
      `Write at most ${facts.units}, or choose a larger tier.`,
    );
  }
  const consumers = Object.keys(file.consumers).length;
  const [what, most] =
    file.gateway.bearerKeys === "policy" && facts.namedValues < facts.subscriptions
      ? ["named value", facts.namedValues - OWN_NAMED_VALUES]
      : ["subscription", facts.subscriptions];
  if (consumers > most) {
    yield error(
      "consumer-count",
      { key: ["consumers"] },
      `the file has ${consumers} consumers, each with a ${what} of its own; the tier ${sku.name} has room for ${most}.`,
      "Let consumers share an entry, or choose a larger tier.",
    );
  }
}
