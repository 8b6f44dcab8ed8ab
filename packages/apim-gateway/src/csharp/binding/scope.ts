import type { Frame } from "../runtime/machine";
import type { Value } from "../runtime/value";
import type { CsType } from "../types/csType";

/** The locals of one call: how many there are, and the call around it. */
export class FrameLayout {
  size = 0;
  constructor(readonly parent: FrameLayout | undefined) {}
}

export interface Variable {
  readonly name: string;
  readonly type: CsType;
  readonly slot: number;
  readonly frame: FrameLayout;
  readonly constant: { readonly value: Value } | undefined;
}

/** The frame of the expression itself, and of no lambda in it. */
export const isOutermost = ({ parent }: FrameLayout): boolean => parent === undefined;

/** Names in sight, from the inside out. */
export class LocalScope {
  private readonly names = new Map<string, Variable>();
  constructor(
    readonly frame: FrameLayout,
    readonly parent: LocalScope | undefined,
  ) {}

  find(name: string): Variable | undefined {
    return this.names.get(name) ?? this.parent?.find(name);
  }

  /** All that are in sight. */
  *allNames(): Iterable<string> {
    yield* this.names.keys();
    if (this.parent !== undefined) yield* this.parent.allNames();
  }

  /** Undefined when the name is taken here or outside within the same method: C# allows no shadowing of locals. */
  declare(name: string, type: CsType, constant?: { readonly value: Value }): Variable | undefined {
    if (this.find(name) !== undefined) return undefined;
    const variable = { name, type, slot: this.frame.size++, frame: this.frame, constant };
    this.names.set(name, variable);
    return variable;
  }
}

/** How many calls further out the holder is. */
export function hopsBetween(from: FrameLayout, holder: FrameLayout): number {
  let hops = 0;
  for (
    let layout: FrameLayout | undefined = from;
    layout !== undefined && layout !== holder;
    layout = layout.parent
  )
    hops++;
  return hops;
}

/** Where a variable is in a function as JavaScript, whose own layout is `from`. */
export function pathOf(from: FrameLayout, { frame, slot }: Pick<Variable, "frame" | "slot">): string {
  const hops = hopsBetween(from, frame);
  return hops === 0 ? `l[${slot}]` : `f${".parent".repeat(hops)}.locals[${slot}]`;
}

/** The frame that holds a variable, seen from code whose own layout is `from`. */
export function frameReader(from: FrameLayout, holder: FrameLayout): (frame: Frame) => Frame {
  const hops = hopsBetween(from, holder);
  if (hops === 0) return (frame) => frame;
  if (hops === 1) return (frame) => frame.parent as Frame;
  return (frame) => {
    let found = frame;
    for (let left = hops; left > 0; left--) found = found.parent as Frame;
    return found;
  };
}
