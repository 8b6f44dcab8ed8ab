import type { CsArray } from "../runtime/collections";
import { formatComposite } from "../runtime/formatValue";
import { textOf } from "../runtime/text";
import { argumentNull, type CsObject, type Value } from "../runtime/value";
import { defineType } from "../types/table";

/** Reads a text from front to back. */
class CsStringReader implements CsObject {
  readonly csType = "StringReader";
  at = 0;
  constructor(readonly text: string) {}
}

function readLine(self: CsStringReader): string | null {
  const { text, at } = self;
  if (at >= text.length) return null;
  const form = /\r\n|\r|\n/g;
  form.lastIndex = at;
  const found = form.exec(text);
  self.at = found === null ? text.length : found.index + found[0].length;
  return text.slice(at, found === null ? text.length : found.index);
}

defineType(
  "class",
  "System.IO.StringReader",
  {
    "new(string s)": (text: string | null) => {
      if (text === null) throw argumentNull("s");
      return new CsStringReader(text);
    },
    "string ReadLine()": readLine,
    "string ReadToEnd()": (self: CsStringReader) => {
      const rest = self.text.slice(self.at);
      self.at = self.text.length;
      return rest;
    },
    "int Read()": (self: CsStringReader) =>
      self.at < self.text.length ? self.text.charCodeAt(self.at++) : -1,
    "int Peek()": (self: CsStringReader) => (self.at < self.text.length ? self.text.charCodeAt(self.at) : -1),
  },
  { bases: ["IDisposable"] },
);

/** Text that grows, written to. */
class CsStringWriter implements CsObject {
  readonly csType = "StringWriter";
  text = "";
  csText(): string {
    return this.text;
  }
}

defineType(
  "class",
  "System.IO.StringWriter",
  {
    "new()": () => new CsStringWriter(),
    "void Write(object value)"(self: CsStringWriter, value: Value) {
      const text = textOf(value, this);
      this.allocate(text.length);
      self.text += text;
      return null;
    },
    "void Write(string format, params object[] arg)"(self: CsStringWriter, format: string, args: CsArray) {
      const text = formatComposite(format, args.items, this);
      this.allocate(text.length);
      self.text += text;
      return null;
    },
    "void WriteLine(object value)"(self: CsStringWriter, value: Value) {
      const text = textOf(value, this);
      this.allocate(text.length + this.newLine.length);
      self.text += text + this.newLine;
      return null;
    },
    "void WriteLine()"(self: CsStringWriter) {
      self.text += this.newLine;
      return null;
    },
    "void Flush()": () => null,
  },
  { bases: ["IDisposable"] },
);
