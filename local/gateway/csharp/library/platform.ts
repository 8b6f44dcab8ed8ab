import { createHash, createHmac } from "node:crypto";
import type { CsArray } from "../runtime/collections";
import { arrayOfValues } from "../runtime/collections";
import { formatSpan } from "../runtime/formatDate";
import type { Machine } from "../runtime/machine";
import { parseDate } from "../runtime/parseDate";
import { type CompiledRegex as Compiled, CompiledRegex, type FoundMatch } from "../runtime/regex/match";
import { CsDateTime, CsDateTimeOffset, CsTimeSpan, lastTick, ticksOf, ticksPerDay } from "../runtime/time";
import {
  argumentNull,
  type CsByte,
  CsDouble,
  CsEnum,
  type CsFunction,
  type CsObject,
  fail,
  type Value,
} from "../runtime/value";
import { defineEnum, defineType, type Rows } from "../types/table";
import { bytesOf, equal } from "./core";

const badDate = () => fail("FormatException", "String was not recognized as a valid DateTime.");
const num = (value: CsDouble, unit: number) => CsTimeSpan.of(value.value, unit).ticks;
const units = { Days: 864e5, Hours: 36e5, Minutes: 6e4, Seconds: 1e3, Milliseconds: 1 } as const;
const order = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
defineEnum("System.DayOfWeek", [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
]);
defineEnum("System.DateTimeKind", ["Unspecified", "Utc", "Local"]);
type Date_ = CsDateTime | CsDateTimeOffset;
const moved = <T extends Date_>(self: T, ticks: bigint): T =>
  (self instanceof CsDateTime
    ? new CsDateTime(self.ticks + ticks, self.kind)
    : new CsDateTimeOffset(self.ticks + ticks, self.offset)) as T;
function months(self: Date_, count: number): Date_ {
  const { year, month, day } = self.parts;
  const total = year * 12 + month - 1 + count;
  const [y, m] = [Math.floor(total / 12), (total % 12) + 1];
  const last = new Date(Date.UTC(y, m, 0)).getUTCDate();
  return moved(self, ticksOf(y, m, Math.min(day, last)) + (self.ticks % ticksPerDay) - self.ticks);
}
function dateRows(type: "DateTime" | "DateTimeOffset"): Rows {
  const key = (value: Date_) => (value instanceof CsDateTime ? value.ticks : value.utcTicks);
  const rows: Record<string, Rows[string]> = {
    "long Ticks": (self: Date_) => self.ticks,
    "DayOfWeek DayOfWeek": (self: Date_) => new CsEnum("DayOfWeek", self.parts.weekday),
    "int Millisecond": (self: Date_) => Math.trunc(self.parts.fraction / 10_000),
    "TimeSpan TimeOfDay": (self: Date_) => new CsTimeSpan(self.ticks % ticksPerDay),
    "string ToString(string format)": (self: Date_, format: string) => self.format(format ?? ""),
    "string ToString(string format, IFormatProvider provider)": (self: Date_, format: string) =>
      self.format(format ?? ""),
    "string ToString(IFormatProvider provider)": (self: Date_) => self.csText(),
    [`${type} AddMonths(int months)`]: months,
    [`${type} AddYears(int value)`]: (self: Date_, count: number) => months(self, count * 12),
    [`${type} AddTicks(long value)`]: moved,
    [`${type} Add(TimeSpan value)`]: (self: Date_, span: CsTimeSpan) => moved(self, span.ticks),
    [`${type} Subtract(TimeSpan value)`]: (self: Date_, span: CsTimeSpan) => moved(self, -span.ticks),
    [`TimeSpan Subtract(${type} value)`]: (a: Date_, b: Date_) => new CsTimeSpan(key(a) - key(b)),
    [`static ${type} operator +(${type} a, TimeSpan b)`]: (a: Date_, b: CsTimeSpan) => moved(a, b.ticks),
    [`static ${type} operator -(${type} a, TimeSpan b)`]: (a: Date_, b: CsTimeSpan) => moved(a, -b.ticks),
    [`static TimeSpan operator -(${type} a, ${type} b)`]: (a: Date_, b: Date_) =>
      new CsTimeSpan(key(a) - key(b)),
    [`int CompareTo(${type} value)`]: (a: Date_, b: Date_) => order(key(a), key(b)),
    [`static int Compare(${type} a, ${type} b)`]: (a: Date_, b: Date_) => order(key(a), key(b)),
  };
  for (const name of ["Year", "Month", "Day", "Hour", "Minute", "Second"] as const)
    rows[`int ${name}`] = (self: Date_) => self.parts[name.toLowerCase() as "year"];
  for (const [name, unit] of Object.entries(units))
    rows[`${type} Add${name}(double value)`] = (self: Date_, value: CsDouble) =>
      moved(self, num(value, unit));
  for (const [sign, test] of comparisons)
    rows[`static bool operator ${sign}(${type} a, ${type} b)`] = (a: Date_, b: Date_) =>
      test(order(key(a), key(b)));
  return rows;
}
const comparisons: readonly (readonly [string, (order: number) => boolean])[] = [
  ["==", (o) => o === 0],
  ["!=", (o) => o !== 0],
  ["<", (o) => o < 0],
  [">", (o) => o > 0],
  ["<=", (o) => o <= 0],
  [">=", (o) => o >= 0],
];
function parsed(text: string | null): CsDateTime {
  if (text === null) throw argumentNull("s");
  const found = parseDate(text);
  if (found === undefined) throw badDate();
  return new CsDateTime(
    found.ticks - BigInt(found.offset ?? 0) * 600_000_000n,
    found.offset === undefined ? "Unspecified" : "Local",
  );
}
function parsedOffset(text: string | null): CsDateTimeOffset {
  if (text === null) throw argumentNull("input");
  const found = parseDate(text);
  if (found === undefined) throw badDate();
  return new CsDateTimeOffset(found.ticks, found.offset ?? 0);
}
const tried = (make: () => Value, other: Value) => {
  try {
    return { csType: "out", result: true, out: make() };
  } catch {
    return { csType: "out", result: false, out: other };
  }
};
const unixSeconds = (ticks: bigint, unit: bigint) =>
  ticks >= 0n ? ticks / unit : -((-ticks + unit - 1n) / unit);
defineType("struct", "System.DateTime", {
  ...dateRows("DateTime"),
  "static DateTime Default": () => new CsDateTime(0n),
  "static DateTime MinValue": () => new CsDateTime(0n),
  "static DateTime MaxValue": () => new CsDateTime(lastTick),
  "static DateTime UtcNow"() {
    return CsDateTime.fromUnix(this.surroundings.now());
  },
  "static DateTime Now"() {
    return CsDateTime.fromUnix(this.surroundings.now(), "Local");
  },
  "static DateTime Today"() {
    const now = CsDateTime.fromUnix(this.surroundings.now(), "Local");
    return moved(now, -(now.ticks % ticksPerDay));
  },
  "new(int year, int month, int day)": (y: number, m: number, d: number) => new CsDateTime(ticksOf(y, m, d)),
  "new(int year, int month, int day, int hour, int minute, int second)": (
    ...parts: [number, number, number]
  ) => new CsDateTime(ticksOf(...parts)),
  "new(long ticks)": (ticks: bigint) => new CsDateTime(ticks),
  "new(int year, int month, int day, int hour, int minute, int second, DateTimeKind kind)": (
    y: number,
    mo: number,
    d: number,
    h: number,
    m: number,
    s: number,
    kind: CsEnum,
  ) => new CsDateTime(ticksOf(y, mo, d, h, m, s), (["Unspecified", "Utc", "Local"] as const)[kind.value]),
  "static DateTime Parse(string s)": parsed,
  "static DateTime Parse(string s, IFormatProvider provider)": parsed,
  "static bool TryParse(string s, out DateTime result)": (text: string) =>
    tried(() => parsed(text), new CsDateTime(0n)),
  "DateTime Date": (self: CsDateTime) => moved(self, -(self.ticks % ticksPerDay)),
  "int DayOfYear": (self: CsDateTime) =>
    Number((self.ticks - ticksOf(self.parts.year, 1, 1)) / ticksPerDay) + 1,
  "DateTimeKind Kind": (self: CsDateTime) =>
    new CsEnum("DateTimeKind", ["Unspecified", "Utc", "Local"].indexOf(self.kind)),
  "DateTime ToUniversalTime()": (self: CsDateTime) => new CsDateTime(self.ticks, "Utc"),
  "DateTime ToLocalTime()": (self: CsDateTime) => new CsDateTime(self.ticks, "Local"),
});
defineType("struct", "System.DateTimeOffset", {
  ...dateRows("DateTimeOffset"),
  "static DateTimeOffset Default": () => new CsDateTimeOffset(0n),
  "static DateTimeOffset MinValue": () => new CsDateTimeOffset(0n),
  "static DateTimeOffset UtcNow"() {
    return new CsDateTimeOffset(CsDateTime.fromUnix(this.surroundings.now()).ticks);
  },
  "static DateTimeOffset Now"() {
    return new CsDateTimeOffset(CsDateTime.fromUnix(this.surroundings.now()).ticks);
  },
  "new(DateTime dateTime)": (date: CsDateTime) => new CsDateTimeOffset(date.ticks),
  "new(int year, int month, int day, int hour, int minute, int second, TimeSpan offset)": (
    y: number,
    mo: number,
    d: number,
    h: number,
    m: number,
    s: number,
    offset: CsTimeSpan,
  ) => new CsDateTimeOffset(ticksOf(y, mo, d, h, m, s), Number(offset.ticks / 600_000_000n)),
  "implicit DateTimeOffset(DateTime value)": (date: CsDateTime) => new CsDateTimeOffset(date.ticks),
  "static DateTimeOffset Parse(string s)": parsedOffset,
  "static DateTimeOffset Parse(string s, IFormatProvider provider)": parsedOffset,
  "static bool TryParse(string s, out DateTimeOffset result)": (text: string) =>
    tried(() => parsedOffset(text), new CsDateTimeOffset(0n)),
  "static DateTimeOffset FromUnixTimeSeconds(long seconds)": (value: bigint) =>
    new CsDateTimeOffset(value * 10_000_000n + 621_355_968_000_000_000n),
  "static DateTimeOffset FromUnixTimeMilliseconds(long milliseconds)": (value: bigint) =>
    new CsDateTimeOffset(value * 10_000n + 621_355_968_000_000_000n),
  "long ToUnixTimeSeconds()": (self: CsDateTimeOffset) => unixSeconds(self.unixTicks, 10_000_000n),
  "long ToUnixTimeMilliseconds()": (self: CsDateTimeOffset) => unixSeconds(self.unixTicks, 10_000n),
  "DateTime UtcDateTime": (self: CsDateTimeOffset) => new CsDateTime(self.utcTicks, "Utc"),
  "DateTime DateTime": (self: CsDateTimeOffset) => new CsDateTime(self.ticks),
  "DateTime LocalDateTime": (self: CsDateTimeOffset) => new CsDateTime(self.utcTicks, "Local"),
  "TimeSpan Offset": (self: CsDateTimeOffset) => new CsTimeSpan(BigInt(self.offset) * 600_000_000n),
  "DateTimeOffset ToUniversalTime()": (self: CsDateTimeOffset) => new CsDateTimeOffset(self.utcTicks),
});
const spanRows: Record<string, Rows[string]> = {
  "static TimeSpan Default": () => new CsTimeSpan(0n),
  "static TimeSpan Zero": () => new CsTimeSpan(0n),
  "long Ticks": (self: CsTimeSpan) => self.ticks,
  "string ToString(string format)": (self: CsTimeSpan, format: string) => formatSpan(self.ticks, format),
  "new(int hours, int minutes, int seconds)": (h: number, m: number, s: number) =>
    new CsTimeSpan(BigInt(h * 3600 + m * 60 + s) * 10_000_000n),
  "new(int days, int hours, int minutes, int seconds)": (d: number, h: number, m: number, s: number) =>
    new CsTimeSpan(BigInt(d * 86400 + h * 3600 + m * 60 + s) * 10_000_000n),
  "new(long ticks)": (ticks: bigint) => new CsTimeSpan(ticks),
  "static TimeSpan operator +(TimeSpan a, TimeSpan b)": (a: CsTimeSpan, b: CsTimeSpan) =>
    new CsTimeSpan(a.ticks + b.ticks),
  "static TimeSpan operator -(TimeSpan a, TimeSpan b)": (a: CsTimeSpan, b: CsTimeSpan) =>
    new CsTimeSpan(a.ticks - b.ticks),
  "TimeSpan Duration()": (a: CsTimeSpan) => new CsTimeSpan(a.ticks < 0n ? -a.ticks : a.ticks),
};
for (const [name, unit] of Object.entries(units)) {
  spanRows[`double Total${name}`] = (self: CsTimeSpan) => new CsDouble(Number(self.ticks) / (unit * 1e4));
  spanRows[`static TimeSpan From${name}(double value)`] = (value: CsDouble) =>
    CsTimeSpan.of(value.value, unit);
  const wrap = { Days: 2n ** 62n, Hours: 24n, Minutes: 60n, Seconds: 60n, Milliseconds: 1000n }[
    name
  ] as bigint;
  spanRows[`int ${name}`] = (self: CsTimeSpan) => Number((self.ticks / BigInt(unit * 1e4)) % wrap);
  spanRows[`static long TicksPer${name.slice(0, -1)}`] = BigInt(unit * 1e4);
}
for (const [sign, test] of comparisons)
  spanRows[`static bool operator ${sign}(TimeSpan a, TimeSpan b)`] = (a: CsTimeSpan, b: CsTimeSpan) =>
    test(order(a.ticks, b.ticks));
defineType("struct", "System.TimeSpan", spanRows);

/** A GUID in its usual spelling. */
export class CsGuid implements CsObject {
  readonly csType = "Guid";
  constructor(readonly text: string) {}
  csText() {
    return this.text;
  }
  csKey() {
    return this.text;
  }
}
const guidOf = (text: string): CsGuid => {
  const found =
    /^[{(]?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})[)}]?$/i.exec(
      text.trim(),
    );
  if (found === null)
    throw fail(
      "FormatException",
      "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).",
    );
  return new CsGuid(found.slice(1).join("-").toLowerCase());
};
const emptyGuid = "00000000-0000-0000-0000-000000000000";
defineType("struct", "System.Guid", {
  "static Guid Default": () => new CsGuid(emptyGuid),
  "static Guid Empty": () => new CsGuid(emptyGuid),
  "new(string g)": guidOf,
  "static Guid Parse(string input)": guidOf,
  "static bool TryParse(string input, out Guid result)": (text: string) =>
    tried(() => guidOf(text), new CsGuid(emptyGuid)),
  "static Guid NewGuid()"() {
    const hex = Array.from({ length: 32 }, () =>
      Math.floor(this.surroundings.random() * 16).toString(16),
    ).join("");
    return guidOf(
      `${hex.slice(0, 12)}4${hex.slice(13, 16)}${"89ab"[Math.floor(this.surroundings.random() * 4)]}${hex.slice(17)}`,
    );
  },
  "string ToString(string format)": (self: CsGuid, format: string) =>
    format === "N"
      ? self.text.replaceAll("-", "")
      : format === "B"
        ? `{${self.text}}`
        : format === "P"
          ? `(${self.text})`
          : self.text,
  "static bool operator ==(Guid a, Guid b)": equal,
  "static bool operator !=(Guid a, Guid b)": (a: Value, b: Value) => !equal(a, b),
});
const between = (machine: Machine, low: number, high: number) => {
  if (high < low)
    throw fail(
      "ArgumentOutOfRangeException",
      "'minValue' cannot be greater than maxValue.\nParameter name: minValue",
    );
  return low + Math.floor(machine.surroundings.random() * (high - low));
};
defineType("class", "System.Random", {
  "new()": () => ({ csType: "Random" }),
  "new(int Seed)": () => ({ csType: "Random" }),
  "int Next()"(_: Value) {
    return between(this, 0, 2147483647);
  },
  "int Next(int maxValue)"(_: Value, high: number) {
    return between(this, 0, high);
  },
  "int Next(int minValue, int maxValue)"(_: Value, low: number, high: number) {
    return between(this, low, high);
  },
  "double NextDouble()"() {
    return new CsDouble(this.surroundings.random());
  },
});

const bufferOf = (array: CsArray) => Buffer.from((array.items as CsByte[]).map(({ value }) => value));
const encoding = (name: BufferEncoding) => () => ({ csType: "Encoding", name }) as CsObject;
type Named = { readonly name: BufferEncoding };
defineType("class", "System.Text.Encoding", {
  "static Encoding UTF8": encoding("utf8"),
  "static Encoding ASCII": encoding("ascii"),
  "static Encoding Unicode": encoding("utf16le"),
  "byte[] GetBytes(string s)"(self: Named, text: string) {
    this.allocate(text.length * 4);
    return bytesOf(Buffer.from(self.name === "ascii" ? text.replace(/[^\0-\x7f]/g, "?") : text, self.name));
  },
  "string GetString(byte[] bytes)": (self: Named, bytes: CsArray) => bufferOf(bytes).toString(self.name),
});
defineType("static", "System.BitConverter", {
  "static string ToString(byte[] value)": (bytes: CsArray) =>
    bufferOf(bytes)
      .toString("hex")
      .toUpperCase()
      .replace(/(..)(?=.)/g, "$1-"),
});
for (const [name, algorithm] of [
  ["MD5", "md5"],
  ["SHA1", "sha1"],
  ["SHA256", "sha256"],
  ["SHA384", "sha384"],
  ["SHA512", "sha512"],
] as const) {
  const rows: Rows = {
    "byte[] ComputeHash(byte[] buffer)": (_: Value, bytes: CsArray) =>
      bytesOf(createHash(algorithm).update(bufferOf(bytes)).digest()),
  };
  defineType("class", `System.Security.Cryptography.${name}`, {
    ...rows,
    [`static ${name} Create()`]: () => ({ csType: name }),
  });
  defineType(
    "class",
    `System.Security.Cryptography.${name}${name === "MD5" ? "CryptoServiceProvider" : "Managed"}`,
    { "new()": () => ({ csType: name }) },
    { bases: [name] },
  );
  defineType("class", `System.Security.Cryptography.HMAC${name}`, {
    "new(byte[] key)": (key: CsArray) => ({ csType: `HMAC${name}`, key: bufferOf(key) }) as CsObject,
    "byte[] ComputeHash(byte[] buffer)": (self: { key: Buffer }, bytes: CsArray) =>
      bytesOf(createHmac(algorithm, self.key).update(bufferOf(bytes)).digest()),
  });
}
const escapeData = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
const unescape_ = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
defineType("static", "System.Net.WebUtility", {
  "static string UrlEncode(string value)": (text: string) =>
    text === null
      ? null
      : encodeURIComponent(text)
          .replace(/%20/g, "+")
          .replace(/['~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`),
  "static string UrlDecode(string value)": (text: string) => unescape_(text.replace(/\+/g, " ")),
  "static string HtmlEncode(string value)": (text: string) =>
    text.replace(
      /[&<>"']/g,
      (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[char] as string,
    ),
  "static string HtmlDecode(string value)": (text: string) =>
    text.replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name] as string,
    ),
});
class CsUri implements CsObject {
  readonly csType = "Uri";
  constructor(readonly url: URL) {}
  csText() {
    return this.url.href;
  }
  csKey() {
    return this.url.href;
  }
}
const uri = (text: string) => {
  try {
    return new CsUri(new URL(text));
  } catch {
    throw fail("UriFormatException", "Invalid URI: The format of the URI could not be determined.");
  }
};
defineType("class", "System.Uri", {
  "new(string uriString)": uri,
  "static string EscapeDataString(string s)": escapeData,
  "static string UnescapeDataString(string s)": unescape_,
  "string Host": (self: CsUri) => self.url.hostname,
  "string AbsolutePath": (self: CsUri) => self.url.pathname,
  "string AbsoluteUri": (self: CsUri) => self.url.href,
  "string Query": (self: CsUri) => self.url.search,
  "string Scheme": (self: CsUri) => self.url.protocol.slice(0, -1),
  "string PathAndQuery": (self: CsUri) => self.url.pathname + self.url.search,
  "int Port": (self: CsUri) => Number(self.url.port || (self.url.protocol === "https:" ? 443 : 80)),
});
for (const count of [1, 2, 3, 4]) {
  const names = Array.from({ length: count }, (_, at) => `T${at + 1}`);
  const rows: Record<string, Rows[string]> = {
    [`new(${names.map((name, at) => `${name} item${at + 1}`).join(", ")})`]: (
      types: readonly { key: string }[],
      ...items: Value[]
    ) => ({ csType: "Tuple", csArgs: types.map(({ key }) => key), items }) as Value,
  };
  names.forEach((name, at) => {
    rows[`${name} Item${at + 1}`] = (self: CsArray) => self.items[at] as Value;
  });
  defineType("class", "System.Tuple", rows, { parameters: names });
}

defineEnum("System.Text.RegularExpressions.RegexOptions", {
  None: 0,
  IgnoreCase: 1,
  Multiline: 2,
  ExplicitCapture: 4,
  Compiled: 8,
  Singleline: 16,
  IgnorePatternWhitespace: 32,
  CultureInvariant: 512,
});
const known = new Map<string, Compiled>();
function compiled(pattern: string | null, options = 0): Compiled {
  if (pattern === null) throw argumentNull("pattern");
  const key = `${options}:${pattern}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = new CompiledRegex(pattern, {
    ignoreCase: (options & 1) > 0,
    multiline: (options & 2) > 0,
    singleline: (options & 16) > 0,
    ignoreBlank: (options & 32) > 0,
    explicitCapture: (options & 4) > 0,
  });
  if (known.size > 500) known.clear();
  known.set(key, made);
  return made;
}
class CsMatch implements CsObject {
  readonly csType: string = "Match";
  constructor(
    readonly regex: Compiled,
    readonly text: string,
    readonly found: FoundMatch | undefined,
    readonly group = 0,
  ) {
    if (group > 0) this.csType = "Group";
  }
  get start() {
    return this.found?.starts[this.group] ?? -1;
  }
  get value() {
    return this.start < 0 ? "" : this.text.slice(this.start, this.found?.ends[this.group]);
  }
  csText() {
    return this.value;
  }
  at(group: number) {
    return new CsMatch(
      this.regex,
      this.text,
      group < 0 || group >= this.regex.names.length || (this.found?.starts[group] ?? -1) < 0
        ? undefined
        : this.found,
      Math.max(1, group),
    );
  }
}
const match = (machine: Machine, regex: Compiled, text: string | null, from = 0) => {
  if (text === null) throw argumentNull("input");
  return new CsMatch(regex, text, regex.find(text, from, machine));
};
const following = (machine: Machine, last: CsMatch) => {
  const end = last.found?.ends[0] ?? 0;
  return match(machine, last.regex, last.text, last.value === "" ? end + 1 : end);
};
function* matches(machine: Machine, regex: Compiled, text: string): Generator<CsMatch> {
  for (
    let found = match(machine, regex, text);
    found.found !== undefined;
    found = following(machine, found)
  ) {
    machine.allocate(16);
    yield found;
  }
}
function replaced(machine: Machine, regex: Compiled, text: string, by: (found: CsMatch) => string): string {
  let made = "";
  let at = 0;
  for (const found of matches(machine, regex, text)) {
    const next = by(found);
    machine.allocate(next.length);
    made += text.slice(at, found.start) + next;
    at = found.start + found.value.length;
  }
  return made + text.slice(at);
}
const expand = (template: string) => (found: CsMatch) =>
  template.replace(/\$(?:(\$)|(&)|(\d{1,2})|\{(\w+)\})/g, (whole, dollar, all, index, name) => {
    if (dollar) return "$";
    if (all) return found.value;
    const at = index === undefined ? found.regex.names.indexOf(name) : Number(index);
    return at < 0 || at >= found.regex.names.length ? whole : at === 0 ? found.value : found.at(at).value;
  });
function parts(machine: Machine, regex: Compiled, text: string) {
  const made: string[] = [];
  let at = 0;
  for (const found of matches(machine, regex, text)) {
    made.push(text.slice(at, found.start));
    for (let group = 1; group < regex.names.length; group++)
      if (found.at(group).found) made.push(found.at(group).value);
    at = found.start + found.value.length;
  }
  made.push(text.slice(at));
  return arrayOfValues("string", made);
}
type Holder = { readonly regex: Compiled };
const regexRows: Record<string, Rows[string]> = {
  "new(string pattern)": (pattern: string) => ({ csType: "Regex", regex: compiled(pattern) }) as CsObject,
  "new(string pattern, RegexOptions options)": (pattern: string, options: CsEnum) =>
    ({ csType: "Regex", regex: compiled(pattern, options.value) }) as CsObject,
  "static string Escape(string str)": (text: string) =>
    text
      .replace(/[\\*+?|{[()^$.# ]/g, "\\$&")
      .replace(/\n/g, "\\n")
      .replace(/\t/g, "\\t")
      .replace(/\r/g, "\\r"),
};
const operations: readonly (readonly [
  string,
  string,
  string,
  (machine: Machine, regex: Compiled, text: string, extra?: Value) => Value,
])[] = [
  ["bool", "IsMatch", "", (machine, regex, text) => match(machine, regex, text).found !== undefined],
  ["Match", "Match", "", (machine, regex, text) => match(machine, regex, text)],
  [
    "MatchCollection",
    "Matches",
    "",
    (machine, regex, text) =>
      ({ csType: "MatchCollection", items: [...matches(machine, regex, text)] }) as CsObject,
  ],
  ["string[]", "Split", "", parts],
  [
    "string",
    "Replace",
    "string replacement",
    (machine, regex, text, by) => replaced(machine, regex, text, expand(by as string)),
  ],
  [
    "string",
    "Replace",
    "Func<Match, string> evaluator",
    (machine, regex, text, by) =>
      replaced(machine, regex, text, (found) => (by as CsFunction)(found) as string),
  ],
];
for (const [result, name, extra, run] of operations) {
  const tail = extra === "" ? "" : `, ${extra}`;
  regexRows[`${result} ${name}(string input${tail})`] = function (self: Holder, text: string, by?: Value) {
    return run(this, self.regex, text, by);
  };
  regexRows[`static ${result} ${name}(string input, string pattern${tail})`] = function (
    text: string,
    pattern: string,
    by?: Value,
  ) {
    return run(this, compiled(pattern), text, by);
  };
  regexRows[`static ${result} ${name}(string input, string pattern${tail}, RegexOptions options)`] =
    function (text: string, pattern: string, a: Value, b?: CsEnum) {
      return run(this, compiled(pattern, (extra === "" ? (a as CsEnum) : (b as CsEnum)).value), text, a);
    };
}
defineType("class", "System.Text.RegularExpressions.Regex", regexRows);
defineType("class", "System.Text.RegularExpressions.Group", {
  "bool Success": (self: CsMatch) => self.found !== undefined,
  "string Value": (self: CsMatch) => self.value,
  "int Index": (self: CsMatch) => Math.max(0, self.start),
  "int Length": (self: CsMatch) => self.value.length,
});
defineType(
  "class",
  "System.Text.RegularExpressions.Match",
  {
    "GroupCollection Groups": (self: CsMatch) =>
      ({
        csType: "GroupCollection",
        match: self,
        items: self.regex.names.map((_, at) => (at === 0 ? self : self.at(at))),
      }) as CsObject,
    "Match NextMatch()"(self: CsMatch) {
      return following(this, self);
    },
  },
  { bases: ["Group"] },
);
type Groups = { readonly match: CsMatch; readonly items: readonly CsMatch[] };
defineType(
  "class",
  "System.Text.RegularExpressions.GroupCollection",
  {
    "int Count": (self: Groups) => self.items.length,
    "Group this[int groupnum]": (self: Groups, at: number) => self.items[at] ?? self.match.at(-1),
    "Group this[string groupname]": (self: Groups, name: string) =>
      self.items[self.match.regex.names.indexOf(name)] ?? self.match.at(-1),
  },
  { bases: ["IEnumerable<Group>"] },
);
defineType(
  "class",
  "System.Text.RegularExpressions.MatchCollection",
  {
    "int Count": (self: CsArray) => self.items.length,
    "Match this[int i]": (self: CsArray, at: number) => self.items[at] ?? null,
  },
  { bases: ["IEnumerable<Match>"] },
);
