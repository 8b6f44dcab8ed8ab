import type { Configuration } from "apim-gateway";
import type { Called } from "../simulation/faults";
import type { LoadResult } from "../simulation/load";
import { isMember } from "../simulation/loadMembers";
import { runLoad } from "../simulation/runLoad";
import { admissionOf } from "./admission";
import type { Failure } from "./failures";
import { ASSUMED, type ProvenConsumer, type ProvenMember } from "./provenLoad";

/** Who asks what of a fleet that the program has declared. */
export interface ModelUnderLoad {
  readonly configuration: Configuration;
  readonly model: string;
  readonly surface: "azure" | "v1";
  readonly members: readonly ProvenMember[];
  readonly consumers: readonly ProvenConsumer[];
  /** Subscription key of a consumer. */
  readonly key: (consumer: string) => string;
}

/** What one failure did to a model's callers. */
export interface FailureSeen {
  readonly failure: Failure;
  readonly result: LoadResult;
  /** Requests a second that were sent. */
  readonly rate: number;
  /** Who sent what failed everywhere; `undefined`: nobody. */
  readonly poisoner: string | undefined;
}

/** Until caches and buckets are as they are on any day. */
const WARM_UP = 20;
/** Requests that a failure must meet before its shares mean something, and the bounds of the time that this takes. */
const REQUESTS = 300;
const [SHORTEST, LONGEST] = [60, 600];
/** After it is over, to see whether the region comes back. */
const AFTER = 60;
/** Requests a second that fail everywhere, as of a job that tries again and again. */
const POISON_RATE = 5;

/** Draws of one hang: when it is noticed depends on who happens to ask just then. */
const HANGS = 3;

/** Runs one failure through the fleet's own policies, in virtual time, from a seed; of several draws the middle one. */
export async function proveFailure(
  load: ModelUnderLoad,
  failure: Failure,
  seed: number,
): Promise<FailureSeen> {
  if (failure.kind !== "hang") return once(load, failure, seed);
  const draws: FailureSeen[] = [];
  for (let n = 0; n < HANGS; n++) draws.push(await once(load, failure, seed + n));
  const foundAfter = ({ result }: FailureSeen) => result.outages[0]?.foundAfter ?? Number.POSITIVE_INFINITY;
  return draws.toSorted((a, b) => foundAfter(a) - foundAfter(b))[Math.floor(HANGS / 2)] as FailureSeen;
}

async function once(load: ModelUnderLoad, failure: Failure, seed: number): Promise<FailureSeen> {
  const { configuration, model, surface, members, consumers } = load;
  const rate = consumers.reduce((sum, consumer) => sum + consumer.rate, 0);
  const lasts = Math.min(LONGEST, Math.max(SHORTEST, REQUESTS / rate));
  const poisoner = failure.kind === "poison" ? consumers.at(-1)?.name : undefined;
  const asking =
    failure.kind === "critical" ? consumers.filter((each) => each.class === "critical") : consumers;
  const { fault } = failure;
  const result = await runLoad({
    configuration,
    model,
    surface,
    rate,
    seconds: WARM_UP + lasts + AFTER,
    warmUpSeconds: WARM_UP,
    seed,
    answerSeconds: { median: ASSUMED.answerSeconds, sigma: 0.5 },
    costSigma: 0.5,
    ...admissionOf(members),
    outages:
      fault === undefined
        ? []
        : [
            {
              fault,
              from: WARM_UP,
              to: WARM_UP + lasts,
              hits: (called: Called) =>
                members.some((member) => failure.hits(member) && isMember(called, member)),
            },
          ],
    consumers: asking.map(({ name, rate: own }) => ({
      name,
      key: load.key(name),
      streamed: 0.5,
      ...(name === poisoner ? { rate: POISON_RATE, poison: { status: 500 as const } } : { rate: own }),
    })),
  });
  return { failure, result, rate, poisoner };
}
