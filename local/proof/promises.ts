import type { Topology } from "../../infra/topology/topology";
import { isMember, rateOf } from "../simulation/loadMembers";
import type { Failure } from "./failures";
import type { FailureSeen } from "./proveModel";
import type { ProvenConsumer, ProvenMember } from "./provenLoad";

export type PromiseName = "regionLoss" | "hangLeftWithinSeconds" | "ptuFirst" | "neighbours";

/** What one run says about one promise to one consumer, or to all. */
export interface Judged {
  readonly promise: PromiseName;
  readonly model: string;
  /** What went wrong: {@link Failure.name}. */
  readonly failure: string;
  readonly state: "kept" | "broken" | "beyond";
  /** How well it is kept, for comparing runs: more is better. */
  readonly margin: number;
  /** The figures, as a sentence's end: `checkout 97.1 % answered`. */
  readonly seen: string;
}

/** All runs of one model. */
export interface ModelSeen {
  readonly model: string;
  readonly members: readonly ProvenMember[];
  readonly consumers: readonly ProvenConsumer[];
  readonly runs: readonly FailureSeen[];
}

/** Fewer calls than this a second to a region, and it cannot be told from silence when they stopped. */
const TELLING_RATE = 2;

/** What each run says about each promise that it is about. A pure function of what was seen. */
export function judge({ promises }: Pick<Topology, "promises">, seen: ModelSeen): readonly Judged[] {
  return seen.runs.flatMap((run) => {
    const kind = about[run.failure.kind];
    return kind === undefined || promises[kind.promise] === 0
      ? []
      : kind.judge(promises[kind.promise], seen, run);
  });
}

/** Which promise a kind of failure is about; the others are for comparison, or for the reader. */
const about: Partial<
  Record<
    Failure["kind"],
    {
      readonly promise: PromiseName;
      readonly judge: (asked: number, seen: ModelSeen, run: FailureSeen) => readonly Judged[];
    }
  >
> = {
  region: { promise: "regionLoss", judge: regionLoss },
  hang: { promise: "hangLeftWithinSeconds", judge: hang },
  none: { promise: "ptuFirst", judge: ptuFirst },
  poison: { promise: "neighbours", judge: neighbours },
};

const percent = (part: number, whole: number) => (whole === 0 ? 100 : (100 * part) / whole);
export const percentText = (share: number) => `${share >= 99.95 ? "100" : share.toFixed(1)} %`;

function regionLoss(least: number, seen: ModelSeen, { failure, result }: FailureSeen): Judged[] {
  return seen.consumers.map((consumer) => {
    const got = result.consumers[consumer.name];
    const share = percent(got?.answered ?? 0, got?.sent ?? 0);
    const common = {
      promise: "regionLoss",
      model: seen.model,
      failure: failure.name,
      margin: share - least,
    } as const;
    const left = seen.members.filter(
      (member) => !failure.hits(member) && consumer.regions.includes(member.region),
    );
    if (left.length === 0)
      return {
        ...common,
        state: "beyond",
        seen: seen.members.every(failure.hits)
          ? `all of it is in ${failure.region}`
          : `${consumer.name} can be served in ${failure.region} alone`,
      };
    const needed = seen.consumers.reduce((sum, { rate }) => sum + rate, 0);
    const carries = rateOf(seen.members.filter((member) => !failure.hits(member)));
    const why =
      share >= least
        ? ""
        : carries < needed
          ? `; what is left carries ${figure(carries)} of ${figure(needed)} requests/s`
          : rateOf(left) < consumer.rate
            ? `; what is left for it carries ${figure(rateOf(left))} of ${figure(consumer.rate)} requests/s`
            : "";
    return {
      ...common,
      state: share >= least ? "kept" : "broken",
      seen: `${consumer.name} ${percentText(share)} answered${why}`,
    };
  });
}

const figure = (rate: number) => (rate >= 10 ? rate.toFixed(0) : rate.toFixed(1));

function hang(most: number, seen: ModelSeen, { failure, result }: FailureSeen): Judged[] {
  const common = { promise: "hangLeftWithinSeconds", model: seen.model, failure: failure.name } as const;
  const others = seen.members.filter((member) => !failure.hits(member));
  if (others.length === 0)
    return [{ ...common, state: "beyond", margin: 0, seen: `all of it is in ${failure.region}` }];
  const [outage] = result.outages;
  if (outage === undefined || outage.calls === 0)
    return [{ ...common, state: "kept", margin: most, seen: "nobody asked it" }];
  const usual = usualRate(seen, failure.hits);
  if (usual < TELLING_RATE)
    return [
      {
        ...common,
        state: "kept",
        margin: most,
        seen: `not shown: it is asked ${figure(usual)} times a second, too seldom to tell`,
      },
    ];
  const { foundAfter } = outage;
  return [
    {
      ...common,
      state: foundAfter !== undefined && foundAfter <= most ? "kept" : "broken",
      margin: most - (foundAfter ?? Number.POSITIVE_INFINITY),
      seen: foundAfter === undefined ? "never left" : `left after ${foundAfter.toFixed(1)} s`,
    },
  ];
}

/** Calls a second to some members while nothing is wrong. */
function usualRate({ runs, members }: ModelSeen, isMeant: (member: ProvenMember) => boolean): number {
  const usual = runs.find(({ failure }) => failure.kind === "none");
  if (usual === undefined) return 0;
  const { calls, sent } = usual.result;
  const meant = members.filter(isMeant);
  const asked = Object.entries(calls)
    .filter(([name]) => meant.some((member) => isMember(calledAs(name), member)))
    .reduce((sum, [, count]) => sum + count.asked, 0);
  return sent === 0 ? 0 : (asked / sent) * usual.rate;
}

/** What critical consumers get of PTU beside the others, compared with what they get of it alone. */
function ptuFirst(least: number, seen: ModelSeen, { failure, result }: FailureSeen): Judged[] {
  const alone = seen.runs.find((run) => run.failure.kind === "critical")?.result;
  if (alone === undefined) return [];
  const ptu = seen.members.filter(({ tier }) => tier === "ptu");
  const fromPtu = ({ consumers }: typeof result, name: string): number => {
    const got = consumers[name];
    const byPtu = Object.entries(got?.servedBy ?? {})
      .filter(([server]) => ptu.some((member) => isMember(calledAs(server), member)))
      .reduce((sum, [, count]) => sum + count, 0);
    return percent(byPtu, got?.answered ?? 0);
  };
  return seen.consumers
    .filter((consumer) => consumer.class === "critical" && fromPtu(alone, consumer.name) > 0)
    .map(({ name }) => {
      const [beside, possible] = [fromPtu(result, name), fromPtu(alone, name)];
      const share = percent(beside, possible);
      return {
        promise: "ptuFirst",
        model: seen.model,
        failure: failure.name,
        state: share >= least ? "kept" : "broken",
        margin: share - least,
        seen: `${name} ${percentText(beside)} from PTU, ${percentText(possible)} if it were alone`,
      } as const;
    });
}

/** `account/deployment` taken apart. */
export const calledAs = (name: string) => {
  const slash = name.indexOf("/");
  return { account: name.slice(0, slash), deployment: name.slice(slash + 1) };
};

function neighbours(least: number, seen: ModelSeen, { failure, result, poisoner }: FailureSeen): Judged[] {
  return Object.entries(result.consumers)
    .filter(([name]) => name !== poisoner)
    .map(([name, { answered, sent }]) => {
      const share = percent(answered, sent);
      const usual = seen.runs.find((run) => run.failure.kind === "none")?.result.consumers[name];
      const before = percent(usual?.answered ?? 0, usual?.sent ?? 0);
      return {
        promise: "neighbours",
        model: seen.model,
        failure: failure.name,
        state: before < least ? "beyond" : share >= least ? "kept" : "broken",
        margin: share - least,
        seen:
          before < least
            ? "more is asked of it than there is room for"
            : `${name} ${percentText(share)} answered beside ${poisoner}`,
      };
    });
}
