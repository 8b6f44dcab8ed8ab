/** A YAML file as a tree that remembers where everything stood. Offsets count UTF-16 units from the start of the text. */
export type YamlNode = ScalarNode | MappingNode | SequenceNode;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly offset: number;
  readonly value: string | number | boolean | null;
  /** The text as written, for messages: `0613` is the number 613. */
  readonly source: string;
}

export interface MappingNode {
  readonly kind: "mapping";
  readonly offset: number;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: string;
  readonly keyOffset: number;
  readonly value: YamlNode;
}

export interface SequenceNode {
  readonly kind: "sequence";
  readonly offset: number;
  readonly items: readonly YamlNode[];
}

/** The plain value of a tree. Mappings have no prototype, so that no key can reach one. */
export function toValue(node: YamlNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "sequence":
      return node.items.map(toValue);
    case "mapping": {
      const value: Record<string, unknown> = Object.create(null);
      for (const entry of node.entries) value[entry.key] = toValue(entry.value);
      return value;
    }
  }
}
