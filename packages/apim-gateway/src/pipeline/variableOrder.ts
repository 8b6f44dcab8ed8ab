/** More orders than policies make; a request that sets made-up names has the rest of its order to itself. */
const mostShared = 4096;

/**
 * Names in the order in which they were set. A step of the order is shared by all requests that came the same way, and
 * they nearly all do: each holds on to its last step, instead of a list of its own.
 */
export class VariableOrder {
  /** The step that came after this one first, and all others. */
  private usual: VariableOrder | undefined;
  private others: Map<string, VariableOrder> | undefined;

  private constructor(
    private readonly name: string,
    private readonly before: VariableOrder | undefined,
    private readonly root: { shared: number },
    /** How many names there are. */
    readonly size: number,
  ) {}

  /** No names yet. */
  static begin(): VariableOrder {
    return new VariableOrder("", undefined, { shared: 0 }, 0);
  }

  /** This order with one name more. */
  with(name: string): VariableOrder {
    if (this.usual?.name === name) return this.usual;
    const known = this.others?.get(name);
    if (known !== undefined) return known;
    const step = new VariableOrder(name, this, this.root, this.size + 1);
    if (this.root.shared === mostShared) return step;
    this.root.shared++;
    if (this.usual === undefined) this.usual = step;
    else {
      this.others ??= new Map();
      this.others.set(name, step);
    }
    return step;
  }

  names(): string[] {
    const names = new Array<string>(this.size);
    for (let step: VariableOrder = this; step.before !== undefined; step = step.before)
      names[step.size - 1] = step.name;
    return names;
  }
}
