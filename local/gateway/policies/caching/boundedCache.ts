interface Entry<T> {
  readonly value: T;
  readonly bytes: number;
  /** `now()` from which it is gone. */
  readonly expires: number;
  /** Found since somebody looked for something to drop. */
  used: boolean;
}

/**
 * Values for a time, in bounded space. When there is no room, the oldest that was not used lately goes (second chance).
 * What has expired is dropped when somebody asks for it, and bit by bit with each `store`.
 */
export class BoundedCache<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private sweep: MapIterator<[string, Entry<T>]>;
  private held = 0;

  constructor(
    private readonly now: () => number,
    private readonly limits: { readonly entries: number; readonly bytes: number },
  ) {
    this.sweep = this.entries.entries();
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
    this.remove(key);
    this.sweepSome();
    this.makeRoom(bytes);
    if (bytes > this.limits.bytes) return;
    this.entries.set(key, { value, bytes, expires: this.now() + milliseconds, used: false });
    this.held += bytes;
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

  /** For one more entry. */
  private makeRoom(bytes: number): void {
    for (const [key, entry] of this.entries) {
      if (this.entries.size < this.limits.entries && this.held + bytes <= this.limits.bytes) return;
      this.entries.delete(key);
      if (entry.used) {
        // Its second chance: it goes to the end of the queue, and comes by again.
        entry.used = false;
        this.entries.set(key, entry);
      } else this.held -= entry.bytes;
    }
  }
}
