import type { Position } from "../../problem";
import type { Path } from "../path";
import type { Entry, MappingNode, YamlNode } from "./node";

/** Turns offsets of a text into lines and columns, both from 1. */
export class Lines {
  private readonly starts: number[] = [0];

  constructor(
    private readonly file: string,
    text: string,
  ) {
    for (const match of text.matchAll(/\r\n|\r|\n/g)) this.starts.push(match.index + match[0].length);
  }

  at(offset: number): Position {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }
}

/** Entries by key; a mapping with thousands of wrong keys is searched once per key. */
const indices = new WeakMap<MappingNode, Map<string | number, Entry>>();

function entryOf(node: MappingNode, key: string | number): Entry | undefined {
  let index = indices.get(node);
  if (index === undefined) {
    index = new Map(node.entries.map((entry) => [entry.key, entry]));
    indices.set(node, index);
  }
  return index.get(key);
}

/** The node at a path, with the offset of its key; a missing value is found at its nearest container. */
export interface Located {
  /** `undefined` when the path leads to nothing. */
  readonly node: YamlNode | undefined;
  /** Where to point for the value: the value, or the key of the container that lacks it. */
  readonly valueOffset: number;
  readonly keyOffset: number;
}

export function locate(root: YamlNode, path: Path): Located {
  let node = root;
  let keyOffset = root.offset;
  for (const part of path) {
    let next: YamlNode | undefined;
    let nextKey: number | undefined;
    if (node.kind === "mapping") {
      const entry = entryOf(node, part);
      next = entry?.value;
      nextKey = entry?.keyOffset;
    } else if (node.kind === "sequence" && typeof part === "number") {
      next = node.items[part];
    }
    if (next === undefined) return { node: undefined, valueOffset: keyOffset, keyOffset };
    keyOffset = nextKey ?? next.offset;
    node = next;
  }
  return { node, valueOffset: node.offset, keyOffset };
}
