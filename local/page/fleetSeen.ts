import type { MetricSample } from "apim-gateway";
import type { AccountCalled } from "../accounts/serve/serveAccounts";
import type { Aside, FleetShape, Outcome, RequestPath, Sample, ShownMember } from "./pageEvents";

/** Samples that are kept: ten minutes, one a second. */
export const MOST_SAMPLES = 600;
/** Requests that are kept. */
const MOST_REQUESTS = 100;

/** Tokens of a member since the fleet runs; what the cache had is a part of `prompt`. */
export interface TokensSeen {
  readonly prompt: number;
  readonly cached: number;
  readonly output: number;
}

/** Calls of a member that were answered, throttled, or not served. */
export interface MemberCalls {
  readonly region: string;
  readonly account: string;
  readonly deployment: string;
  readonly tier: ShownMember["tier"];
  readonly answered: number;
  readonly throttled: number;
  readonly failed: number;
}

/** Requests of a consumer for a model that were answered, by the tier of the deployment that did. */
export interface AnswersByTier {
  readonly consumer: string;
  readonly model: string;
  readonly ptu: number;
  readonly payg: number;
}

type Counts = [number, number, number, number];

/** Adds up what happens in a fleet, second by second. Neither clock nor timer: whoever has them calls `tick`. */
export class FleetSeen {
  private samples: Sample[] = [];
  private readonly latest: RequestPath[] = [];
  private readonly aside = new Map<string, Aside>();
  private readonly tokens = new Map<string, TokensSeen>();
  private readonly ever = new Map<string, { answered: number; throttled: number; failed: number }>();
  private readonly answers = new Map<string, AnswersByTier>();
  private calls = new Map<string, Counts>();
  private requests = new Map<string, [number, number, number, number, number]>();

  constructor(private shape: FleetShape) {}

  /** The fleet is another one from now on: what stays in it keeps its history. */
  change(shape: FleetShape): void {
    const membersNow = shape.members.map(({ id }) => this.shape.members.findIndex((each) => each.id === id));
    const consumersNow = [
      ...shape.consumers.map(({ name }) => this.shape.consumers.findIndex((each) => each.name === name)),
      // What nobody known sent.
      this.shape.consumers.length,
    ];
    this.samples = this.samples.map(({ at, members, consumers }) => ({
      at,
      members: membersNow.map((index) => members[index] ?? [0, 0, 0, 0, null]),
      consumers: consumersNow.map((index) => consumers[index] ?? [0, 0, 0, 0, 0]),
    }));
    for (const id of this.aside.keys())
      if (!shape.members.some((member) => member.id === id)) this.aside.delete(id);
    this.shape = shape;
  }

  get history(): readonly Sample[] {
    return this.samples;
  }
  /** The newest first. */
  get paths(): readonly RequestPath[] {
    return this.latest;
  }
  get setAside(): readonly Aside[] {
    return [...this.aside.values()];
  }
  tokensOf(member: string): TokensSeen {
    return this.tokens.get(member) ?? { prompt: 0, cached: 0, output: 0 };
  }

  /** Calls of each member since the fleet runs. */
  calledEver(): readonly MemberCalls[] {
    return this.shape.members.map(({ id, region, account, deployment, tier }) => ({
      region,
      account,
      deployment,
      tier,
      ...(this.ever.get(id) ?? { answered: 0, throttled: 0, failed: 0 }),
    }));
  }

  /** Answers to each consumer since the fleet runs, by the model that answered. */
  answersEver(): readonly AnswersByTier[] {
    return [...this.answers.values()];
  }

  /** An account was called. */
  called({ region, deployment, status, tokens }: AccountCalled): void {
    const member = this.shape.members.find(
      (each) => each.region === region && each.deployment === deployment,
    );
    if (member === undefined) return;
    const counts = this.calls.get(member.id) ?? [0, 0, 0, 0];
    const kind = status === 429 ? 1 : status >= 200 && status < 400 ? 0 : 2;
    counts[kind]++;
    const ever = this.ever.get(member.id) ?? { answered: 0, throttled: 0, failed: 0 };
    if (kind === 0) ever.answered++;
    else if (kind === 1) ever.throttled++;
    else ever.failed++;
    this.ever.set(member.id, ever);
    if (tokens !== undefined) {
      counts[3] += tokens.prompt + tokens.output;
      const { prompt, cached, output } = this.tokensOf(member.id);
      this.tokens.set(member.id, {
        prompt: prompt + tokens.prompt,
        cached: cached + tokens.cached,
        output: output + tokens.output,
      });
    }
    this.calls.set(member.id, counts);
  }

  /** A request is over. A member that answered is set aside no longer. */
  over(path: RequestPath): void {
    this.latest.unshift(path);
    if (this.latest.length > MOST_REQUESTS) this.latest.pop();
    for (const { member, good } of path.attempts) if (good && member !== undefined) this.aside.delete(member);
    const key = path.consumer ?? "";
    const counts = this.requests.get(key) ?? [0, 0, 0, 0, 0];
    counts[OUTCOMES.indexOf(path.outcome)] = (counts[OUTCOMES.indexOf(path.outcome)] ?? 0) + 1;
    if (path.outcome === "answered" && path.attempts.at(-1)?.tier === "ptu") counts[4]++;
    this.requests.set(key, counts);
    if (path.outcome === "answered") this.answered(path);
  }

  private answered({ consumer, model, attempts }: RequestPath): void {
    const tier = attempts.at(-1)?.tier;
    if (consumer === undefined || model === undefined || tier === undefined) return;
    const key = JSON.stringify([consumer, model]);
    const { ptu, payg } = this.answers.get(key) ?? { ptu: 0, payg: 0 };
    const more = tier === "ptu" ? { ptu: ptu + 1, payg } : { ptu, payg: payg + 1 };
    this.answers.set(key, { consumer, model, ...more });
  }

  /** A policy emitted a metric: one of them tells who is set aside. */
  metric({ name, dimensions }: MetricSample, now: number): void {
    if (name !== "Members set aside") return;
    const named = dimensions.Member ?? "";
    const member = this.shape.members.find(({ id, backends }) => id === named || backends.includes(named));
    if (member === undefined) return;
    const since = this.aside.get(member.id)?.since ?? now;
    this.aside.set(member.id, { member: member.id, reason: dimensions.Reason ?? "", since });
  }

  /** A second is over. @param utilization percent of a provisioned member; `undefined`: PAYG */
  tick(now: number, utilization: (member: ShownMember) => number | undefined): Sample {
    const sample: Sample = {
      at: now,
      members: this.shape.members.map((member) => [
        ...(this.calls.get(member.id) ?? ([0, 0, 0, 0] as const)),
        utilization(member) ?? null,
      ]),
      consumers: [...this.shape.consumers.map(({ name }) => name), ""].map(
        (name) => this.requests.get(name) ?? [0, 0, 0, 0, 0],
      ),
    };
    this.calls = new Map();
    this.requests = new Map();
    this.samples.push(sample);
    if (this.samples.length > MOST_SAMPLES) this.samples.shift();
    return sample;
  }
}

const OUTCOMES: readonly Outcome[] = ["answered", "throttled", "failed", "refused"];
