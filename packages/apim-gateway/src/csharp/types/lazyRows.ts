interface Named<T> {
  /** Rows that nobody has asked for yet. */
  waiting: (() => T)[];
  readonly read: T[];
}

/**
 * Rows of the library's tables by name. The policies of a whole fleet ask for a fifth of them, so each is read when
 * somebody first asks for its name.
 */
export class LazyRows<T> {
  private readonly byName = new Map<string, Named<T>>();

  /** @param read reads the row, once all types are declared that it names */
  add(name: string, read: () => T): void {
    const known = this.byName.get(name);
    if (known === undefined) this.byName.set(name, { waiting: [read], read: [] });
    else known.waiting.push(read);
  }

  /** Rows of one name in the order in which they were added. */
  get(name: string): readonly T[] {
    const named = this.byName.get(name);
    if (named === undefined) return none;
    if (named.waiting.length > 0) {
      const { waiting } = named;
      named.waiting = [];
      for (const read of waiting) named.read.push(read());
    }
    return named.read;
  }

  names(): Iterable<string> {
    return this.byName.keys();
  }
}

const none: readonly never[] = [];
