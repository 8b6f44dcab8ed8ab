import type { ResourceKind } from "./identify";
import type { ResourceIndex } from "./resourceIndex";

type Counts = Readonly<Partial<Record<ResourceKind, number>>>;

const basic: Counts = {
  "apis/operations": 10_000,
  namedValues: 5_000,
  loggers: 100,
  products: 200,
  subscriptions: 15_000,
};
const standard: Counts = {
  "apis/operations": 50_000,
  namedValues: 10_000,
  loggers: 200,
  products: 500,
  subscriptions: 25_000,
};
const premium: Counts = {
  "apis/operations": 75_000,
  namedValues: 18_000,
  loggers: 400,
  products: 2_000,
  subscriptions: 75_000,
};

/**
 * How many resources of a kind a service has at most: "Service limits", the update of March 2026. For backends, pools and
 * fragments it has no number, but for the members of a pool.
 */
const most: Readonly<Record<string, Counts>> = {
  Consumption: { "apis/operations": 3_000, namedValues: 5_000, loggers: 100, products: 100 },
  Developer: {
    "apis/operations": 3_000,
    namedValues: 5_000,
    loggers: 100,
    products: 100,
    subscriptions: 10_000,
  },
  Basic: basic,
  BasicV2: basic,
  Standard: standard,
  StandardV2: standard,
  Premium: premium,
  PremiumV2: premium,
};

/** Warns of more resources than the service's tier takes, where the folder says the tier. */
export function checkTierLimits(index: ResourceIndex): void {
  const [service] = index.json("");
  const sku = service?.root.object("sku")?.text("name");
  if (service === undefined || sku === undefined) return;
  for (const [type, limit] of Object.entries(most[sku] ?? {})) {
    const count = index.all(type as ResourceKind).length;
    if (count > limit)
      service.root.warn(
        "sku",
        `There are ${count} ${type === "apis/operations" ? "operations" : type}; the tier ${sku} has at most ${limit} (limits of 2026; older classic services keep what they have).`,
        "tier-limit",
      );
  }
}
