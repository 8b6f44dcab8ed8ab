/** Longest value that is shown, in characters. */
const LONGEST = 60;
/** What is shown of a long value before the place where it differs. */
const LEAD = 12;

/**
 * Two different values as texts that a person can tell apart: long ones are cut around the place where they differ, and
 * what cannot be seen, or looks like something else, is written as its code.
 */
export function showPair(before: unknown, after: unknown): [from: string, to: string] {
  let [from, to] = [showValue(before), showValue(after)];
  // Letters of other scripts look like Latin ones, and one letter can be composed in two ways.
  if (foreign(from) !== foreign(to)) [from, to] = [spelledOut(from), spelledOut(to)];
  const [was, is] = [[...from], [...to]];
  let same = 0;
  while (same < was.length && was[same] === is[same]) same++;
  return [window(was, same), window(is, same)];
}

function window(characters: readonly string[], difference: number): string {
  if (characters.length <= LONGEST) return characters.join("");
  const start = difference + 1 <= LONGEST ? 0 : difference - LEAD;
  const end = start + LONGEST;
  return `${start > 0 ? "…" : ""}${characters.slice(start, end).join("")}${end < characters.length ? "…" : ""}`;
}

/** A value as a topology file has it on one line; `absent` for none. */
export function showValue(value: unknown): string {
  if (value === undefined) return "absent";
  if (typeof value === "string") return showText(value);
  if (Array.isArray(value)) return `[${value.map(showValue).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return `{${entries.map(([key, inner]) => `${showText(key)}: ${showValue(inner)}`).join(", ")}}`;
  }
  return String(value);
}

const reserved: ReadonlySet<string> = new Set(["absent", "null", "true", "false", "yes", "no", "on", "off"]);

/** In quotes, unless it can be nothing but a word. */
function showText(text: string): string {
  return /^[A-Za-z][\w.-]*$/.test(text) && !reserved.has(text.toLowerCase())
    ? text
    : visible(JSON.stringify(text));
}

/** The text with its code in place of every character that shows nothing, moves others, or would be lost on a page. */
export function visible(text: string): string {
  return text.replace(
    /[\p{C}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}|(?<= ) /gu,
    coded,
  );
}

const foreign = (text: string) => text.replace(/\p{ASCII}/gu, "");
const spelledOut = (text: string) => text.replace(/\P{ASCII}/gu, coded);

function coded(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
    .join("");
}
