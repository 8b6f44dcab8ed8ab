import { arrayOfValues } from "../runtime/collections";
import { fail, type Value } from "../runtime/value";
import { walk } from "../runtime/walk";
import type { CsType, TypeArguments } from "../types/csType";
import { defineType, type Rows } from "../types/table";
import { equal } from "./core";

/** First in, first out; `items` are in that order. */
class CsQueue {
  readonly csType: string = "Queue";
  readonly csArgs: readonly string[];
  constructor(
    element: string,
    readonly items: Value[] = [],
  ) {
    this.csArgs = [element];
  }
}
/** Last in, first out; the last is the first of `items`. */
class CsStack extends CsQueue {
  override readonly csType = "Stack";
}

const none = (what: string) => fail("InvalidOperationException", `${what} empty.`);
const name = (types: TypeArguments) => (types[0] as CsType).key;

function shared(empty: string): Rows {
  return {
    "int Count": (self: CsQueue) => self.items.length,
    "T Peek()": (self: CsQueue) => {
      if (self.items.length === 0) throw none(empty);
      return self.items[0] as Value;
    },
    "bool Contains(T item)": (self: CsQueue, item: Value) => self.items.some((other) => equal(other, item)),
    "void Clear()": (self: CsQueue) => {
      self.items.length = 0;
      return null;
    },
    "T[] ToArray()": (self: CsQueue) => arrayOfValues(self.csArgs[0] as string, [...self.items]),
  };
}
const takeFirst = (empty: string) => (self: CsQueue) => {
  const first = self.items.shift();
  if (first === undefined) throw none(empty);
  return first;
};

defineType(
  "class",
  "System.Collections.Generic.Queue",
  {
    ...shared("Queue"),
    "new()": (types: TypeArguments) => new CsQueue(name(types)),
    "new(IEnumerable<T> collection)": (types: TypeArguments, items: Value) =>
      new CsQueue(name(types), [...walk(items)]),
    "void Enqueue(T item)"(self: CsQueue, item: Value) {
      this.allocate(8);
      self.items.push(item);
      return null;
    },
    "T Dequeue()": takeFirst("Queue"),
  },
  { parameters: ["T"], bases: ["IReadOnlyCollection<T>"] },
);
defineType(
  "class",
  "System.Collections.Generic.Stack",
  {
    ...shared("Stack"),
    "new()": (types: TypeArguments) => new CsStack(name(types)),
    "new(IEnumerable<T> collection)": (types: TypeArguments, items: Value) =>
      new CsStack(name(types), [...walk(items)].reverse()),
    "void Push(T item)"(self: CsQueue, item: Value) {
      this.allocate(8);
      self.items.unshift(item);
      return null;
    },
    "T Pop()": takeFirst("Stack"),
  },
  { parameters: ["T"], bases: ["IReadOnlyCollection<T>"] },
);
