import { showPair } from "../routing/report/values";
import { thousands } from "../topology/describe";
import { type LeafChange, leafChanges } from "../topology/difference/diffTopologies";
import { formatPath, type Path } from "../topology/path";
import type { Topology } from "../topology/topology";
import { fleetOf } from "./callers";
import type { Fleet, Row } from "./row";
import { rows } from "./rows";
import type { Level, ToldChange } from "./told";

/**
 * Every setting in which two fleets differ, judged and told by the table of `rows.ts`, what needs care first and then in
 * the order of the table. A setting without a row is told by its path and values, and needs care: nobody has said yet
 * what it means. Empty exactly when `diffTopologies` is.
 */
export function reviewTopologies(before: Topology, after: Topology): ToldChange[] {
  const [was, is] = [fleetOf(before), fleetOf(after)];
  return leafChanges(before, after)
    .map((change) => told(change, was, is))
    .sort((a, b) => levels.indexOf(a.change.level) - levels.indexOf(b.change.level) || a.rank - b.rank)
    .map(({ change }) => change);
}

const levels: readonly Level[] = ["careful", "notable", "fine"];

function told(
  { place, before, after }: LeafChange,
  was: Fleet,
  is: Fleet,
): { readonly rank: number; readonly change: ToldChange } {
  const change = { path: formatPath(place), place, before, after };
  for (const [rank, row] of rows.entries()) {
    const parts = matched(row.at, place);
    if (parts === undefined) continue;
    const [from, to] = shown(before, after);
    const seen = { parts, before, after, from, to, was, is };
    return { rank, change: { ...change, level: row.judge(seen), text: row.say(seen) } };
  }
  return { rank: rows.length, change: { ...change, level: "careful" } };
}

/** The row that tells a place; `undefined`: none does. */
export function rowOf(place: Path): Row | undefined {
  return rows.find(({ at }) => matched(at, place) !== undefined);
}

/** What the stars of a row stand for at this place; `undefined`: the row is about something else. */
function matched(at: string, place: Path): string[] | undefined {
  const pattern = at.split(".");
  const open = pattern.at(-1) === "**";
  if (open ? place.length < pattern.length : place.length !== pattern.length) return undefined;
  const parts: string[] = [];
  for (const [index, found] of place.entries()) {
    const wanted = index < pattern.length ? pattern[index] : "**";
    if (wanted === "*" || wanted === "**") parts.push(String(found));
    else if (wanted !== found) return undefined;
  }
  return parts;
}

function shown(before: unknown, after: unknown): [from: string, to: string] {
  if (typeof before !== "number" || typeof after !== "number") {
    const [from, to] = showPair(before, after);
    return [
      typeof before === "number" ? thousands(before) : from,
      typeof after === "number" ? thousands(after) : to,
    ];
  }
  return [thousands(before), thousands(after)];
}
