import type { DrawnArrival } from "./drawArrivals";
import { isOn, type Outage } from "./faults";
import type { Answers, LoadResult, OutageSeen } from "./load";
import type { CallerAnswer } from "./loadCaller";
import { outageSeen } from "./outageSeen";
import { type AccountCall, nameOf } from "./simulatedAccounts";

/** Longer than its answer took. */
const LATE_MS = 10_000;

type Growing<T> = { -readonly [K in keyof T]: T[K] };

/** The answers of one consumer, while they come in. */
interface Count extends Growing<Omit<Answers, "addedMs">> {
  readonly statuses: Record<number, number>;
  readonly servedBy: Record<string, number>;
  readonly added: number[];
}

/** Counts what a load met: all of it that arrived after the warm-up. */
export class LoadTally {
  private readonly consumers: Record<string, Count> = {};
  private readonly calls: Record<string, { asked: number; served: number; work: number }> = {};
  private readonly retryAfters: Record<string, number> = {};
  private readonly seen: AccountCall[] = [];
  private attempts = 0;
  private repeated = 0;
  private twice = 0;
  private deadCalls = 0;

  private afterEnd = 0;
  private full: { begin: ReadonlyMap<string, number>; end: ReadonlyMap<string, number> } = {
    begin: new Map(),
    end: new Map(),
  };

  /** @param warmUpMs, endMs since the start */
  constructor(
    private readonly warmUpMs: number,
    private readonly endMs: number,
    private readonly outages: readonly Outage[],
  ) {}

  /** @param utilizations when counting begins */
  begins(utilizations: ReadonlyMap<string, number>): void {
    this.full.begin = utilizations;
  }

  /** @param utilizations when nothing arrives any more */
  ends(utilizations: ReadonlyMap<string, number>): void {
    this.full.end = utilizations;
  }

  /** A deployment was called. */
  call(call: AccountCall, arrival: DrawnArrival): void {
    if (this.outages.length > 0) this.seen.push(call);
    this.calls[nameOf(call.called)] ??= { asked: 0, served: 0, work: 0 };
    if (call.at < this.warmUpMs) return;
    const count = this.calls[nameOf(call.called)] as { asked: number; served: number; work: number };
    count.asked++;
    if (call.dead) this.deadCalls++;
    if (!call.served) return;
    count.served++;
    count.work += arrival.cost.actual;
  }

  /**
   * A caller has got its last answer.
   *
   * @param met the calls of its last try, then of all
   */
  answered(
    arrival: DrawnArrival,
    { status, retryAfter }: CallerAnswer,
    tookMs: number,
    met: { readonly lastTry: readonly AccountCall[]; readonly all: number },
  ): void {
    if (arrival.at < this.warmUpMs) return;
    const { name } = arrival.consumer;
    this.consumers[name] ??= {
      sent: 0,
      answered: 0,
      first: 0,
      late: 0,
      statuses: {},
      servedBy: {},
      added: [],
    };
    const count = this.consumers[name] as Count;
    count.sent++;
    count.statuses[status] = (count.statuses[status] ?? 0) + 1;
    if (status === 200) {
      count.answered++;
      this.attempts += met.all;
      if (met.all === 1) count.first++;
      count.added.push(Math.max(0, tookMs - arrival.answerMs));
      const server = met.lastTry.find(({ served }) => served);
      if (server !== undefined)
        count.servedBy[nameOf(server.called)] = (count.servedBy[nameOf(server.called)] ?? 0) + 1;
      if (met.lastTry.some(({ served, at }) => served && at > this.endMs)) this.afterEnd++;
    }
    if (status === 429) {
      const told = retryAfter ?? "none";
      this.retryAfters[told] = (this.retryAfters[told] ?? 0) + 1;
    }
    if (new Set(met.lastTry.map(({ called }) => nameOf(called))).size < met.lastTry.length) this.repeated++;
    if (met.lastTry.filter(({ served }) => served).length > 1) this.twice++;
    if (tookMs - arrival.answerMs > LATE_MS) count.late++;
  }

  result(): LoadResult {
    const all = Object.values(this.consumers);
    const sum = (key: "sent" | "answered" | "first" | "late") =>
      all.reduce((total, consumer) => total + consumer[key], 0);
    const statuses: Record<number, number> = {};
    for (const consumer of all)
      for (const [status, count] of Object.entries(consumer.statuses))
        statuses[Number(status)] = (statuses[Number(status)] ?? 0) + count;
    const answered = sum("answered");
    const servedBy: Record<string, number> = {};
    for (const consumer of all)
      for (const [name, count] of Object.entries(consumer.servedBy))
        servedBy[name] = (servedBy[name] ?? 0) + count;
    return {
      sent: sum("sent"),
      answered,
      first: sum("first"),
      late: sum("late"),
      statuses,
      servedBy,
      addedMs: quantiles(all.flatMap(({ added }) => added)),
      consumers: Object.fromEntries(
        Object.entries(this.consumers).map(([name, { added, ...count }]) => [
          name,
          { ...count, addedMs: quantiles(added) },
        ]),
      ),
      attempts: answered === 0 ? 0 : this.attempts / answered,
      calls: this.calls,
      utilization: Object.fromEntries(
        [...this.full.end].map(([name, end]) => [name, { begin: this.full.begin.get(name) ?? 0, end }]),
      ),
      repeated: this.repeated,
      afterEnd: this.afterEnd,
      twice: this.twice,
      deadCalls: this.deadCalls,
      outages: this.outages.map((outage) => this.judge(outage)),
      retryAfters: this.retryAfters,
    };
  }

  private judge(outage: Outage): OutageSeen {
    const calls = this.seen.filter(({ called }) => outage.hits(called));
    return outageSeen(
      outage,
      calls.map(({ at, served }) => ({ second: at / 1000, served })),
      (second) => isOn(outage, second),
    );
  }
}

function quantiles(values: readonly number[]): Answers["addedMs"] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
