import {
  boolCoreTag,
  EVENT_ID,
  type Event,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  NOT_RESOLVED,
  nullCoreTag,
  SCALAR_STYLE,
  type ScalarEvent,
} from "js-yaml";
import { MAX_PROBLEMS } from "../finding";
import { MAX_DEPTH, MAX_KEY, MAX_MERGED, MAX_VALUES, type SourceFinding, TooLarge } from "./limits";
import type { Entry, ScalarNode, YamlNode } from "./node";

/** Keys that mean something to JavaScript itself; refused, so that no lookup by name can meet them. */
const reservedKeys = new Set(Object.getOwnPropertyNames(Object.prototype).concat("prototype"));

const implicitTags = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag];

interface Measure {
  readonly values: number;
  readonly depth: number;
}

const ofScalar: Measure = { values: 1, depth: 0 };

/**
 * Builds the tree of one document from the events of js-yaml. It is done here and not by js-yaml's `load`, because the
 * tree keeps positions, reports every duplicate at once, and bounds what aliases may expand to.
 */
export class Composer {
  readonly findings: SourceFinding[] = [];
  private cursor = 0;
  private readonly anchors = new Map<string, YamlNode>();
  private readonly open = new Set<string>();
  /** Of lists and mappings, with their aliases written out. */
  private readonly measures = new Map<YamlNode, Measure>();
  private readonly keys: (string | number)[] = [];
  /** How much all merges so far have copied. */
  private merged = 0;

  constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
    private readonly lineAt: (offset: number) => number,
  ) {}

  /** The content of the first document; `undefined` when there is none. */
  compose(): YamlNode | undefined {
    if (this.events[0]?.type !== EVENT_ID.DOCUMENT) return undefined;
    this.cursor = 1;
    return this.events[1]?.type === EVENT_ID.POP ? undefined : this.node(0);
  }

  private node(fallbackOffset: number): YamlNode {
    const event = this.events[this.cursor++];
    if (event === undefined || event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) {
      return { kind: "scalar", offset: fallbackOffset, value: null, source: "" };
    }
    if (event.type === EVENT_ID.ALIAS) return this.alias(event.anchorStart, event.anchorEnd);
    const anchor = event.anchorStart < 0 ? undefined : this.text.slice(event.anchorStart, event.anchorEnd);
    const tag = event.tagStart < 0 ? "" : this.text.slice(event.tagStart, event.tagEnd);
    if (tag !== "" && !(tag === "!!str" && event.type === EVENT_ID.SCALAR)) {
      this.report(
        "yaml-tag",
        event.tagStart,
        `the file uses the YAML tag \`${clip(tag)}\`; only \`!!str\` is allowed.`,
        "Remove the tag; put text in quotes.",
      );
    }
    if (event.type === EVENT_ID.SCALAR) {
      const scalar = this.scalar(event, tag === "!!str", fallbackOffset);
      if (anchor !== undefined) this.anchors.set(anchor, scalar);
      return scalar;
    }
    if (anchor !== undefined) this.open.add(anchor);
    const node: YamlNode =
      event.type === EVENT_ID.MAPPING
        ? { kind: "mapping", offset: event.start, entries: this.entries() }
        : { kind: "sequence", offset: event.start, items: this.items(event.start) };
    this.cursor++; // its POP
    this.measure(node);
    if (anchor !== undefined) {
      this.open.delete(anchor);
      this.anchors.set(anchor, node);
    }
    return node;
  }

  private alias(start: number, end: number): YamlNode {
    const name = this.text.slice(start, end);
    const offset = start - 1; // at the `*`
    const nothing: ScalarNode = { kind: "scalar", offset, value: null, source: `*${clip(name)}` };
    if (this.open.has(name)) {
      this.report(
        "alias-cycle",
        offset,
        `the alias \`*${clip(name)}\` stands inside the value that \`&${clip(name)}\` names, so the value would contain itself.`,
        "Write the value out, or move the anchor to a value that does not contain the alias.",
      );
      return nothing;
    }
    const target = this.anchors.get(name);
    if (target === undefined) {
      this.report(
        "unknown-alias",
        offset,
        `the alias \`*${clip(name)}\` has no anchor \`&${clip(name)}\` above it.`,
        "Define the anchor above its first use, or put a text that starts with `*` in quotes.",
      );
      return nothing;
    }
    const node = { ...target, offset };
    this.measures.set(node, this.measureOf(target));
    return node;
  }

  private items(start: number): YamlNode[] {
    const items: YamlNode[] = [];
    while (this.more()) {
      this.keys.push(items.length);
      items.push(this.node(start));
      this.keys.pop();
    }
    return items;
  }

  private entries(): Entry[] {
    const entries: Entry[] = [];
    const merged: Entry[] = [];
    const seen = new Map<string, number>();
    while (this.more()) {
      const before = this.events[this.cursor];
      const keyNode = this.node(0);
      const keyOffset = keyNode.offset;
      const key = keyNode.kind === "scalar" ? String(keyNode.source) : "";
      if (keyNode.kind === "scalar") this.keys.push(key.length > MAX_KEY ? clip(key) : key);
      const value = this.node(keyOffset);
      const plain = before?.type === EVENT_ID.SCALAR && before.style === SCALAR_STYLE.PLAIN;
      if (keyNode.kind !== "scalar") {
        this.report(
          "key-not-text",
          keyOffset,
          "a key must be text, but this one is a list or a mapping.",
          "Write a name before the `:`.",
        );
      } else if (key === "<<" && plain) {
        for (const entry of this.mergedEntries(value, keyOffset)) merged.push(entry);
      } else if (key.length > MAX_KEY) {
        this.report(
          "long-key",
          keyOffset,
          `the key \`${clip(key)}\` has ${key.length} characters; a key has at most ${MAX_KEY}.`,
          "Shorten it, or remove it.",
        );
      } else if (reservedKeys.has(key)) {
        this.report(
          "reserved-key",
          keyOffset,
          `the key \`${key}\` is reserved and never allowed.`,
          "Choose another name or remove the key.",
        );
      } else if (seen.has(key)) {
        this.report(
          "duplicate-key",
          keyOffset,
          `the key \`${clip(key)}\` stands twice in the same mapping, first on line ${this.lineAt(seen.get(key) ?? 0)}.`,
          "Keep one of the two and delete the other.",
        );
      } else {
        seen.set(key, keyOffset);
        entries.push({ key, keyOffset, value });
      }
      if (keyNode.kind === "scalar") this.keys.pop();
    }
    // `<<: *defaults`: what is written here wins over what is merged, and an earlier source over a later one.
    for (const entry of merged) {
      if (seen.has(entry.key)) continue;
      seen.set(entry.key, entry.keyOffset);
      entries.push(entry);
    }
    return entries;
  }

  /** What a merge copies, counted before it is copied. */
  private *mergedEntries(value: YamlNode, keyOffset: number): Generator<Entry> {
    for (const source of value.kind === "sequence" ? value.items : [value]) {
      this.merged += source.kind === "mapping" ? 1 + source.entries.length : 1;
      if (this.merged > MAX_MERGED) throw new TooLarge("too-many-merged-keys", keyOffset, [...this.keys]);
      if (source.kind === "mapping") yield* source.entries;
      else
        this.report(
          "merge-not-mapping",
          source.offset,
          "the merge key `<<` takes an alias of a mapping, or a list of such aliases.",
          "Point it at an anchor of a mapping, as in `<<: *defaults`.",
        );
    }
  }

  private scalar(event: ScalarEvent, explicitText: boolean, fallbackOffset: number): ScalarNode {
    const text = getScalarValue(this.text, event);
    // An empty value has no place of its own; its key has.
    const start =
      event.valueStart < 0 ? Math.max(event.anchorStart, event.tagStart, fallbackOffset) : event.valueStart;
    const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
    const offset = quoted ? start - 1 : start;
    if (event.style !== SCALAR_STYLE.PLAIN || explicitText)
      return { kind: "scalar", offset, value: text, source: text };
    for (const tag of implicitTags) {
      const value = tag.resolve(text, false, tag.tagName);
      if (value !== NOT_RESOLVED) return { kind: "scalar", offset, value, source: text };
    }
    return { kind: "scalar", offset, value: text, source: text };
  }

  private more(): boolean {
    const event = this.events[this.cursor];
    return event !== undefined && event.type !== EVENT_ID.POP;
  }

  private measureOf(node: YamlNode): Measure {
    return this.measures.get(node) ?? ofScalar;
  }

  private measure(node: YamlNode): void {
    let values = 1;
    let depth = 0;
    const add = (child: YamlNode) => {
      const inner = this.measureOf(child);
      values += inner.values;
      depth = Math.max(depth, inner.depth);
    };
    if (node.kind === "mapping") for (const entry of node.entries) add(entry.value);
    if (node.kind === "sequence") node.items.forEach(add);
    depth++;
    this.measures.set(node, { values, depth });
    if (values > MAX_VALUES) throw new TooLarge("too-many-values", node.offset, [...this.keys]);
    if (depth > MAX_DEPTH) throw new TooLarge("nested-too-deep", node.offset, [...this.keys]);
  }

  private report(rule: string, offset: number, message: string, remedy: string): void {
    if (this.findings.length > MAX_PROBLEMS) return;
    this.findings.push({ rule, offset, keys: [...this.keys], message, remedy });
  }
}

/** Long or odd text, cut and made printable for a message. */
export function clip(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return short.replace(/[^\x20-\x7e\u00a0-\uffff]/g, "\u00b7");
}
