import { CsDictionary, CsHashSet, CsList, CsSequence, type Walkable } from "./collections";
import type { Machine } from "./machine";
import { charOf, nullReference, type Value } from "./value";

/** The elements of anything that `foreach` takes. @throws NullReferenceException */
export function walk(value: Value): Iterable<Value> {
  if (value === null) throw nullReference();
  if (typeof value === "string") return chars(value);
  if (value instanceof CsList) return value.items;
  if (value instanceof CsSequence) return new Metered(value.walk());
  if (value instanceof CsDictionary) return value.entries.values();
  if (value instanceof CsHashSet) return value.entries.values();
  if (typeof value === "object") {
    if ("items" in value) return (value as unknown as { readonly items: Value[] }).items;
    if ("csWalk" in value) return (value as unknown as Walkable).csWalk();
  }
  throw new TypeError("the value cannot be walked");
}

function* chars(text: string): Generator<Value> {
  for (let index = 0; index < text.length; index++) yield charOf(text.charCodeAt(index));
}

let current: Machine | undefined;

/** Makes queries count their elements for this evaluation: a query of queries can be long while its text is short. */
export function enter(machine: Machine): Machine | undefined {
  const before = current;
  current = machine;
  return before;
}

/** Back to the evaluation that `enter` gave. */
export function leave(before: Machine | undefined): void {
  current = before;
}

/** Accounts for what is made without a machine at hand: a copy of a copy doubles, and so may be huge while its text is short. */
export function account(amount: number): void {
  current?.allocate(amount);
}

/** Counts what it passes on. Not a generator: each element would cost three times as much. */
class Metered implements IterableIterator<Value> {
  private readonly inner: Iterator<Value>;
  constructor(items: Iterable<Value>) {
    this.inner = items[Symbol.iterator]();
  }
  [Symbol.iterator](): this {
    return this;
  }
  next(): IteratorResult<Value> {
    current?.step();
    return this.inner.next();
  }
  return(): IteratorResult<Value> {
    this.inner.return?.();
    return { done: true, value: null };
  }
}
