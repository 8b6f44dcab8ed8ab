import type { AccountRules } from "../../local/simulation/accountRules";
import type { RetryAfterKind } from "../../local/simulation/load";
import { DrawChoice } from "./drawChoice";
import { type DrawnFleet, type DrawnRegion, PLAIN_MODEL, REASONING_MODEL } from "./fleetText";
import type { PlannedConsumer, PlannedFault, PlannedLoad, PlannedOutage } from "./plannedLoad";

/** A fleet and a load on it, drawn from a seed. */
export interface SearchDraw {
  readonly seed: number;
  readonly fleet: DrawnFleet;
  readonly load: PlannedLoad;
  /** Offered to what the fleet can. */
  readonly share: number;
  readonly reasoning: boolean;
}

const REGIONS = ["eastus2", "westus3", "swedencentral", "francecentral", "northcentralus"];
/** Whole windows: what is left of a minute is worth more to who knows when it ends than to who does not. */
const SECONDS = 120;
/** Requests per second of all members, about: enough to see, few enough to be fast. */
const SIZE = 40;

/** Draws topology, load, admission, instances, lag of the cache and failures. A pure function of the seed. */
export function searchDraw(seed: number): SearchDraw {
  const choice = new DrawChoice(seed);
  const reasoning = choice.chance(0.1);
  const consumers = Array.from({ length: choice.one([1, 2, 5]) }, (_, n) => `app-${n + 1}`);
  const regions = drawRegions(choice);
  const capacity = regions.reduce((sum, { ptu = 0, payg = 0 }) => sum + ptu + payg, 0);
  const share = choice.logarithmic(0.3, 3);
  const costSigma = choice.one([0, 0, 0.5]);
  const rules = drawRules(choice, costSigma);
  const load: PlannedLoad = {
    rules,
    rate: share * capacity,
    seconds: SECONDS,
    seed,
    surface: choice.one(["azure", "v1"]),
    instances: choice.one([1, 2, 4]),
    cacheLagMs: choice.one([0, 50, 200]),
    answerSeconds: reasoning ? { median: 25, sigma: 0.5 } : { median: 0.8, sigma: choice.one([0, 0.5, 0.8]) },
    costSigma,
    consumers: drawConsumers(choice, consumers),
    outages: drawOutages(choice, regions),
  };
  return {
    seed,
    fleet: { model: reasoning ? REASONING_MODEL : PLAIN_MODEL, regions, consumers },
    load,
    share,
    reasoning,
  };
}

function drawRegions(choice: DrawChoice): DrawnRegion[] {
  const names = choice.some(REGIONS, choice.whole(2, 5));
  const provisioned = new Set(choice.some(names, choice.whole(0, names.length)));
  const served = new Set(choice.some(names, choice.whole(2, names.length)));
  const size = () => (SIZE / (provisioned.size + served.size)) * choice.logarithmic(0.2, 3);
  const priority = choice.one<(index: number) => number>([
    () => 1,
    (index) => index + 1,
    (index) => Math.floor(index / 2) + 1,
  ]);
  return names
    .map((name, index) => ({
      name,
      priority: priority(index),
      ...(provisioned.has(name) ? { ptu: Math.max(1.5, Math.round(2 * size()) / 2) } : {}),
      ...(served.has(name) ? { payg: Math.max(1, Math.round(10 * size()) / 10) } : {}),
    }))
    .filter(({ ptu, payg }) => ptu !== undefined || payg !== undefined);
}

function drawRules(choice: DrawChoice, costSigma: number): AccountRules {
  const slice = choice.one([1, 10, 60]);
  const randomPhase = choice.chance(0.5);
  return {
    slice,
    randomPhase: randomPhase && slice < 60,
    tokenWindow: costSigma > 0,
    depth: choice.one([0.3, 1, 10, 60]),
    // What a deep bucket holds at the start is no capacity, and who uses PTU first, as is wanted, spends it at once.
    ptuStartsFull: true,
    ptuSays: choice.one<RetryAfterKind>(["exact", "exact", "seconds", "none", 10, 60]),
    paygSays: choice.one<RetryAfterKind>(["exact", "seconds", "seconds", "none"]),
  };
}

const drawConsumers = (choice: DrawChoice, names: readonly string[]): PlannedConsumer[] =>
  names.map((name) => ({
    name,
    share: choice.logarithmic(0.3, 3),
    streamed: choice.one([0, 0.5, 1]),
  }));

const FAULTS: readonly PlannedFault[] = ["refused", "hangs", 403, 503, 429];

/** None, one or two, and somebody is always left. */
function drawOutages(choice: DrawChoice, regions: readonly DrawnRegion[]): PlannedOutage[] {
  const count = choice.one([0, 1, 1, 2]);
  return choice.some(regions, Math.min(count, regions.length - 1)).map((region): PlannedOutage => {
    const from = choice.between(15, 50);
    const both = region.ptu !== undefined && region.payg !== undefined;
    const fault = choice.one(FAULTS);
    const tier = both && choice.chance(0.3) ? choice.one(["ptu", "payg"] as const) : undefined;
    return {
      fault,
      region: region.name,
      // A connection is made to the account's host: no deployment refuses one for itself.
      ...(tier === undefined || fault === "refused" ? {} : { tier }),
      from: Math.round(from),
      to: Math.round(choice.between(from + 5, SECONDS - 20)),
      ...(choice.chance(0.3) ? { period: choice.one([10, 30, 60]) } : {}),
    };
  });
}
