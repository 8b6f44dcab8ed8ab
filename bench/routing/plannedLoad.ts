import { type AccountRules, accountsOf } from "../../local/simulation/accountRules";
import { drawArrivals } from "../../local/simulation/drawArrivals";
import { type Called, type Fault, failsWith, type Outage } from "../../local/simulation/faults";
import type { AnswerSeconds, Consumer, LoadOptions, LoadResult, Poison } from "../../local/simulation/load";
import { isMember, type LoadMember } from "../../local/simulation/loadMembers";
import { type OracleResult, oracle } from "../../local/simulation/oracle";
import { consumersOf, runLoad } from "../../local/simulation/runLoad";
import type { DrawnFleet } from "./fleetText";
import type { FleetWorld } from "./fleetWorld";

/** A fault, in plain data. */
export type PlannedFault = "refused" | "hangs" | 401 | 403 | 404 | 410 | 429 | 503;

export interface PlannedOutage {
  readonly fault: PlannedFault;
  /** The account of a region … */
  readonly region: string;
  /** … and of it only one deployment. @default all of it */
  readonly tier?: "ptu" | "payg";
  readonly from: number;
  readonly to: number;
  /** Seconds; it fails for the first half of each. @default it does not flap */
  readonly period?: number;
}

export interface PlannedConsumer extends Omit<Consumer, "key"> {
  readonly poison?: Poison;
}

/** A load on a fleet, in plain data: what a row of the table or a draw of the search is made of. */
export interface PlannedLoad {
  readonly rules: AccountRules;
  /** Requests per second. */
  readonly rate: number;
  readonly seconds: number;
  readonly seed: number;
  readonly warmUpSeconds?: number;
  readonly surface?: "azure" | "v1";
  readonly instances?: number;
  readonly cacheLagMs?: number;
  readonly answerSeconds?: number | AnswerSeconds;
  readonly costSigma?: number;
  readonly burst?: { readonly atSeconds: number; readonly requests: number };
  readonly consumers?: readonly PlannedConsumer[];
  readonly outages?: readonly PlannedOutage[];
}

/** Runs it through the fleet's own policies, or through a rival's. */
export function runPlanned(
  load: PlannedLoad,
  fleet: DrawnFleet,
  world: FleetWorld,
  rival?: LoadOptions["configuration"],
): Promise<LoadResult> {
  return runLoad({
    ...optionsOf(load, world.members),
    configuration: rival ?? world.configuration,
    surface: rival === undefined ? (load.surface ?? "azure") : "azure",
    model: fleet.model,
    consumers: consumersIn(load, world.key),
  });
}

/** What an ideal router answers of it. */
export function oracleOf(load: PlannedLoad, members: readonly LoadMember[]): OracleResult {
  const options = optionsOf(load, members);
  const consumers = consumersIn(load, () => "");
  return oracle({ ...options, members, arrivals: drawArrivals(options, consumersOf({ consumers })) });
}

function optionsOf({ rules, outages, consumers, ...load }: PlannedLoad, members: readonly LoadMember[]) {
  return { ...load, ...accountsOf(members, rules), outages: outagesOf(outages ?? [], members) };
}

const consumersIn = ({ consumers }: PlannedLoad, key: (name: string) => string): Consumer[] =>
  (consumers ?? [{ name: "others" }]).map((consumer) => ({ ...consumer, key: key(consumer.name) }));

function outagesOf(planned: readonly PlannedOutage[], members: readonly LoadMember[]): Outage[] {
  return planned.map(({ fault, region, tier, ...when }) => ({
    ...when,
    fault: faultOf(fault),
    hits: (called: Called) =>
      members.some(
        (member) =>
          member.region === region &&
          (tier === undefined || member.tier === tier) &&
          isMember(called, member),
      ),
  }));
}

function faultOf(fault: PlannedFault): Fault {
  if (fault === "refused" || fault === "hangs") return { kind: fault };
  return failsWith(fault, fault === 429 ? { "Retry-After": "1" } : {});
}
