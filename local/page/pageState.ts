import type { InstanceBackends } from "apim-gateway";
import { ptuPerHour, tokenPrices } from "../../infra/cost/prices";
import type { FleetSeen, TokensSeen } from "./fleetSeen";
import type { Bill, BreakerSeen, FleetShape, ShownMember } from "./pageEvents";

const RANK = { closed: 0, "half-open": 1, open: 2 } as const;

/** The breakers of each member. */
export function breakersOf(shape: FleetShape, instances: readonly InstanceBackends[]): BreakerSeen[] {
  const all = instances.flatMap(({ backends }) => backends);
  return shape.members.map(({ backends }) => {
    let worst: BreakerSeen = { circuit: "closed", until: null, failures: 0 };
    for (const { backend, breakers } of all) {
      if (!backends.includes(backend)) continue;
      for (const { circuit, until, failures } of breakers) {
        const harder = RANK[circuit] > RANK[worst.circuit] || (until ?? 0) > (worst.until ?? 0);
        worst = {
          circuit: harder ? circuit : worst.circuit,
          until: harder ? (until ?? null) : worst.until,
          failures: Math.max(worst.failures, failures),
        };
      }
    }
    return worst;
  });
}

/** What the tokens that were seen cost, by the dated prices. */
export function billOf(shape: FleetShape, seen: Pick<FleetSeen, "tokensOf">): Bill {
  let [hourly, payg]: [number | null, number | null] = [null, null];
  const total = { ptu: 0, payg: 0 };
  const unknown = new Set<string>();
  for (const member of shape.members) {
    const tokens = seen.tokensOf(member.id);
    total[member.tier] += tokens.prompt + tokens.output;
    const price = member.tier === "ptu" ? priceOfPtu(member) : priceOfTokens(member, tokens);
    if (price === undefined) unknown.add(member.model);
    else if (member.tier === "ptu") hourly = (hourly ?? 0) + price;
    else payg = (payg ?? 0) + price;
  }
  return {
    ptuPerHour: hourly,
    ptuTokens: total.ptu,
    paygTokens: total.payg,
    payg,
    unknown: [...unknown].sort(),
  };
}

function priceOfPtu({ sku, region, capacity }: ShownMember): number | undefined {
  const hourly = ptuPerHour(sku, region);
  return hourly === undefined ? undefined : hourly * capacity;
}

function priceOfTokens({ model, sku, region }: ShownMember, tokens: TokensSeen): number | undefined {
  const { input, cached = input, output } = tokenPrices(model, sku, region);
  if (input === undefined || cached === undefined || (output === undefined && tokens.output > 0))
    return undefined;
  const { prompt, cached: hits } = tokens;
  return ((prompt - hits) * input + hits * cached + tokens.output * (output ?? 0)) / 1_000_000;
}
