import type { XmlSettings } from "../settings/xml";
import { decodeInto } from "./entities";
import { findExpressionEnd } from "./expressionEnd";
import type { NamedValueUse } from "./namedValues";
import { firstFrom, mapOfJoined, mapOfSlice, type OffsetMap, type OffsetRun, originOf } from "./offsetMap";
import type { Place } from "./place";
import type { PolicyValue } from "./policyDocument";

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
  const uses = extents.flatMap((extent) => usesIn(source.uses, extent));
  const found = uses.filter((use) => use.found !== undefined);
  const namedValues = found.map(({ name }) => name);
  const secret = found.some((use) => use.found?.secret);
  let whatIsShown: string | undefined;
  // The same for all parts, of which there may be thousands.
  const shown = () => {
    whatIsShown ??= visible();
    return whatIsShown;
  };
  const make = (start: number, end: number, of: "literal" | "expression" | "broken"): PolicyValue => {
    const original = text.slice(start, end);
    const spaced = kind === "attribute" && (of === "literal" || settings.attributeLineEnds === "spaces");
    const [part, pairs] = spaced ? withSpaces(original) : [original, []];
    const partMap = mapOfJoined(mapOfSlice(map, start, end), pairs);
    return {
      kind: of,
      text: part,
      parts: [],
      namedValues,
      secret,
      shown: secret ? shown() : part,
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

/** Those inside of an extent, out of all in the order of the text. */
function usesIn(uses: readonly NamedValueUse[], { start, end }: Extent): readonly NamedValueUse[] {
  return uses.slice(
    firstFrom(uses, start, (use) => use.start),
    firstFrom(uses, end + 1, (use) => use.end),
  );
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
function visibleText({ text, uses }: ValueSource, extent: Extent): string {
  const { start, end, cdata } = extent;
  let from = start;
  let shown = "";
  const plain = (to: number) => {
    const pieces: string[] = [];
    if (cdata) pieces.push(text.slice(from, to));
    else decodeInto(pieces, [], 0, text, from, to);
    return pieces.join("");
  };
  for (const use of usesIn(uses, extent)) {
    if (use.found?.secret !== true) continue;
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
    const next = firstFrom(below, run.from + 1, ({ at }) => at);
    const inside = below.slice(
      next,
      Math.max(
        next,
        firstFrom(below, end, ({ at }) => at),
      ),
    );
    const start = below[next - 1];
    return [
      { at: run.at, from: originOf(below, run.from), copied: start?.copied ?? true },
      ...inside.map((lower) => ({ ...lower, at: lower.at - run.from + run.at })),
    ];
  });
}

/** Each line end and tab as one space, and where in the text those stand that are two characters. */
function withSpaces(text: string): [spaced: string, pairs: readonly number[]] {
  const pairs: number[] = [];
  const spaced = text.replace(/\r\n|[\r\n\t]/g, (found, index: number) => {
    if (found.length === 2) pairs.push(index);
    return " ";
  });
  return [spaced, pairs];
}
