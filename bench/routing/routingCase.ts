import type { Answers, LoadResult } from "../../local/simulation/load";
import { type LoadMember, rateOf } from "../../local/simulation/loadMembers";
import type { OracleResult } from "../../local/simulation/oracle";
import type { DrawnFleet } from "./fleetText";
import type { PlannedLoad } from "./plannedLoad";

/** What a router made of a load. */
export interface Seen {
  readonly load: PlannedLoad;
  readonly members: readonly LoadMember[];
  readonly result: LoadResult;
  /** What the same router made of `beside`. */
  readonly beside: LoadResult | undefined;
}

export type Unit = "%" | "points" | "calls" | "s" | "requests" | "";

/** One row of the table. */
export interface RowSpec {
  readonly name: string;
  readonly unit: Unit;
  /** `undefined`: it never happened. */
  readonly of: (seen: Seen) => number | undefined;
  /** What an ideal router has, where that says something. */
  readonly oracle?: (oracle: OracleResult, seen: Seen) => number;
  readonly target?: { readonly least: number } | { readonly most: number };
}

/** One load, and the rows that are read off it. */
export interface RoutingCase {
  /** Of the list: 1 goodput, 2 attempts, 4 silence, 6 neighbours. */
  readonly property: 1 | 2 | 4 | 6;
  readonly name: string;
  readonly fleet: DrawnFleet;
  readonly load: PlannedLoad;
  /** The same load without what it is about, to be compared with. */
  readonly beside?: PlannedLoad;
  readonly rows: readonly RowSpec[];
}

/** Percent of what was asked for, or of what the fleet can at most. */
export const answered = (least?: number): RowSpec => ({
  name: "answered",
  unit: "%",
  of: ({ result, load, members }) => (100 * result.answered) / possible(load, members, result.sent),
  oracle: (ideal, { load, members }) => (100 * ideal.answered) / possible(load, members, ideal.sent),
  ...(least === undefined ? {} : { target: { least } }),
});

export const attempts = (most?: number): RowSpec => ({
  name: "attempts per answer",
  unit: "calls",
  of: ({ result }) => (result.answered === 0 ? undefined : result.attempts),
  oracle: () => 1,
  ...(most === undefined ? {} : { target: { most } }),
});

export const repeated: RowSpec = {
  name: "met a member twice",
  unit: "requests",
  of: ({ result }) => result.repeated,
  target: { most: 0 },
};

/** Percent of the time that the least busy PTU had work. */
export const ptuBusy = (least: number): RowSpec => ({
  name: "PTU busy, the least",
  unit: "%",
  of: (seen) =>
    Math.min(
      ...seen.members
        .filter(({ tier }) => tier === "ptu")
        .map((member) =>
          Math.min(100, (100 * workedOff(seen, member)) / (member.rate * countedSeconds(seen.load))),
        ),
    ),
  target: { least },
});

/**
 * What a PTU worked off, in requests. What it admitted says less: a bucket of a minute that is as busy as can be has 3 s of
 * work more or less at the end than at the beginning.
 */
function workedOff(seen: Seen, member: LoadMember): number {
  const { utilization } = seen.result;
  const filled = Object.entries(utilization)
    .filter(([name]) => isNamed(name, member))
    .reduce((sum, [, { begin, end }]) => sum + (end - begin) / 100, 0);
  return workOf(seen, member) - filled * member.rate * (seen.load.rules.depth ?? 10);
}

/** What a member served, in requests. */
export function workOf({ result }: Seen, member: LoadMember): number {
  return Object.entries(result.calls)
    .filter(([name]) => isNamed(name, member))
    .reduce((sum, [, { work }]) => sum + work, 0);
}

const isNamed = (name: string, { account, deployment }: LoadMember) =>
  name.startsWith(account) && name.endsWith(`/${deployment}`);

export const countedSeconds = ({ seconds, warmUpSeconds = 0 }: PlannedLoad): number =>
  seconds - warmUpSeconds;

const possible = (load: PlannedLoad, members: readonly LoadMember[], sent: number): number =>
  Math.min(sent, rateOf(members) * countedSeconds(load));

/** Answers of one consumer. @throws Error when it sent nothing */
export function consumerOf({ consumers }: LoadResult, name: string): Answers {
  const found = consumers[name];
  if (found === undefined) throw new Error(`Consumer ${name} sent nothing.`);
  return found;
}
