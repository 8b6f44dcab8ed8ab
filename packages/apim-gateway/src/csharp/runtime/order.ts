import { textOf } from "./text";
import type { Value } from "./value";

/** Order of two values of one type, null first: text by the invariant culture, as near as the host has it. */
export function compareValues(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (typeof a === "string") return Math.sign(a.localeCompare(b as string, "en"));
  const rank = (value: Value): number | bigint => {
    if (typeof value === "object" && value !== null) {
      const fields = value as unknown as { ticks?: bigint; value?: number; code?: number };
      return fields.ticks ?? fields.value ?? fields.code ?? Number(textOf(value, { doubles: "shortest" }));
    }
    return value as number;
  };
  const [left, right] = [rank(a), rank(b)];
  // NaN is less than every number.
  if (Number.isNaN(left) || Number.isNaN(right))
    return Number(Number.isNaN(right)) - Number(Number.isNaN(left));
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What to sort by, and which way. */
export interface SortKey {
  readonly by: (item: Value) => Value;
  readonly descending: boolean;
  /** Instead of the order of the values' type. */
  readonly compare?: ((a: Value, b: Value) => number) | undefined;
}

/** Sorted without disturbing equals: by the first key, then by the next. Each key is computed once for each item. */
export function sortedBy(items: Iterable<Value>, keys: readonly SortKey[]): Value[] {
  const rows = [...items].map((item) => ({ item, values: keys.map(({ by }) => by(item)) }));
  rows.sort((a, b) => {
    for (const [index, { descending, compare = compareValues }] of keys.entries()) {
      const order = compare(a.values[index] as Value, b.values[index] as Value);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
  return rows.map(({ item }) => item);
}

export const sorted = (items: Iterable<Value>, by: (item: Value) => Value, descending = false): Value[] =>
  sortedBy(items, [{ by, descending }]);
