import type { ApiOperation } from "../resources/configuration";
import { lowered } from "./percent";
import type { TemplateQuery, TemplateSegment, UrlTemplate } from "./urlTemplate";
import { namesOf } from "./urlTemplate";

/** Where a template ends. */
export interface Leaf {
  readonly operation: ApiOperation;
  /** Names of the captured parts, in their order in the path. */
  readonly names: readonly string[];
  readonly query: readonly TemplateQuery[];
}

/** Leaves by method, those with more of a query first. */
export type Leaves = Map<string, Leaf[]>;

export interface Compound {
  /** Texts around the parameters, in the letter case of comparison. */
  readonly texts: readonly string[];
  readonly node: TemplateNode;
}

/** One segment of the operations' templates: a tree, so a search never sees a node twice, whatever the path. */
export class TemplateNode {
  readonly literals = new Map<string, TemplateNode>();
  /** Those with more text first. */
  readonly compounds: Compound[] = [];
  parameter: TemplateNode | undefined;
  readonly leaves: Leaves = new Map();
  /** Templates that take everything from here on. */
  readonly wildcards: Leaves = new Map();

  /** Adds a template. Of two that match the same requests the first one counts. */
  add(operation: ApiOperation, { segments, query }: UrlTemplate, ignoreCase: boolean): void {
    let node: TemplateNode = this;
    const names: string[] = [];
    for (const segment of segments) {
      names.push(...namesOf(segment));
      if (segment.kind === "wildcard") {
        if (segment.name === undefined) names.push("*");
        insert(node.wildcards, { operation, names, query });
        return;
      }
      node = node.child(segment, ignoreCase);
    }
    insert(node.leaves, { operation, names, query });
  }

  private child(segment: Exclude<TemplateSegment, { kind: "wildcard" }>, ignoreCase: boolean): TemplateNode {
    const fold = (text: string) => (ignoreCase ? lowered(text) : text);
    switch (segment.kind) {
      case "literal": {
        const key = fold(segment.text);
        const found = this.literals.get(key) ?? new TemplateNode();
        this.literals.set(key, found);
        return found;
      }
      case "parameter":
        this.parameter ??= new TemplateNode();
        return this.parameter;
      case "compound": {
        const texts = segment.texts.map(fold);
        const found = this.compounds.find((compound) => compound.texts.join("{}") === texts.join("{}"));
        if (found !== undefined) return found.node;
        const node = new TemplateNode();
        this.compounds.push({ texts, node });
        this.compounds.sort((a, b) => b.texts.join("").length - a.texts.join("").length);
        return node;
      }
    }
  }
}

function insert(leaves: Leaves, leaf: Leaf): void {
  const { method } = leaf.operation;
  const list = leaves.get(method) ?? [];
  list.push(leaf);
  list.sort((a, b) => b.query.length - a.query.length);
  leaves.set(method, list);
}
