import type { ApiOperation } from "../resources/configuration";
import type { ApiSettings } from "../settings/apis";
import type { Call } from "./call";
import { decoded, lowered } from "./percent";
import type { Compound, Leaf, Leaves, TemplateNode } from "./templateNode";
import type { TemplateQuery } from "./urlTemplate";

/** What is looked for. */
export interface Wanted {
  readonly call: Call;
  /** The call's path in the letter case of comparison. */
  readonly folded: string;
  /** The call's method, or the one of which a preflight asks. */
  readonly method: string;
  readonly settings: ApiSettings;
}

export interface FoundOperation {
  readonly operation: ApiOperation;
  /** Decoded once. */
  readonly matchedParameters: ReadonlyMap<string, string>;
}

const none: ReadonlyMap<string, string> = new Map();

/**
 * Finds the operation for a path below an API. In each segment a literal comes before text with parameters, that before
 * a parameter alone, and that before a wildcard; a parameter is never empty. The work is bounded by the number of the
 * templates' segments.
 *
 * @param from where the part below the API starts in the path: at a `/` or at its end
 */
export function findOperation(root: TemplateNode, wanted: Wanted, from: number): FoundOperation | undefined {
  const search = new Search(wanted);
  const leaf = from >= wanted.folded.length ? search.atRoot(root) : search.below(root, from + 1, true);
  return typeof leaf === "object"
    ? { operation: leaf.operation, matchedParameters: search.parameters(leaf) }
    : undefined;
}

/** `stop`: a template matches but for the method, and no other is asked. */
type Match = Leaf | "stop" | undefined;

class Search {
  private readonly call: Call;
  private readonly folded: string;
  private readonly method: string;
  private readonly settings: ApiSettings;
  /** Captured parts of the path, as on the wire. */
  private readonly captured: string[] = [];

  constructor({ call, folded, method, settings }: Wanted) {
    this.call = call;
    this.folded = folded;
    this.method = method;
    this.settings = settings;
  }

  /** The API's own path, without a slash behind it. */
  atRoot(root: TemplateNode): Match {
    return this.leaf(root.leaves) ?? this.wildcard(root, this.call.path.length);
  }

  /** @param at where the next segment starts */
  below(node: TemplateNode, at: number, isRoot = false): Match {
    const { folded } = this;
    if (at === folded.length) return this.atSlash(node, isRoot);
    const slash = folded.indexOf("/", at);
    const end = slash < 0 ? folded.length : slash;
    if (end > at) {
      const found = this.segment(node, at, end, slash < 0);
      if (found !== undefined) return found;
    }
    return this.wildcard(node, at);
  }

  private segment(node: TemplateNode, at: number, end: number, isLast: boolean): Match {
    const text = this.comparable(at, end);
    const literal = node.literals.get(text);
    let found = literal === undefined ? undefined : this.next(literal, end, isLast);
    if (found !== undefined) return found;
    const depth = this.captured.length;
    for (const compound of node.compounds) {
      if (!this.capture(compound, at, end)) continue;
      found = this.next(compound.node, end, isLast);
      if (found !== undefined) return found;
      this.captured.length = depth;
    }
    if (node.parameter === undefined) return undefined;
    this.captured.push(this.call.path.slice(at, end));
    found = this.next(node.parameter, end, isLast);
    if (found === undefined) this.captured.length = depth;
    return found;
  }

  private next(node: TemplateNode, end: number, isLast: boolean): Match {
    return isLast ? this.leaf(node.leaves) : this.below(node, end + 1);
  }

  /** The path ends with a slash. `/items/*` takes it before `/items` does, but `/` before `/*`. */
  private atSlash(node: TemplateNode, isRoot: boolean): Match {
    const own = () =>
      isRoot || this.settings.trailingSlash === "ignored" ? this.leaf(node.leaves) : undefined;
    const rest = () => this.wildcard(node, this.call.path.length);
    return isRoot ? (own() ?? rest()) : (rest() ?? own());
  }

  private wildcard(node: TemplateNode, at: number): Match {
    const found = this.leaf(node.wildcards);
    if (typeof found === "object") this.captured.push(this.call.path.slice(at));
    return found;
  }

  private leaf(leaves: Leaves): Match {
    if (leaves.size === 0) return undefined;
    const found = this.asked(leaves.get(this.method)) ?? this.asked(leaves.get("*"));
    return found ?? (this.settings.methodMismatch === "not-found" ? "stop" : undefined);
  }

  private asked(leaves: readonly Leaf[] | undefined): Leaf | undefined {
    return leaves?.find(({ query }) => query.every((part) => this.holds(part)));
  }

  private holds({ name, value }: TemplateQuery): boolean {
    const found = this.queryValue(name);
    if ("parameter" in value) return found !== undefined || this.settings.templateQuery === "optional";
    if (found === undefined) return false;
    return this.settings.templateQueryCase === "ignored"
      ? found.toLowerCase() === value.literal.toLowerCase()
      : found === value.literal;
  }

  private queryValue(name: string): string | undefined {
    const { query } = this.call;
    const exact = query.get(name)?.[0];
    if (exact !== undefined || this.settings.templateQueryCase === "exact") return exact;
    const wanted = name.toLowerCase();
    for (const [key, values] of query) if (key.toLowerCase() === wanted) return values[0];
    return undefined;
  }

  /** Each parameter takes as little as it can and at least one character; the last one takes what is left. */
  private capture({ texts }: Compound, at: number, end: number): boolean {
    const { folded, captured } = this;
    const depth = captured.length;
    const first = texts[0] as string;
    const last = texts.at(-1) as string;
    if (!folded.startsWith(first, at) || end - last.length < at + first.length + 1) return false;
    if (!folded.endsWith(last, end)) return false;
    let position = at + first.length;
    const limit = end - last.length;
    for (const text of texts.slice(1, -1)) {
      const found = folded.indexOf(text, position + 1);
      if (found < 0 || found + text.length >= limit) {
        captured.length = depth;
        return false;
      }
      captured.push(this.call.path.slice(position, found));
      position = found + text.length;
    }
    captured.push(this.call.path.slice(position, limit));
    return true;
  }

  private comparable(at: number, end: number): string {
    const text = this.folded.slice(at, end);
    if (!text.includes("%")) return text;
    return this.settings.urlCase === "ignored" ? lowered(decoded(text)) : decoded(text);
  }

  parameters({ names, query }: Leaf): ReadonlyMap<string, string> {
    if (names.length === 0 && query.length === 0) return none;
    const found = new Map<string, string>();
    for (const [index, name] of names.entries())
      if (name !== "*" || this.settings.wildcardParameter === "star")
        found.set(name, decoded(this.captured[index] ?? ""));
    for (const { name, value } of query) {
      const given = this.queryValue(name);
      if ("parameter" in value && given !== undefined) found.set(value.parameter, given);
    }
    return found;
  }
}
