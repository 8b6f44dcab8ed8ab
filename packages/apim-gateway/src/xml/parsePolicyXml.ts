import { defaultsOf } from "../settings/row";
import { type XmlSettings, xmlSettings } from "../settings/xml";
import { maskExpressions } from "./maskExpressions";
import { type FindNamedValue, type NamedValueUse, substituteNamedValues } from "./namedValues";
import { firstFrom, originOf } from "./offsetMap";
import { lineStarts, placeAt } from "./place";
import type { PolicyDocument, PolicyElement, PolicyFormat } from "./policyDocument";
import { buildValue, type ValueSource } from "./policyValue";
import type { XmlProblem } from "./problem";
import { parseWellFormed, type RawElement } from "./wellFormed";

export interface ParseOptions {
  /** @default "rawxml", which accepts every `xml` document and gives the same tree */
  readonly format?: PolicyFormat;
  /** @default no named values: every `{{name}}` stays as it is and is no problem */
  readonly namedValues?: FindNamedValue;
  /** Of a `{{name}}` that `namedValues` does not find. @default "error", as of the service */
  readonly missingNamedValue?: XmlProblem["severity"];
  /** @default the defaults of `xmlSettings` */
  readonly settings?: XmlSettings;
}

export interface ParsedPolicy {
  /** `undefined` where the text is no well-formed document. */
  readonly document: PolicyDocument | undefined;
  /** In the order of the source. Messages never hold the text of a secret named value. */
  readonly problems: readonly XmlProblem[];
}

/** Parses a policy or a fragment: named values, then expressions, then strict XML. Never throws. */
export function parsePolicyXml(
  source: string,
  { format = "rawxml", namedValues, missingNamedValue = "error", settings: given }: ParseOptions = {},
): ParsedPolicy {
  const settings = given ?? defaultsOf(xmlSettings);
  const starts = lineStarts(source);
  const {
    text: whole,
    map,
    uses,
    blanks,
  } = substituteNamedValues(source, namedValues ?? (() => undefined), settings.namedValueText);
  const redact = redaction(whole, uses);
  const problems: XmlProblem[] = [];
  const report = (
    rule: string,
    at: number,
    message: string,
    severity: XmlProblem["severity"] = "error",
    element: XmlProblem["element"] = undefined,
  ) => problems.push({ severity, rule, message: redact(message), ...placeAt(starts, at), element });
  const finish = (document: PolicyDocument | undefined): ParsedPolicy => ({
    document,
    problems: problems.sort((a, b) => a.line - b.line || a.column - b.column),
  });

  const masked = format === "rawxml" ? maskExpressions(whole) : { text: whole, problems: [] };
  for (const { at, rule, message } of masked.problems) report(rule, originOf(map, at), message);
  const parsed = parseWellFormed(masked.text);
  if (!parsed.ok) {
    // With an expression that never closes, nothing behind it is where it seems.
    if (problems.length === 0)
      for (const { at, message } of parsed.failures) report("well-formed", originOf(map, at), message);
    return finish(undefined);
  }

  const valueSource: ValueSource = {
    text: whole,
    map,
    uses,
    place: (offset) => placeAt(starts, offset),
    settings,
  };
  const builder = new TreeBuilder(valueSource, (problem) => {
    if (masked.problems.length === 0) report(problem.rule, problem.at, problem.message);
  });
  const root = builder.element(parsed.root);
  const misplaced = uses.filter((use) => use.found !== undefined && builder.holder(use) === undefined);
  for (const { name, start } of misplaced)
    report(
      "named-value-place",
      originOf(map, start),
      `'{{${name}}}' may stand in an attribute's value or in text only.`,
    );
  for (const { name, start, found } of uses)
    if (found?.called !== undefined)
      report(
        "named-value-case",
        originOf(map, start),
        `'{{${name}}}' is taken for '${found.called}': the letters differ in case only, and it is not documented whether that matters.`,
        "warning",
      );
  if (namedValues !== undefined)
    for (const use of uses.filter((each) => each.found === undefined && !builder.isLiquid(each)))
      report(
        "unknown-named-value",
        originOf(map, use.start),
        `Cannot find a property '${use.name}'.`,
        missingNamedValue,
        builder.holder(use),
      );
  if (namedValues !== undefined)
    for (const use of blanks.filter((each) => builder.holder(each) !== undefined && !builder.isLiquid(each)))
      report(
        "named-value-blanks",
        originOf(map, use.start),
        `This is text, not the named value: a name has no blanks around it. Write \`{{${use.name}}}\`.`,
        "warning",
      );
  return finish(misplaced.length > 0 ? undefined : { root, lineStarts: starts });
}

interface Held {
  readonly start: number;
  readonly end: number;
  readonly by: NonNullable<XmlProblem["element"]>;
}

class TreeBuilder {
  /** Values of attributes and texts, which never overlap; in the order of the source once the tree is built. */
  private readonly held: Held[] = [];
  /** Contents of Liquid templates. */
  private liquid: (readonly [start: number, end: number])[] = [];

  constructor(
    private readonly source: ValueSource,
    private readonly report: (problem: { at: number; rule: string; message: string }) => void,
  ) {}

  element(root: RawElement): PolicyElement {
    // Without recursion: a document may nest deeper than the stack.
    const built = new Map<RawElement, PolicyElement>();
    const order: RawElement[] = [];
    const waiting = [root];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      order.push(next);
      waiting.push(...next.children);
    }
    for (const raw of order.reverse()) built.set(raw, this.one(raw, built));
    this.held.sort((a, b) => a.start - b.start);
    this.liquid = outermost(this.liquid);
    return built.get(root) as PolicyElement;
  }

  /** The element in whose attributes or text a use stands. */
  holder({ start, end }: Omit<NamedValueUse, "found">): XmlProblem["element"] {
    const found = this.held[firstFrom(this.held, end, (held) => held.end)];
    return found !== undefined && start >= found.start ? found.by : undefined;
  }

  /** Whether a use stands in a Liquid template, where `{{name}}` may mean an object of Liquid. */
  isLiquid({ start, end }: Omit<NamedValueUse, "found">): boolean {
    const [from, to] = this.liquid[firstFrom(this.liquid, end, ([, last]) => last)] ?? [end, end];
    return start >= from && end <= to;
  }

  private one(raw: RawElement, built: ReadonlyMap<RawElement, PolicyElement>): PolicyElement {
    const { source, report } = this;
    const by = { name: raw.name, ...this.place(raw.start) };
    const attributes = raw.attributes.map(({ name, start, value }) => {
      this.held.push({ start: value.start, end: value.end, by });
      return { name, ...this.place(start), value: buildValue(source, [value], "attribute", report) };
    });
    for (const { start, end } of raw.text) this.held.push({ start, end, by });
    if (attributes.some(({ name, value }) => name === "template" && value.text === "liquid"))
      this.liquid.push([raw.contentStart, raw.contentEnd]);
    const blank = raw.text.every(({ start, end }) => source.text.slice(start, end).trim() === "");
    return {
      ...by,
      attributes,
      children: raw.children.map((child) => built.get(child) as PolicyElement),
      text: blank ? undefined : buildValue(source, raw.text, "text", report),
      content: source.text.slice(raw.contentStart, raw.contentEnd),
    };
  }

  private place(offset: number) {
    return this.source.place(originOf(this.source.map, offset));
  }
}

/** The extents that stand in no other one, in order. Elements are nested or apart. */
function outermost<T extends readonly [start: number, end: number]>(extents: readonly T[]): T[] {
  const kept: T[] = [];
  for (const extent of extents.toSorted(([a], [b]) => a - b))
    if (extent[0] >= (kept.at(-1)?.[1] ?? 0)) kept.push(extent);
  return kept;
}

/** Puts `{{name}}` in the place of secrets that a message may quote. */
function redaction(text: string, uses: readonly NamedValueUse[]): (message: string) => string {
  const secrets = new Map<string, string>();
  for (const { name, start, end, found } of uses)
    if (found?.secret && end > start) secrets.set(text.slice(start, end), name);
  return (message) => {
    let shown = message;
    for (const [value, name] of secrets) shown = shown.replaceAll(value, `{{${name}}}`);
    return shown;
  };
}
