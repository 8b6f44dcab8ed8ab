import { CsDictionary, CsSequence } from "../../runtime/collections";
import { type CsFunction, fail, type Value } from "../../runtime/value";
import { walk } from "../../runtime/walk";
import type { CsType, TypeArguments } from "../../types/csType";

/** What values of this type carry as their element type. */
export const key = (types: TypeArguments, at = 0): string => (types[at] as CsType).key;
export const lazy = (type: string, run: () => Iterable<Value>): CsSequence => new CsSequence(type, run);
export const none = () => fail("InvalidOperationException", "Sequence contains no elements");
export const noMatch = () => fail("InvalidOperationException", "Sequence contains no matching element");

/** `ToDictionary`. @throws ArgumentException for a key that comes twice */
export function dictionary(
  types: readonly string[],
  source: Value,
  by: CsFunction,
  pick: CsFunction,
  ignoreCase = false,
): CsDictionary {
  const made = new CsDictionary(types, ignoreCase);
  for (const item of walk(source)) {
    const at = by(item);
    if (made.get(at) !== undefined)
      throw fail("ArgumentException", "An item with the same key has already been added.");
    made.set(at, pick(item));
  }
  return made;
}
