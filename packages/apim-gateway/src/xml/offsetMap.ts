/**
 * Where a piece of a derived text came from. Runs are in order of `at`; each reaches to the next one. Inside a `copied`
 * run every character came from its own place; all characters of any other run came from the place where it starts
 * (a decoded entity, a substituted named value).
 */
export interface OffsetRun {
  /** Offset in the derived text. */
  readonly at: number;
  /** Offset in the text it was derived from. */
  readonly from: number;
  readonly copied: boolean;
}

export type OffsetMap = readonly OffsetRun[];

/** The map of a text that was not changed. */
export const unchanged: OffsetMap = [{ at: 0, from: 0, copied: true }];

/**
 * The index of the first of some things, in the order of their offsets, for which `offsetOf` gives `at` or more; their
 * number where none does.
 */
export function firstFrom<T>(things: readonly T[], at: number, offsetOf: (thing: T) => number): number {
  let [low, high] = [0, things.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsetOf(things[middle] as T) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The offset in the original that a character of the derived text came from. */
export function originOf(map: OffsetMap, offset: number): number {
  let low = 0;
  let high = map.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((map[middle] as OffsetRun).at <= offset) low = middle;
    else high = middle - 1;
  }
  const run = map[low];
  if (run === undefined) return 0;
  return run.copied ? run.from + Math.max(0, offset - run.at) : run.from;
}

/** The map of `derived.slice(start, end)`, offsets again from 0. */
export function mapOfSlice(map: OffsetMap, start: number, end: number): OffsetMap {
  const next = firstFrom(map, start + 1, ({ at }) => at);
  const later = map
    .slice(
      next,
      Math.max(
        next,
        firstFrom(map, end, ({ at }) => at),
      ),
    )
    .map((run) => ({ ...run, at: run.at - start }));
  const first = map[next - 1];
  if (first === undefined) return later;
  return [{ at: 0, from: originOf(map, start), copied: first.copied }, ...later];
}

/** The map when pairs of characters have become one each. @param pairs where they start, in order */
export function mapOfJoined(map: OffsetMap, pairs: readonly number[]): OffsetMap {
  const joined: OffsetRun[] = [];
  let index = 0;
  for (const [lost, pair] of pairs.entries()) {
    for (; index < map.length && (map[index] as OffsetRun).at <= pair; index++) {
      const run = map[index] as OffsetRun;
      joined.push({ ...run, at: run.at - lost });
    }
    const behind = pair + 2;
    while (index < map.length && (map[index] as OffsetRun).at <= behind) index++;
    joined.push({
      at: pair + 1 - lost,
      from: originOf(map, behind),
      copied: map[index - 1]?.copied ?? true,
    });
  }
  for (const run of map.slice(index)) joined.push({ ...run, at: run.at - pairs.length });
  return joined;
}
