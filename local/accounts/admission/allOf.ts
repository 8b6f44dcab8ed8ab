import { type Admission, admitted, type Cost, type Verdict } from "./admission";

/** One rule beside others: what it counts, and in which unit. */
export interface Part {
  readonly rule: Admission;
  /** What a request takes of this rule, from what it takes of the whole. @default the same */
  readonly cost?: (cost: Cost) => Cost;
}

/**
 * A deployment with several limits at once (tokens per minute and requests per slice): all must admit, and the longest
 * wait is told. Rejected requests count (documented); whether also for the limits that would have admitted them is not
 * documented.
 */
export class AllOf implements Admission {
  /** @param countsForAll whether a limit counts what another one refuses */
  constructor(
    private readonly parts: readonly Part[],
    private readonly countsForAll = true,
  ) {}

  ask(now: number, cost?: Cost): Verdict {
    let retryInMs = 0;
    const refusing = this.parts.filter((part) => !part.rule.wouldAdmit(now, costFor(part, cost)));
    const counting = this.countsForAll || refusing.length === 0 ? this.parts : refusing;
    for (const part of counting) {
      const verdict = part.rule.ask(now, costFor(part, cost));
      if (!verdict.admitted) retryInMs = Math.max(retryInMs, verdict.retryInMs);
    }
    return retryInMs === 0 ? admitted : { admitted: false, retryInMs };
  }

  complete(now: number, cost?: Cost): void {
    for (const part of this.parts) part.rule.complete(now, costFor(part, cost));
  }

  wouldAdmit(now: number, cost?: Cost): boolean {
    return this.parts.every((part) => part.rule.wouldAdmit(now, costFor(part, cost)));
  }

  keepsUntil(now: number): number {
    return Math.min(...this.parts.map(({ rule }) => rule.keepsUntil(now)));
  }

  utilization(now: number): number | undefined {
    return this.parts.map(({ rule }) => rule.utilization(now)).find((percent) => percent !== undefined);
  }
}

const costFor = (part: Part, cost: Cost | undefined) =>
  cost === undefined || part.cost === undefined ? cost : part.cost(cost);
