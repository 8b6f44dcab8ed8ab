export interface Expiring {
  expired(now: number): boolean;
}

/**
 * Values by key that lets go of the expired ones without a timer: each look-up also examines the next two keys in turn.
 * A key is added by at most one look-up, so the map cannot outgrow what is alive and what became so in the last round.
 */
export class ExpiringMap<T extends Expiring> {
  private readonly values = new Map<string, T>();
  private turn = this.values.entries();

  get size(): number {
    return this.values.size;
  }

  /** All that are kept, also those that have expired. */
  entries(): Iterable<[key: string, value: T]> {
    return this.values.entries();
  }

  find(key: string, now: number, make: () => T): T {
    this.sweep(now);
    this.sweep(now);
    let found = this.values.get(key);
    if (found === undefined) {
      found = make();
      this.values.set(key, found);
    }
    return found;
  }

  private sweep(now: number): void {
    const next = this.turn.next();
    if (next.done) this.turn = this.values.entries();
    else if (next.value[1].expired(now)) this.values.delete(next.value[0]);
  }
}
