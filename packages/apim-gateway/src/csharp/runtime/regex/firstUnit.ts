import type { CharTest } from "./charSet";
import type { RegexNode } from "./parse";

/** What a match can begin with; `test` undefined: with anything. */
interface First {
  readonly test: CharTest | undefined;
  /** Whether it may take nothing, so that what follows may come first. */
  readonly isEmpty: boolean;
}

const anything: First = { test: undefined, isEmpty: true };

/** A test that the first unit of every match passes, or undefined when there is none: most places need no look. */
export function firstUnit(root: RegexNode): CharTest | undefined {
  const { test, isEmpty } = firstOf(root);
  return isEmpty ? undefined : test;
}

/** Whether a match can only begin where the text begins. */
export function startsAtStart(node: RegexNode): boolean {
  if (node.kind === "anchor") return node.anchor === "start";
  if (node.kind === "sequence") return node.parts[0] !== undefined && startsAtStart(node.parts[0]);
  if (node.kind === "group" || node.kind === "atomic") return startsAtStart(node.body);
  return node.kind === "either" && node.options.every(startsAtStart);
}

function firstOf(node: RegexNode): First {
  switch (node.kind) {
    case "char":
      return { test: node.test, isEmpty: false };
    case "group":
    case "atomic":
      return firstOf(node.body);
    case "anchor":
    case "look":
      return { test: () => false, isEmpty: true };
    case "back":
      return anything;
    case "repeat": {
      const body = firstOf(node.body);
      return { test: body.test, isEmpty: body.isEmpty || node.least === 0 };
    }
    case "either":
      return union(node.options.map(firstOf));
    case "sequence": {
      const parts: First[] = [];
      for (const part of node.parts) {
        const first = firstOf(part);
        parts.push(first);
        if (!first.isEmpty) return { ...union(parts), isEmpty: false };
      }
      return { ...union(parts), isEmpty: true };
    }
  }
}

function union(parts: readonly First[]): First {
  const tests: CharTest[] = [];
  for (const { test } of parts) {
    if (test === undefined) return anything;
    tests.push(test);
  }
  return { test: (code) => tests.some((test) => test(code)), isEmpty: parts.some(({ isEmpty }) => isEmpty) };
}
