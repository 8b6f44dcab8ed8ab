import { arrayOfValues, type CsArray } from "../runtime/collections";
import { formatComposite } from "../runtime/formatValue";
import type { Machine } from "../runtime/machine";
import { textOf } from "../runtime/text";
import {
  argumentNull,
  argumentOutOfRange,
  type CsChar,
  CsEnum,
  type CsObject,
  charOf,
  fail,
  type Value,
} from "../runtime/value";
import { walk } from "../runtime/walk";
import { builtin } from "../types/registry";
import { defineEnum, defineType, extendType } from "../types/table";

defineEnum("System.StringComparison", [
  "CurrentCulture",
  "CurrentCultureIgnoreCase",
  "InvariantCulture",
  "InvariantCultureIgnoreCase",
  "Ordinal",
  "OrdinalIgnoreCase",
]);
defineEnum("System.StringSplitOptions", ["None", "RemoveEmptyEntries"]);

const ignores = (mode: CsEnum) => mode.value % 2 === 1;
const fold = (text: string, mode: CsEnum | undefined) =>
  mode !== undefined && ignores(mode) ? text.toUpperCase() : text;
const given = (text: string | null, name = "value"): string => {
  if (text === null) throw argumentNull(name);
  return text;
};
const strings = (items: readonly string[]) => arrayOfValues("string", [...items]);
const charText = (char: CsChar) => String.fromCharCode(char.code);

/** Linguistic order is approximated: letters before case, as the invariant culture sorts them. */
function compareText(a: string | null, b: string | null, mode?: CsEnum): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const [x, y] = [fold(a, mode), fold(b, mode)];
  if (mode !== undefined && mode.value >= 4) {
    for (let index = 0; index < Math.min(x.length, y.length); index++) {
      const difference = x.charCodeAt(index) - y.charCodeAt(index);
      if (difference !== 0) return difference;
    }
    return x.length - y.length;
  }
  return Math.sign(x.localeCompare(y, "en"));
}

function split(
  machine: Machine,
  text: string,
  separators: readonly string[],
  limit: number,
  options: CsEnum | undefined,
): CsArray {
  const found: string[] = [];
  const wanted = separators.filter((separator) => separator !== "");
  let start = 0;
  const removes = options?.value === 1;
  const [only, ...others] = wanted;
  // One separator: from one to the next, as the host finds them.
  for (let at = 0; at < text.length && found.length < limit - 1; at++) {
    if (only !== undefined && others.length === 0) {
      at = text.indexOf(only, at);
      if (at < 0) break;
    }
    machine.allocate(1);
    const hit =
      wanted.length === 0
        ? /\s/.test(text[at] as string)
          ? (text[at] as string)
          : undefined
        : wanted.find((separator) => text.startsWith(separator, at));
    if (hit === undefined) continue;
    machine.allocate(8);
    if (!removes || at > start) found.push(text.slice(start, at));
    start = at + hit.length;
    at = start - 1;
  }
  if (limit > 0 && (!removes || start < text.length)) found.push(text.slice(start));
  return strings(found);
}
const chars = (array: CsArray | null) => (array?.items ?? []).map((item) => charText(item as CsChar));
const texts = (array: CsArray | null) => (array?.items ?? []) as string[];

const startIndexMessage =
  "Index was out of range. Must be non-negative and less than the size of the collection.";

function index(text: string, value: string, from: number, mode?: CsEnum): number {
  if (from < 0 || from > text.length) throw argumentOutOfRange("startIndex", startIndexMessage);
  return fold(text, mode).indexOf(fold(given(value), mode), from);
}
/** More sets of characters than policies look for; the search of any further one is not kept. */
const mostSearches = 100;
const searches = new Map<string, RegExp>();
/** By code unit, as .NET. The host's own search: prompts are long, and policies walk them from mark to mark. */
function indexOfAny(text: string, any: CsArray | null, from: number): number {
  if (any === null) throw argumentNull("anyOf");
  if (from < 0 || from > text.length) throw argumentOutOfRange("startIndex", startIndexMessage);
  const wanted = chars(any).join("");
  if (wanted === "") return -1;
  const search = searches.get(wanted) ?? new RegExp(`[${wanted.replace(/[\\\]^-]/g, "\\$&")}]`, "g");
  if (searches.size < mostSearches) searches.set(wanted, search);
  search.lastIndex = from;
  return search.exec(text)?.index ?? -1;
}
function trim(text: string, set: string[], start: boolean, end: boolean): string {
  const inside = (char: string) => (set.length === 0 ? /\s/.test(char) : set.includes(char));
  let [from, to] = [0, text.length];
  while (start && from < to && inside(text[from] as string)) from++;
  while (end && to > from && inside(text[to - 1] as string)) to--;
  return text.slice(from, to);
}
function substring(text: string, start: number, length = text.length - start): string {
  if (start < 0) throw argumentOutOfRange("startIndex", "StartIndex cannot be less than zero.");
  if (start > text.length)
    throw argumentOutOfRange("startIndex", "startIndex cannot be larger than length of string.");
  if (length < 0) throw argumentOutOfRange("length", "Length cannot be less than zero.");
  if (start + length > text.length)
    throw argumentOutOfRange("length", "Index and length must refer to a location within the string.");
  return text.slice(start, start + length);
}
function join(machine: Machine, separator: string | null, items: Iterable<Value>): string {
  const parts: string[] = [];
  for (const item of items) {
    const text = textOf(item, machine);
    machine.allocate(text.length + (separator ?? "").length + 1);
    parts.push(text);
  }
  return parts.join(separator ?? "");
}
function pad(machine: Machine, text: string, width: number, char: CsChar, left: boolean): string {
  if (width < 0) throw argumentOutOfRange("totalWidth", "Non-negative number required.");
  machine.allocate(width);
  return left ? text.padStart(width, charText(char)) : text.padEnd(width, charText(char));
}
/** @throws ArgumentException where `old` is empty */
export function replace(machine: Machine, text: string, old: string | null, next: string | null): string {
  if (given(old, "oldValue") === "")
    throw fail("ArgumentException", "String cannot be of zero length.\nParameter name: oldValue");
  const wanted = old as string;
  const other = next ?? "";
  const at = text.indexOf(wanted);
  const rest = at + wanted.length;
  // None or one is what most texts have.
  if (at < 0 || text.indexOf(wanted, rest) < 0) {
    machine.allocate(text.length + (at < 0 ? 1 : 2) * other.length);
    return at < 0 ? text : text.slice(0, at) + other + text.slice(rest);
  }
  const parts = text.split(wanted);
  machine.allocate(text.length + parts.length * other.length);
  return parts.join(other);
}

extendType(
  builtin.string.definition,
  {
    "new(char c, int count)"(char: CsChar, count: number) {
      this.allocate(count);
      return charText(char).repeat(count);
    },
    "new(char[] value)": (value: CsArray) => chars(value).join(""),
    "new(char[] value, int startIndex, int length)": (value: CsArray, from: number, length: number) => {
      if (from < 0 || length < 0 || from + length > value.items.length)
        throw argumentOutOfRange("startIndex", "Index was out of range.");
      return chars(value)
        .slice(from, from + length)
        .join("");
    },
    "int Length": (self: string) => self.length,
    "char this[int index]": (self: string, at: number) => {
      if (at < 0 || at >= self.length)
        throw fail("IndexOutOfRangeException", "Index was outside the bounds of the array.");
      return charOf(self.charCodeAt(at));
    },
    "static string Empty": "",
    "static bool IsNullOrEmpty(string value)": (text: string | null) => text === null || text === "",
    "static bool IsNullOrWhiteSpace(string value)": (text: string | null) =>
      text === null || text.trim() === "",
    "static bool Equals(string a, string b)": (a: string, b: string) => a === b,
    "static bool Equals(string a, string b, StringComparison mode)": (
      a: string | null,
      b: string | null,
      mode: CsEnum,
    ) => (a === null || b === null ? a === b : fold(a, mode) === fold(b, mode)),
    "static int Compare(string a, string b)": (a: string, b: string) => compareText(a, b),
    "static int Compare(string a, string b, StringComparison mode)": compareText,
    "static int Compare(string a, string b, bool ignoreCase)": (a: string, b: string, ignore: boolean) =>
      compareText(a, b, new CsEnum("StringComparison", ignore ? 3 : 2)),
    "static int CompareOrdinal(string a, string b)": (a: string, b: string) =>
      compareText(a, b, new CsEnum("StringComparison", 4)),
    "static string Concat(params object[] values)"(values: CsArray) {
      return join(this, "", values.items);
    },
    "static string Concat(string a, string b)"(a: string, b: string) {
      return join(this, "", [a, b]);
    },
    "static string Concat<T>(IEnumerable<T> values)"(_: unknown, values: Value) {
      return join(this, "", walk(values));
    },
    "static string Join(string separator, params string[] values)"(separator: string, values: CsArray) {
      return join(this, separator, values.items);
    },
    "static string Join(string separator, params object[] values)"(separator: string, values: CsArray) {
      return join(this, separator, values.items);
    },
    "static string Join<T>(string separator, IEnumerable<T> values)"(
      _: unknown,
      separator: string,
      values: Value,
    ) {
      return join(this, separator, walk(values));
    },
    "static string Format(string format, params object[] args)"(format: string, args: CsArray) {
      const text = formatComposite(given(format, "format"), args.items, this);
      this.allocate(text.length);
      return text;
    },
    "static string Format(IFormatProvider provider, string format, params object[] args)"(
      _: unknown,
      format: string,
      args: CsArray,
    ) {
      return formatComposite(given(format, "format"), args.items, this);
    },
    "bool Equals(string value)": (self: string, other: string) => self === other,
    "bool Equals(string value, StringComparison mode)": (self: string, other: string | null, mode: CsEnum) =>
      other !== null && fold(self, mode) === fold(other, mode),
    "int CompareTo(string value)": (self: string, other: string) => compareText(self, other),
    "bool Contains(string value)": (self: string, value: string) => self.includes(given(value)),
    "bool StartsWith(string value)": (self: string, value: string) => self.startsWith(given(value)),
    "bool StartsWith(string value, StringComparison mode)": (self: string, value: string, mode: CsEnum) =>
      fold(self, mode).startsWith(fold(given(value), mode)),
    "bool EndsWith(string value)": (self: string, value: string) => self.endsWith(given(value)),
    "bool EndsWith(string value, StringComparison mode)": (self: string, value: string, mode: CsEnum) =>
      fold(self, mode).endsWith(fold(given(value), mode)),
    "int IndexOf(string value)": (self: string, value: string) => index(self, value, 0),
    "int IndexOf(string value, int startIndex)": index,
    "int IndexOf(string value, StringComparison mode)": (self: string, value: string, mode: CsEnum) =>
      index(self, value, 0, mode),
    "int IndexOf(string value, int startIndex, StringComparison mode)": index,
    "int IndexOf(char value)": (self: string, value: CsChar) => self.indexOf(charText(value)),
    "int IndexOf(char value, int startIndex)": (self: string, value: CsChar, from: number) =>
      index(self, charText(value), from),
    "int LastIndexOf(string value)": (self: string, value: string) => self.lastIndexOf(given(value)),
    "int LastIndexOf(char value)": (self: string, value: CsChar) => self.lastIndexOf(charText(value)),
    "int IndexOfAny(char[] anyOf)": (self: string, any: CsArray) => indexOfAny(self, any, 0),
    "int IndexOfAny(char[] anyOf, int startIndex)": indexOfAny,
    "string Substring(int startIndex)": (self: string, start: number) => substring(self, start),
    "string Substring(int startIndex, int length)": substring,
    "string Remove(int startIndex)": (self: string, start: number) => substring(self, 0, start),
    "string Remove(int startIndex, int count)": (self: string, start: number, count: number) =>
      self.slice(0, start) + self.slice(start + substring(self, start, count).length),
    "string Insert(int startIndex, string value)": (self: string, at: number, value: string) =>
      substring(self, 0, at) + given(value) + self.slice(at),
    "string Replace(string oldValue, string newValue)"(self: string, old: string, next: string) {
      return replace(this, self, old, next);
    },
    "string Replace(char oldChar, char newChar)"(self: string, old: CsChar, next: CsChar) {
      return replace(this, self, charText(old), charText(next));
    },
    "int LastIndexOfAny(char[] anyOf)": (self: string, any: CsArray) =>
      Math.max(-1, ...chars(any).map((char) => self.lastIndexOf(char))),
    "object Clone()": (self: string) => self,
    "static string Copy(string str)": (text: string | null) => given(text, "str"),
    "string Normalize()": (self: string) => self.normalize(),
    "string Trim(params char[] trimChars)": (self: string, set: CsArray) =>
      trim(self, chars(set), true, true),
    "string TrimStart(params char[] trimChars)": (self: string, set: CsArray) =>
      trim(self, chars(set), true, false),
    "string TrimEnd(params char[] trimChars)": (self: string, set: CsArray) =>
      trim(self, chars(set), false, true),
    "string ToUpper()": (self: string) => self.toUpperCase(),
    "string ToUpperInvariant()": (self: string) => self.toUpperCase(),
    "string ToLower()": (self: string) => self.toLowerCase(),
    "string ToLowerInvariant()": (self: string) => self.toLowerCase(),
    "string PadLeft(int totalWidth, char paddingChar = ' ')"(self: string, width: number, char: CsChar) {
      return pad(this, self, width, char, true);
    },
    "string PadRight(int totalWidth, char paddingChar = ' ')"(self: string, width: number, char: CsChar) {
      return pad(this, self, width, char, false);
    },
    "string[] Split(params char[] separator)"(self: string, by: CsArray) {
      return split(this, self, chars(by), 2 ** 31, undefined);
    },
    "string[] Split(char[] separator, int count)"(self: string, by: CsArray, count: number) {
      return split(this, self, chars(by), count, undefined);
    },
    "string[] Split(char[] separator, StringSplitOptions options)"(
      self: string,
      by: CsArray,
      options: CsEnum,
    ) {
      return split(this, self, chars(by), 2 ** 31, options);
    },
    "string[] Split(string[] separator, StringSplitOptions options)"(
      self: string,
      by: CsArray,
      options: CsEnum,
    ) {
      return split(this, self, texts(by), 2 ** 31, options);
    },
    "string[] Split(string[] separator, int count, StringSplitOptions options)"(
      self: string,
      by: CsArray,
      count: number,
      options: CsEnum,
    ) {
      return split(this, self, texts(by), count, options);
    },
    "char[] ToCharArray()"(self: string) {
      this.allocate(self.length);
      return arrayOfValues(
        "char",
        Array.from({ length: self.length }, (_, at) => charOf(self.charCodeAt(at))),
      );
    },
  },
  ["IEnumerable<char>"],
);

interface Comparer extends CsObject {
  readonly ignoreCase: boolean;
  readonly mode: CsEnum;
  readonly compare: (a: string | null, b: string | null) => number;
}
const comparer = (value: number) => {
  const mode = new CsEnum("StringComparison", value);
  const made: Comparer = {
    csType: "StringComparer",
    ignoreCase: value % 2 === 1,
    mode,
    compare: (a, b) => compareText(a, b, mode),
  };
  return (): Comparer => made;
};
defineType("class", "System.StringComparer", {
  "static StringComparer CurrentCulture": comparer(0),
  "static StringComparer CurrentCultureIgnoreCase": comparer(1),
  "static StringComparer InvariantCulture": comparer(2),
  "static StringComparer InvariantCultureIgnoreCase": comparer(3),
  "static StringComparer Ordinal": comparer(4),
  "static StringComparer OrdinalIgnoreCase": comparer(5),
  "bool Equals(string x, string y)": (self: Comparer, a: string | null, b: string | null) =>
    a === null || b === null ? a === b : fold(a, self.mode) === fold(b, self.mode),
  "int Compare(string x, string y)": (self: Comparer, a: string | null, b: string | null) =>
    self.compare(a, b),
});
