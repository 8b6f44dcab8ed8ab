import type { TopologyChange } from "../../topology/difference/diffTopologies";
import { wrap } from "./layout";
import { code } from "./markdown";
import type { TextOptions } from "./text";
import { showPair, visible } from "./values";

/** Settings that a terminal lists; the others are counted. */
const LISTED = 20;
/** Longest path that is shown, in characters. A tag's name alone can have 512. */
const LONGEST_PATH = 160;

/** Settings that differ, for a terminal: `path: old → new`, one line each. */
export function settingsText(settings: readonly TopologyChange[], { width, colours }: TextOptions): string[] {
  const lines = settings.slice(0, LISTED).flatMap((change) => {
    const { path, from, to, note } = shown(change);
    return wrap(`${path}: ${from} → ${to}${note}`, width, { first: "· ", rest: "    " });
  });
  const more = settings.length - LISTED;
  return more > 0 ? [...lines, colours.dim(`  and ${more} more; --format json lists all of them.`)] : lines;
}

/** Settings that differ, for a pull request: one item each. Nothing of a name or a value comes alive in code. */
export function settingsItems(settings: readonly TopologyChange[]): string[] {
  return settings.map((change) => {
    const { path, from, to, note } = shown(change);
    return `- ${literal(path)}: ${literal(from)} → ${literal(to)}${note}`;
  });
}

/** A path in a pull request. */
export function settingPath({ path }: TopologyChange): string {
  return literal(shownPath(path));
}

function shown({ path, before, after }: TopologyChange) {
  const [from, to] = showPair(before, after);
  return { path: shownPath(path), from, to, note: isReordered(before, after) ? " (only the order)" : "" };
}

/** The middle gives way: the beginning says where, the end says what. */
function shownPath(path: string): string {
  const characters = [...visible(path)];
  if (characters.length <= LONGEST_PATH) return characters.join("");
  const half = LONGEST_PATH / 2;
  return `${characters.slice(0, half).join("")}…${characters.slice(-half).join("")}`;
}

/** As code. A backtick, which would end it, stands only in quoted text, where its code means the same. */
function literal(text: string): string {
  return code(text.replaceAll("`", "\\u0060"));
}

function isReordered(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return false;
  const sorted = (list: readonly unknown[]) =>
    JSON.stringify(list.map((item) => JSON.stringify(item)).sort());
  return sorted(before) === sorted(after);
}
