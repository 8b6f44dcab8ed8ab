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

/** The map of `derived.slice(start)`, offsets again from 0. */
export function mapFrom(map: OffsetMap, start: number): OffsetMap {
  const later = map.filter(({ at }) => at > start).map((run) => ({ ...run, at: run.at - start }));
  const first = map.filter(({ at }) => at <= start).at(-1);
  if (first === undefined) return later;
  return [{ at: 0, from: originOf(map, start), copied: first.copied }, ...later];
}
