import type { Position } from "../../problem";
import type { Level, ToldChange } from "../../review/told";
import type { TopologyChange } from "../../topology/difference/diffTopologies";
import { wrap } from "./layout";
import { code, inline } from "./markdown";
import type { TextOptions } from "./text";
import { showPair, visible } from "./values";

/** Settings that a terminal lists; the others are counted. */
const LISTED = 20;
/** Longest path that is shown, in characters. A tag's name alone can have 512. */
const LONGEST_PATH = 160;

/** A setting that differs, with as much as is known of it. */
export type Told = TopologyChange & Partial<ToldChange>;

const marks: Readonly<Record<Level, string>> = { careful: "!", notable: "+", fine: "·" };

/** Settings that differ, for a terminal: a sentence, or `path: old → new`, and where the file says it. */
export function settingsText(settings: readonly Told[], { width, colours }: TextOptions): string[] {
  const paint = { careful: colours.red, notable: colours.yellow, fine: (text: string) => text };
  const lines = settings.slice(0, LISTED).flatMap(({ level = "fine", position, ...change }) => {
    const where = position === undefined ? "" : ` (${position.file}:${position.line})`;
    return wrap(`${sentence(change)}${where}`, width, { first: `${marks[level]} `, rest: "    " }).map(
      (line) => paint[level](line),
    );
  });
  const more = settings.length - LISTED;
  return more > 0 ? [...lines, colours.dim(`  and ${more} more; --format json lists all of them.`)] : lines;
}

export function sentence(change: Told): string {
  if (change.text !== undefined) return visible(change.text);
  const { path, from, to, note } = shown(change);
  return `${path}: ${from} → ${to}${note}`;
}

/** The address of a line in the web; left out: the line alone is told. */
export type LineLink = (position: Position) => string | undefined;

/** Settings that differ, for a pull request: one item each, in which nothing of a name or a value comes alive. */
export function settingsItems(settings: readonly Told[], link: LineLink = () => undefined): string[] {
  return settings.map((change) => {
    const mark = change.level === "careful" ? "⚠️ " : "";
    return `- ${mark}${settingSentence(change)}${placeText(change.position, link)}`;
  });
}

function placeText(position: Position | undefined, link: LineLink): string {
  if (position === undefined) return "";
  const address = link(position);
  return address === undefined ? ` (line ${position.line})` : ` ([line ${position.line}](${address}))`;
}

/** One setting that differs as Markdown, without where it stands. */
export function settingSentence(change: Told): string {
  if (change.text !== undefined) return inline(visible(change.text));
  const { path, from, to, note } = shown(change);
  return `${literal(path)}: ${literal(from)} → ${literal(to)}${note}`;
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
