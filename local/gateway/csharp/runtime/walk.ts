import { CsDictionary, CsHashSet, CsList, CsSequence, type Walkable } from "./collections";
import { charOf, nullReference, type Value } from "./value";

/** The elements of anything that `foreach` takes. @throws NullReferenceException */
export function walk(value: Value): Iterable<Value> {
  if (value === null) throw nullReference();
  if (typeof value === "string") return chars(value);
  if (value instanceof CsList) return value.items;
  if (value instanceof CsSequence) return metered(value.walk());
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

let step: () => void = () => {};

/** Runs an evaluation whose queries count their elements: a query of queries can be long while its text is short. */
export function withMeter<T>(count: () => void, work: () => T): T {
  const before = step;
  step = count;
  try {
    return work();
  } finally {
    step = before;
  }
}

function* metered(items: Iterable<Value>): Generator<Value> {
  for (const item of items) {
    step();
    yield item;
  }
}
