// What queries give when they are walked. Generators of the module and never closures of a call: V8 gives each closure that is a
// generator a hidden class of its own, among old objects, and that holds the request which made it until a full collection.

import { keyOf } from "../../runtime/collections";
import type { CsFunction, Value } from "../../runtime/value";
import { walk } from "../../runtime/walk";
import type { CsType } from "../../types/csType";
import { castTo, isInstance } from "../../types/runtimeType";

export function* mapped(source: Value, map: CsFunction): Generator<Value> {
  for (const item of walk(source)) yield map(item);
}

/** The function gets the place too. */
export function* mappedAt(source: Value, map: CsFunction): Generator<Value> {
  let at = 0;
  for (const item of walk(source)) yield map(item, at++);
}

export function* flattened(source: Value, inner: CsFunction): Generator<Value> {
  for (const item of walk(source)) yield* walk(inner(item));
}

export function* paired(source: Value, inner: CsFunction, result: CsFunction): Generator<Value> {
  for (const item of walk(source)) for (const other of walk(inner(item))) yield result(item, other);
}

export function* filtered(source: Value, test: CsFunction): Generator<Value> {
  for (const item of walk(source)) if (test(item)) yield item;
}

/** The function gets the place too. */
export function* filteredAt(source: Value, test: CsFunction): Generator<Value> {
  let at = 0;
  for (const item of walk(source)) if (test(item, at++)) yield item;
}

export function* ofType(source: Value, type: CsType): Generator<Value> {
  for (const item of walk(source)) if (isInstance(item, type)) yield item;
}

export function* casts(source: Value, type: CsType): Generator<Value> {
  for (const item of walk(source)) yield castTo(item, type);
}

export function* firstOf(source: Value, count: number): Generator<Value> {
  let left = count;
  if (left > 0)
    for (const item of walk(source)) {
      yield item;
      if (--left <= 0) return;
    }
}

export function* withoutFirst(source: Value, count: number): Generator<Value> {
  let left = count;
  for (const item of walk(source)) if (left-- <= 0) yield item;
}

export function* takenWhile(source: Value, test: CsFunction): Generator<Value> {
  for (const item of walk(source)) {
    if (!test(item)) return;
    yield item;
  }
}

export function* skippedWhile(source: Value, test: CsFunction): Generator<Value> {
  let skips = true;
  for (const item of walk(source)) {
    skips &&= test(item) === true;
    if (!skips) yield item;
  }
}

export function* orElse(source: Value, otherwise: Value): Generator<Value> {
  let isEmpty = true;
  for (const item of walk(source)) {
    isEmpty = false;
    yield item;
  }
  if (isEmpty) yield otherwise;
}

export function* concatenated(source: Value, second: Value): Generator<Value> {
  yield* walk(source);
  yield* walk(second);
}

export function* followedBy(source: Value, item: Value): Generator<Value> {
  yield* walk(source);
  yield item;
}

export function* ledBy(source: Value, item: Value): Generator<Value> {
  yield item;
  yield* walk(source);
}

export function* numbersFrom(start: number, count: number): Generator<Value> {
  for (let at = 0; at < count; at++) yield start + at;
}

export function* repeated(element: Value, count: number): Generator<Value> {
  for (let at = 0; at < count; at++) yield element;
}

export function* eachWith(item: Value, others: Value[], result: CsFunction): Generator<Value> {
  for (const other of others) yield result(item, other);
}

/** What a join makes of an item of the outer sequence and of those of the inner one that have its key. */
export type Match = (item: Value, matches: Value[]) => Iterable<Value>;

export function* joinedOn(
  outer: Value,
  outerKey: CsFunction,
  inner: Value,
  innerKey: CsFunction,
  match: Match,
): Generator<Value> {
  const groups = byKey(inner, innerKey);
  for (const item of walk(outer)) yield* match(item, groups.get(keyOf(outerKey(item))) ?? []);
}

/** Items by the key that a function gives each. As in .NET, an item whose key is null goes with nothing. */
function byKey(items: Value, keyFor: CsFunction): ReadonlyMap<string, Value[]> {
  const found = new Map<string, Value[]>();
  for (const item of walk(items)) {
    const given = keyFor(item);
    if (given === null) continue;
    const at = keyOf(given);
    const group = found.get(at);
    if (group === undefined) found.set(at, [item]);
    else group.push(item);
  }
  return found;
}
