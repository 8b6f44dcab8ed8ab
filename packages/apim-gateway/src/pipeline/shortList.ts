/**
 * A list with one thing more; `undefined` is the empty one. Most lists of a request hold one thing: this makes place for
 * just that, where the first `push` makes place for seventeen.
 */
export function added<T>(list: T[] | undefined, thing: T): T[] {
  if (list === undefined) return [thing];
  list.push(thing);
  return list;
}
