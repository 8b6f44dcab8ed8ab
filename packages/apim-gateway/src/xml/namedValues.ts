import { escapeXml } from "./entities";
import type { OffsetMap, OffsetRun } from "./offsetMap";

export interface NamedValue {
  readonly value: string;
  /** A secret is never shown: messages and traces show `{{name}}` in its place. */
  readonly secret: boolean;
  /** As it is called, where that is not how it was asked for. */
  readonly called?: string;
}

/** Finds a named value by its display name; `undefined` where there is none. */
export type FindNamedValue = (name: string) => NamedValue | undefined;

/** The named value of this name, or the one whose name differs in case only. */
export function namedValueIn(
  values: ReadonlyMap<string, NamedValue>,
  name: string,
): { readonly name: string; readonly value: NamedValue } | undefined {
  const exact = values.get(name);
  if (exact !== undefined) return { name, value: exact };
  const folded = name.toLowerCase();
  for (const [known, value] of values) if (known.toLowerCase() === folded) return { name: known, value };
  return undefined;
}

/** One `{{name}}` of the source, replaced or not. Offsets are in the substituted text. */
export interface NamedValueUse {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** `undefined`: there is no such named value and the text stayed as it was. */
  readonly found: { readonly secret: boolean; readonly called?: string | undefined } | undefined;
}

export interface Substituted {
  readonly text: string;
  /** From the substituted text to the source. */
  readonly map: OffsetMap;
  readonly uses: readonly NamedValueUse[];
  /** Each `{{ name }}`, which blanks make text, by its extent in the substituted text. */
  readonly blanks: readonly Omit<NamedValueUse, "found">[];
}

/**
 * Replaces `{{name}}` by the named value's text, before anything is parsed: a named value may be part of an expression
 * or a whole one. Its text is escaped, so that the parser gives back exactly the value; in CDATA, and with
 * `raw`, it goes in as it is.
 * Once only: what a value holds is not searched again. Comments stay as they are. Names consist of letters, digits,
 * `.`, `-` and `_`, without space around them, as the service allows for display names.
 */
export function substituteNamedValues(
  source: string,
  find: FindNamedValue,
  as: "escaped" | "raw" = "escaped",
): Substituted {
  const pieces: string[] = [];
  const runs: OffsetRun[] = [];
  const uses: NamedValueUse[] = [];
  const blanks: Omit<NamedValueUse, "found">[] = [];
  let length = 0;
  let from = 0;
  const copy = (to: number) => {
    if (to === from) return;
    pieces.push(source.slice(from, to));
    runs.push({ at: length, from, copied: true });
    length += to - from;
    from = to;
  };
  const token =
    /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[|\]\]>|\{\{([A-Za-z0-9._-]{1,256})\}\}|\{\{ {0,8}([A-Za-z0-9._-]{1,256}) {0,8}\}\}/g;
  let inCdata = false;
  for (const match of source.matchAll(token)) {
    const [whole, name, spaced] = match;
    if (spaced !== undefined) {
      const start = length + match.index - from;
      blanks.push({ name: spaced, start, end: start + whole.length });
      continue;
    }
    if (name === undefined) {
      if (!whole.startsWith("<!--")) inCdata = whole !== "]]>";
      continue;
    }
    copy(match.index);
    const found = find(name);
    if (found === undefined) {
      uses.push({ name, start: length, end: length + whole.length, found: undefined });
      continue;
    }
    const text =
      as === "raw"
        ? found.value
        : inCdata
          ? found.value.replaceAll("]]>", "]]]]><![CDATA[>")
          : escapeXml(found.value);
    uses.push({
      name,
      start: length,
      end: length + text.length,
      found: { secret: found.secret, called: found.called },
    });
    pieces.push(text);
    runs.push({ at: length, from: match.index, copied: false });
    length += text.length;
    from = match.index + whole.length;
  }
  copy(source.length);
  return { text: pieces.join(""), map: runs, uses, blanks };
}
