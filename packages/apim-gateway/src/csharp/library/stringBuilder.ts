import type { CsArray } from "../runtime/collections";
import { formatComposite } from "../runtime/formatValue";
import type { Machine } from "../runtime/machine";
import { textOf } from "../runtime/text";
import { argumentOutOfRange, type CsChar, type CsObject, charOf, fail, type Value } from "../runtime/value";
import { defineType } from "../types/table";
import { replace } from "./strings";

/** Text that grows. */
class Builder implements CsObject {
  readonly csType = "StringBuilder";
  constructor(public text: string) {}
  csText() {
    return this.text;
  }
}

const append = (machine: Machine, self: Builder, text: string) => {
  machine.allocate(text.length);
  self.text += text;
  return self;
};

/** @throws ArgumentOutOfRangeException where the part is not inside the text */
function within(text: string, from: number, length: number): void {
  if (from < 0) throw argumentOutOfRange("startIndex", "Index was out of range.");
  if (length < 0 || from + length > text.length)
    throw argumentOutOfRange("length", "Index was out of range.");
}

const charText = (char: CsChar) => String.fromCharCode(char.code);

defineType("class", "System.Text.StringBuilder", {
  "new()": () => new Builder(""),
  "new(string value)": (text: string) => new Builder(text ?? ""),
  "new(int capacity)": () => new Builder(""),
  "new(string value, int capacity)": (text: string) => new Builder(text ?? ""),
  "StringBuilder Append(object value)"(self: Builder, value: Value) {
    return append(this, self, textOf(value, this));
  },
  "StringBuilder Append(char[] value)"(self: Builder, value: CsArray | null) {
    return append(this, self, (value?.items ?? []).map((char) => charText(char as CsChar)).join(""));
  },
  "StringBuilder Append(char value, int repeatCount)"(self: Builder, char: CsChar, count: number) {
    if (count < 0) throw argumentOutOfRange("repeatCount", "Count cannot be less than zero.");
    this.allocate(count);
    return append(this, self, charText(char).repeat(count));
  },
  "StringBuilder Append(string value, int startIndex, int count)"(
    self: Builder,
    value: string | null,
    from: number,
    count: number,
  ) {
    within(value ?? "", from, count);
    return append(this, self, (value ?? "").slice(from, from + count));
  },
  "StringBuilder AppendLine(string value = null)"(self: Builder, value: string | null) {
    return append(this, self, (value ?? "") + this.newLine);
  },
  "StringBuilder AppendFormat(string format, params object[] args)"(
    self: Builder,
    format: string,
    args: CsArray,
  ) {
    return append(this, self, formatComposite(format, args.items, this));
  },
  "StringBuilder Insert(int index, object value)"(self: Builder, at: number, value: Value) {
    if (at < 0 || at > self.text.length) throw argumentOutOfRange("index", "Index was out of range.");
    const text = textOf(value, this);
    this.allocate(text.length);
    self.text = self.text.slice(0, at) + text + self.text.slice(at);
    return self;
  },
  "StringBuilder Remove(int startIndex, int length)": (self: Builder, from: number, length: number) => {
    within(self.text, from, length);
    self.text = self.text.slice(0, from) + self.text.slice(from + length);
    return self;
  },
  "StringBuilder Replace(string oldValue, string newValue)"(self: Builder, old: string, next: string) {
    self.text = replace(this, self.text, old, next);
    return self;
  },
  "StringBuilder Replace(char oldChar, char newChar)"(self: Builder, old: CsChar, next: CsChar) {
    self.text = replace(this, self.text, charText(old), charText(next));
    return self;
  },
  "StringBuilder Clear()": (self: Builder) => {
    self.text = "";
    return self;
  },
  "string ToString(int startIndex, int length)": (self: Builder, from: number, length: number) => {
    within(self.text, from, length);
    return self.text.slice(from, from + length);
  },
  "int Length": {
    get: (self: Builder) => self.text.length,
    set(self: Builder, length: number) {
      if (length < 0) throw argumentOutOfRange("value", "Length cannot be less than zero.");
      this.allocate(length);
      self.text = self.text.slice(0, length).padEnd(length, "\0");
      return null;
    },
  },
  "char this[int index]": {
    get: (self: Builder, at: number) => {
      if (at < 0 || at >= self.text.length)
        throw fail("IndexOutOfRangeException", "Index was outside the bounds of the array.");
      return charOf(self.text.charCodeAt(at));
    },
    set: (self: Builder, at: number, char: CsChar) => {
      if (at < 0 || at >= self.text.length) throw argumentOutOfRange("index", "Index was out of range.");
      self.text = self.text.slice(0, at) + charText(char) + self.text.slice(at + 1);
      return null;
    },
  },
});
