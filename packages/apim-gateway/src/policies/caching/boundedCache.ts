interface Entry<T> {
  value: T;
  bytes: number;
  /** `now()` from which it is gone. */
  expires: number;
  /** Found or replaced since somebody looked for something to drop. */
  used: boolean;
}

/**
 * Values for a time, in bounded space. When there is no room, the oldest that was not used lately goes (second chance).
 * What has expired is dropped when somebody asks for it, and bit by bit with each `store`.
 */
export class BoundedCache<T> {
  private readonly entries = new Map<string, Entry<T>>();
  /** Where sweeping and dropping go on. An iterator that starts anew would walk over all that was deleted. */
  private sweep: MapIterator<[string, Entry<T>]>;
  private hand: MapIterator<[string, Entry<T>]>;
  private held = 0;

  constructor(
    private readonly now: () => number,
    private readonly limits: { readonly entries: number; readonly bytes: number },
  ) {
    this.sweep = this.entries.entries();
    this.hand = this.entries.entries();
  }

  get size(): number {
    return this.entries.size;
  }
  get bytes(): number {
    return this.held;
  }

  find(key: string): T | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expires <= this.now()) {
      this.drop(key, entry);
      return undefined;
    }
    entry.used = true;
    return entry.value;
  }

  /**
   * @param bytes about how much space key and value take
   * @param milliseconds how long it is kept
   */
  store(key: string, value: T, bytes: number, milliseconds: number): void {
    if (bytes > this.limits.bytes) {
      this.remove(key);
      return;
    }
    const expires = this.now() + milliseconds;
    const known = this.entries.get(key);
    this.held += bytes - (known?.bytes ?? 0);
    if (known === undefined) {
      this.makeRoom(1);
      this.entries.set(key, { value, bytes, expires, used: false });
    } else {
      known.value = value;
      known.bytes = bytes;
      known.expires = expires;
      known.used = true;
      this.makeRoom(0);
    }
    this.sweepSome();
  }

  remove(key: string): void {
    const entry = this.entries.get(key);
    if (entry !== undefined) this.drop(key, entry);
  }

  private drop(key: string, { bytes }: Entry<T>): void {
    this.entries.delete(key);
    this.held -= bytes;
  }

  private sweepSome(): void {
    const now = this.now();
    for (let looked = 0; looked < 2; looked++) {
      const next = this.sweep.next();
      if (next.done === true) {
        this.sweep = this.entries.entries();
        return;
      }
      const [key, entry] = next.value;
      if (entry.expires <= now) this.drop(key, entry);
    }
  }

  /** Drops entries until there is room for so many more. What is held counts with them already. */
  private makeRoom(more: number): void {
    while (this.entries.size + more > this.limits.entries || this.held > this.limits.bytes) {
      const next = this.hand.next();
      if (next.done === true) {
        this.hand = this.entries.entries();
        continue;
      }
      const [key, entry] = next.value;
      // Its second chance: the hand comes by again.
      if (entry.used && entry.expires > this.now()) entry.used = false;
      else this.drop(key, entry);
    }
  }
}
