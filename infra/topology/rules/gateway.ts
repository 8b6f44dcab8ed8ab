import { getGateway } from "../data";
import type { Finding } from "../finding";
import { error, type Fleet } from "./rule";

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
  if (consumers > facts.products) {
    yield error(
      "consumer-count",
      { key: ["consumers"] },
      `the file has ${consumers} consumers, each with a product of its own; the tier ${sku.name} allows ${facts.products} products.`,
      "Let consumers share an entry, or choose a larger tier.",
    );
  }
}
