/** A member as the choice sees it; `weight` 0–100. */
export interface Candidate {
  readonly key: string;
  readonly priority: number;
  readonly weight: number;
}

/**
 * Chooses by weight and spreads evenly: over any run of choices among the same candidates each one's share stays
 * within one choice of its weight. Each gains its weight, the highest is taken and gives back the sum of all.
 */
export class SmoothChoice {
  private readonly credit = new Map<string, number>();

  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    let best: C | undefined;
    let total = 0;
    for (const candidate of candidates) {
      const credit = (this.credit.get(candidate.key) ?? 0) + candidate.weight;
      this.credit.set(candidate.key, credit);
      total += candidate.weight;
      if (best === undefined || credit > (this.credit.get(best.key) as number)) best = candidate;
    }
    if (best !== undefined) this.credit.set(best.key, (this.credit.get(best.key) as number) - total);
    return best;
  }
}

/** Chooses by weight, each time anew. `random` is in [0, 1). */
export function chooseRandomly<C extends Candidate>(
  candidates: readonly C[],
  random: () => number,
): C | undefined {
  const total = candidates.reduce((sum, { weight }) => sum + weight, 0);
  let left = random() * total;
  for (const candidate of candidates) {
    left -= candidate.weight;
    if (left < 0) return candidate;
  }
  return candidates.at(-1);
}

/** Those of the lowest priority number; among them those of weight 0 only where there are no others. */
export function frontGroup<C extends Candidate>(
  candidates: readonly C[],
  zeroWeight: "last-resort" | "never",
): readonly C[] {
  let first = Number.POSITIVE_INFINITY;
  for (const { priority, weight } of candidates)
    if (priority < first && (weight > 0 || zeroWeight !== "never")) first = priority;
  const weighted: C[] = [];
  for (const candidate of candidates)
    if (candidate.priority === first && candidate.weight > 0) weighted.push(candidate);
  if (weighted.length > 0 || zeroWeight === "never") return weighted;
  // Without any weight there is nothing to prefer one by.
  return candidates
    .filter(({ priority }) => priority === first)
    .map((candidate) => ({ ...candidate, weight: 1 }));
}
