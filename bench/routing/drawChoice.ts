import { virtualEnvironment } from "apim-gateway";

/** Draws from a seed: the same seed, the same choices in the same order. */
export class DrawChoice {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = virtualEnvironment({ seed }).random;
  }

  /** One of a list, all alike. */
  one<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T;
  }

  /** That many of a list, in another order. */
  some<T>(list: readonly T[], count: number): T[] {
    const rest = [...list];
    return Array.from({ length: Math.min(count, rest.length) }, () => {
      const [taken] = rest.splice(Math.floor(this.random() * rest.length), 1);
      return taken as T;
    });
  }

  between(low: number, high: number): number {
    return low + this.random() * (high - low);
  }

  whole(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  /** As likely between 1 and 2 as between 2 and 4. */
  logarithmic(low: number, high: number): number {
    return low * (high / low) ** this.random();
  }

  /** True in that share of the draws. */
  chance(share: number): boolean {
    return this.random() < share;
  }
}
