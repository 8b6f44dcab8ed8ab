import { arrayOfValues } from "../runtime/collections";
import { argumentNull, argumentOutOfRange, type CsChar, type CsEnum, charOf } from "../runtime/value";
import { builtin } from "../types/registry";
import { extendType } from "../types/table";

// Members of strings that look at a part of the text, or from its end.

const charText = (char: CsChar) => String.fromCharCode(char.code);
const folds = (mode: CsEnum | undefined) => mode !== undefined && mode.value % 2 === 1;

/** The first place in `count` characters from `start` on. */
function first(text: string, value: string | null, start: number, count: number, mode?: CsEnum): number {
  if (value === null) throw argumentNull("value");
  if (start < 0 || start > text.length) throw argumentOutOfRange("startIndex", "Index was out of range.");
  if (count < 0 || start + count > text.length) throw argumentOutOfRange("count", "Count must be positive.");
  const part = text.slice(start, start + count);
  const found = folds(mode) ? part.toUpperCase().indexOf(value.toUpperCase()) : part.indexOf(value);
  return found < 0 ? -1 : found + start;
}

/** The last place that ends at or before `start`. */
function last(text: string, value: string | null, start: number, mode?: CsEnum): number {
  if (value === null) throw argumentNull("value");
  if (text === "" && (start === -1 || start === 0)) return value === "" ? 0 : -1;
  if (start < 0 || start > text.length) throw argumentOutOfRange("startIndex", "Index was out of range.");
  const from = start - value.length + 1;
  if (from < 0) return -1;
  return folds(mode)
    ? text.toUpperCase().lastIndexOf(value.toUpperCase(), from)
    : text.lastIndexOf(value, from);
}

extendType(builtin.string.definition, {
  "int IndexOf(char value, int startIndex, int count)": (
    self: string,
    value: CsChar,
    start: number,
    count: number,
  ) => first(self, charText(value), start, count),
  "int IndexOf(string value, int startIndex, int count)": first,
  "int IndexOf(string value, int startIndex, int count, StringComparison mode)": first,
  "int LastIndexOf(string value, StringComparison mode)": (
    self: string,
    value: string | null,
    mode: CsEnum,
  ) => (value === "" ? Math.max(0, self.length - 1) : last(self, value, self.length - 1, mode)),
  "int LastIndexOf(string value, int startIndex)": (self: string, value: string | null, start: number) =>
    last(self, value, start),
  "int LastIndexOf(string value, int startIndex, StringComparison mode)": last,
  "int LastIndexOf(char value, int startIndex)": (self: string, value: CsChar, start: number) => {
    if (self === "") return -1;
    if (start < 0 || start >= self.length) throw argumentOutOfRange("startIndex", "Index was out of range.");
    return self.lastIndexOf(charText(value), start);
  },
  "char[] ToCharArray(int startIndex, int length)": (self: string, start: number, length: number) => {
    if (start < 0 || start > self.length || start + length > self.length)
      throw argumentOutOfRange("startIndex", "Index was out of range.");
    if (length < 0) throw argumentOutOfRange("length", "Index was out of range.");
    return arrayOfValues(
      "char",
      Array.from({ length }, (_, at) => charOf(self.charCodeAt(start + at))),
    );
  },
});
