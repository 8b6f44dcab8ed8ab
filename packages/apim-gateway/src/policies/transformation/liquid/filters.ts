import { parseDate } from "../../../csharp/runtime/parseDate";
import { CsDateTime } from "../../../csharp/runtime/time";
import { CsException } from "../../../csharp/runtime/value";
import { stripHtml } from "./stripHtml";
import { LiquidDate } from "./values";

type Filter = (value: unknown, ...rest: unknown[]) => unknown;

/** A filter could not be applied. */
export class FilterFailure extends Error {}

function text(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(text).join("");
  return String(value instanceof LiquidDate ? value.valueOf() : value);
}

function number(value: unknown): number {
  const found = Number(text(value));
  if (Number.isNaN(found) || text(value).trim() === "")
    throw new FilterFailure(`${JSON.stringify(value)} is not a number.`);
  return found;
}

const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
const memberOf = (value: unknown, name: unknown): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[text(name)] : undefined;
const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const htmlEscaped: Filter = (value) =>
  text(value).replace(/[&<>"']/g, (character) => escapes[character] as string);

function divide(value: unknown, by: unknown): number {
  const divisor = number(by);
  const dividend = number(value);
  const whole = Number.isInteger(dividend) && Number.isInteger(divisor);
  if (whole && divisor === 0) throw new FilterFailure("Attempted to divide by zero.");
  return whole ? Math.trunc(dividend / divisor) : dividend / divisor;
}

/** A date in one of .NET's formats; what is no date stays as it is. */
function date(value: unknown, format: unknown): unknown {
  const given = value instanceof LiquidDate ? value.date : dateOf(text(value));
  if (given === undefined) return value;
  try {
    return given.format(text(format));
  } catch (error) {
    if (error instanceof CsException) throw new FilterFailure(error.message);
    throw error;
  }
}

function dateOf(value: string): CsDateTime | undefined {
  const parsed = parseDate(value);
  if (parsed === undefined) return undefined;
  return new CsDateTime(parsed.ticks - BigInt(parsed.offset ?? 0) * 600_000_000n, "Unspecified");
}

function truncated(value: unknown, length: unknown, end: unknown): string {
  const found = text(value);
  const room = length === undefined ? 50 : number(length);
  const ending = end === undefined ? "..." : text(end);
  return found.length <= room ? found : found.slice(0, Math.max(0, room - ending.length)) + ending;
}

function truncatedWords(value: unknown, count: unknown, end: unknown): string {
  const words = text(value).split(" ");
  const most = Math.max(1, count === undefined ? 15 : number(count));
  return words.length <= most
    ? text(value)
    : words.slice(0, most).join(" ") + (end === undefined ? "..." : text(end));
}

function sorted(value: unknown, by: unknown): unknown[] {
  const key = (item: unknown) => (by === undefined ? item : memberOf(item, by));
  return [...list(value)].sort((a, b) => {
    const [first, second] = [key(a), key(b)];
    if (typeof first === "number" && typeof second === "number") return first - second;
    return text(first) < text(second) ? -1 : text(first) > text(second) ? 1 : 0;
  });
}

function slice(value: unknown, start: unknown, length: unknown): unknown {
  const found = Array.isArray(value) ? value : text(value);
  const from = number(start) < 0 ? Math.max(0, found.length + number(start)) : number(start);
  return found.slice(from, from + (length === undefined ? 1 : number(length)));
}

const isEmpty = (value: unknown): boolean => list(value).length === 0 || value === "" || value === false;

/** The filters that `set-body` documents, by their names in C# mode. `Currency` is not among them: its culture is not documented. */
export const filters: Readonly<Record<string, Filter>> = {
  Abs: (value) => Math.abs(number(value)),
  Append: (value, more) => text(value) + text(more),
  AtLeast: (value, least) => Math.max(number(value), number(least)),
  AtMost: (value, most) => Math.min(number(value), number(most)),
  Capitalize: (value) =>
    text(value).replace(/(^|\s)(\S)/g, (_, space: string, first: string) => space + first.toUpperCase()),
  Compact: (value) => list(value).filter((item) => item !== null && item !== undefined),
  Date: date,
  Default: (value, otherwise) => (isEmpty(value) ? otherwise : value),
  DividedBy: divide,
  Downcase: (value) => text(value).toLowerCase(),
  Escape: htmlEscaped,
  First: (value) => (typeof value === "string" ? value[0] : list(value)[0]),
  H: htmlEscaped,
  Join: (value, between) =>
    list(value)
      .map(text)
      .join(between === undefined ? " " : text(between)),
  Last: (value) => (typeof value === "string" ? value.at(-1) : list(value).at(-1)),
  Lstrip: (value) => text(value).trimStart(),
  Map: (value, name) => list(value).map((item) => memberOf(item, name)),
  Minus: (value, less) => number(value) - number(less),
  Modulo: (value, by) => number(value) % number(by),
  NewlineToBr: (value) => text(value).replace(/\r?\n/g, "<br />\n"),
  Plus: (value, more) => number(value) + number(more),
  Prepend: (value, before) => text(before) + text(value),
  Remove: (value, what) => text(value).replaceAll(text(what), ""),
  RemoveFirst: (value, what) => text(value).replace(text(what), ""),
  Replace: (value, what, by) => text(value).replaceAll(text(what), () => text(by)),
  ReplaceFirst: (value, what, by) => text(value).replace(text(what), () => text(by)),
  Round: (value, places) => {
    const scale = 10 ** (places === undefined ? 0 : number(places));
    return Math.round(number(value) * scale) / scale;
  },
  Rstrip: (value) => text(value).trimEnd(),
  Size: (value) => (Array.isArray(value) ? value.length : text(value).length),
  Slice: slice,
  Sort: sorted,
  Split: (value, by) => (text(by) === "" ? [...text(value)] : text(value).split(text(by))),
  Strip: (value) => text(value).trim(),
  StripHtml: (value) => stripHtml(text(value)),
  StripNewlines: (value) => text(value).replace(/\r?\n/g, ""),
  Times: (value, by) => number(value) * number(by),
  Truncate: truncated,
  TruncateWords: truncatedWords,
  Uniq: (value) => [...new Set(list(value))],
  Upcase: (value) => text(value).toUpperCase(),
  UrlDecode: (value) => {
    try {
      return decodeURIComponent(text(value).replaceAll("+", " "));
    } catch {
      return text(value);
    }
  },
  UrlEncode: (value) =>
    encodeURIComponent(text(value).replace(/\p{Surrogate}/gu, "\ufffd")).replaceAll("%20", "+"),
};
