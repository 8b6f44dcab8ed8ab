import { decodeInto } from "./entities";
import { findExpressionEnd } from "./expressionEnd";
import type { NamedValueUse } from "./namedValues";
import { mapFrom, type OffsetMap, type OffsetRun, originOf } from "./offsetMap";
import type { Place } from "./place";
import type { PolicyValue } from "./policyDocument";
import type { XmlSettings } from "./settings";

/** A piece of the substituted text that belongs to a value. CDATA holds no entities. */
export interface Extent {
  readonly start: number;
  readonly end: number;
  readonly cdata: boolean;
}

/** What a value is made from: the substituted text, where it came from, and what went in. */
export interface ValueSource {
  readonly text: string;
  readonly map: OffsetMap;
  readonly uses: readonly NamedValueUse[];
  /** Place of an offset of the source. */
  readonly place: (offset: number) => Place;
  readonly settings: XmlSettings;
}

export interface ValueProblem {
  /** Offset in the source. */
  readonly at: number;
  readonly rule: "expression-not-closed" | "expression-not-whole";
  readonly message: string;
}

/**
 * Decodes a value and tells expressions from literals.
 *
 * @param kind an attribute's line ends and tabs count as spaces in a literal (XML 1.0, 3.3.3); in an expression they
 *   stay, or a `//` comment would swallow the rest. Only text may hold expressions among other characters.
 */
export function buildValue(
  source: ValueSource,
  extents: readonly Extent[],
  kind: "attribute" | "text",
  report: (problem: ValueProblem) => void,
): PolicyValue {
  const { settings } = source;
  const { text, map, visible } = decode(source, extents);
  const uses = source.uses.filter(({ start, end }) => extents.some((e) => start >= e.start && end <= e.end));
  const found = uses.filter((use) => use.found !== undefined);
  const secret = found.some((use) => use.found?.secret);
  const make = (start: number, end: number, of: "literal" | "expression" | "broken"): PolicyValue => {
    const original = text.slice(start, end);
    const spaced = kind === "attribute" && (of === "literal" || settings.attributeLineEnds === "spaces");
    const [part, shifts] = spaced ? withSpaces(original) : [original, []];
    const partMap = shifts.reduce(joined, mapFrom(map, start));
    return {
      kind: of,
      text: part,
      parts: [],
      namedValues: found.map(({ name }) => name),
      secret,
      shown: secret ? visible() : part,
      map: partMap,
      ...source.place(originOf(partMap, 0)),
    };
  };
  const starts = /^\s*@[({]/.exec(text);
  if (starts !== null) {
    const at = starts[0].length - 2;
    const extent = findExpressionEnd(text, at, false);
    if (!extent.ok)
      report({
        at: originOf(map, extent.at),
        rule: "expression-not-closed",
        message: `The expression is not complete: ${extent.message}.`,
      });
    else if (text.slice(extent.end).trim() === "") return make(at, extent.end, "expression");
    else if (kind === "attribute")
      report({
        at: originOf(map, extent.end),
        rule: "expression-not-whole",
        message: "The expression ends here; it must be the whole value.",
      });
    if (kind === "attribute" || !extent.ok) return make(0, text.length, "broken");
  }
  const parts = kind === "text" && settings.embeddedExpressions === "found" ? mixedParts(text, make) : [];
  const whole = make(0, text.length, "literal");
  return parts.some((part) => part.kind === "expression") ? { ...whole, kind: "mixed", parts } : whole;
}

function mixedParts(
  text: string,
  make: (start: number, end: number, of: "literal" | "expression") => PolicyValue,
): PolicyValue[] {
  const parts: PolicyValue[] = [];
  const opening = /@[({]/g;
  let from = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const extent = findExpressionEnd(text, match.index, false);
    // What only looks like an expression is text, to its end.
    if (!extent.ok) break;
    if (match.index > from) parts.push(make(from, match.index, "literal"));
    parts.push(make(match.index, extent.end, "expression"));
    from = extent.end;
    opening.lastIndex = extent.end;
  }
  if (from < text.length) parts.push(make(from, text.length, "literal"));
  return parts;
}

function decode(source: ValueSource, extents: readonly Extent[]) {
  const pieces: string[] = [];
  const runs: OffsetRun[] = [];
  let length = 0;
  for (const { start, end, cdata } of extents) {
    if (cdata) {
      pieces.push(source.text.slice(start, end));
      runs.push({ at: length, from: start, copied: true });
      length += end - start;
    } else length = decodeInto(pieces, runs, length, source.text, start, end);
  }
  if (runs.length === 0) runs.push({ at: 0, from: extents[0]?.start ?? 0, copied: true });
  return {
    text: pieces.join(""),
    map: compose(runs, source.map, length),
    visible: () => extents.map((extent) => visibleText(source, extent)).join(""),
  };
}

/** The piece with secret named values as `{{name}}`. */
function visibleText({ text, uses }: ValueSource, { start, end, cdata }: Extent): string {
  let from = start;
  let shown = "";
  const plain = (to: number) => {
    const pieces: string[] = [];
    if (cdata) pieces.push(text.slice(from, to));
    else decodeInto(pieces, [], 0, text, from, to);
    return pieces.join("");
  };
  for (const use of uses) {
    if (use.start < start || use.end > end || use.found?.secret !== true) continue;
    shown += `${plain(use.start)}{{${use.name}}}`;
    from = use.end;
  }
  return shown + plain(end);
}

/** From a text derived from a derived text straight to the first one. */
function compose(runs: readonly OffsetRun[], below: OffsetMap, length: number): OffsetMap {
  return runs.flatMap((run, index): OffsetRun[] => {
    if (!run.copied) return [{ at: run.at, from: originOf(below, run.from), copied: false }];
    const end = (runs[index + 1]?.at ?? length) - run.at + run.from;
    const inside = below.filter(({ at }) => at > run.from && at < end);
    const start = below.filter(({ at }) => at <= run.from).at(-1);
    return [
      { at: run.at, from: originOf(below, run.from), copied: start?.copied ?? true },
      ...inside.map((lower) => ({ ...lower, at: lower.at - run.from + run.at })),
    ];
  });
}

/** Each line end and tab as one space, and the offsets in the result of those that were two characters. */
function withSpaces(text: string): [spaced: string, shortened: readonly number[]] {
  const shortened: number[] = [];
  const spaced = text.replace(/\r\n|[\r\n\t]/g, (found, index: number) => {
    if (found.length === 2) shortened.push(index - shortened.length);
    return " ";
  });
  return [spaced, shortened];
}

/** The map when the two characters at `at` have become one. */
function joined(map: OffsetMap, at: number): OffsetMap {
  const before = map.filter((run) => run.at <= at);
  const after = map.filter((run) => run.at > at + 2).map((run) => ({ ...run, at: run.at - 1 }));
  const next = map.filter((run) => run.at <= at + 2).at(-1);
  return [...before, { at: at + 1, from: originOf(map, at + 2), copied: next?.copied ?? true }, ...after];
}
