import { formatSpan } from "../runtime/formatDate";
import { parseDate } from "../runtime/parseDate";
import { parseTimeSpan } from "../runtime/parseTimeSpan";
import { CsDateTime, CsDateTimeOffset, CsTimeSpan, lastTick, ticksOf, ticksPerDay } from "../runtime/time";
import { argumentNull, argumentOutOfRange, CsDouble, CsEnum, fail, type Value } from "../runtime/value";
import { defineEnum, defineType, type Rows } from "../types/table";
import { tried } from "./tryParse";

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
    rows[`${type} Add${name}(double value)`] = (self: Date_, value: CsDouble) => {
      // Longer than all of .NET's time: refused before it becomes a span.
      if (Math.abs(value.value * unit) > 315_537_897_600_000)
        throw argumentOutOfRange("value", "Value to add was out of range.");
      return moved(self, num(value, unit));
    };
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
/** As `DateTimeOffset` takes a date of JSON or its text. */
export function dateOffsetOf(value: Value): CsDateTimeOffset {
  if (value instanceof CsDateTimeOffset) return value;
  return value instanceof CsDateTime ? new CsDateTimeOffset(value.ticks) : parsedOffset(value as string);
}
/** @throws FormatException, OverflowException */
export function parsedSpan(text: string | null): CsTimeSpan {
  if (text === null) throw argumentNull("s");
  const found = parseTimeSpan(text);
  if (found === undefined) throw fail("FormatException", "String was not recognized as a valid TimeSpan.");
  if (found === "overflow")
    throw fail(
      "OverflowException",
      "The TimeSpan could not be parsed because at least one of the numeric components is out of range or contains too many digits.",
    );
  return found;
}
/** Of an offset. @throws ArgumentException, ArgumentOutOfRangeException */
function minutesOf({ ticks }: CsTimeSpan): number {
  if (ticks % 600_000_000n !== 0n)
    throw fail("ArgumentException", "Offset must be specified in whole minutes.");
  const minutes = Number(ticks / 600_000_000n);
  if (Math.abs(minutes) > 14 * 60)
    throw argumentOutOfRange("offset", "Offset must be within plus or minus 14 hours.");
  return minutes;
}
const unixSeconds = (ticks: bigint, unit: bigint) =>
  ticks >= 0n ? ticks / unit : -((-ticks + unit - 1n) / unit);
defineType("struct", "System.DateTime", {
  ...dateRows("DateTime"),
  "static DateTime Default": () => new CsDateTime(0n),
  "static DateTime MinValue": () => new CsDateTime(0n),
  "static DateTime MaxValue": () => new CsDateTime(lastTick),
  "static DateTime UtcNow"() {
    return CsDateTime.fromUnix(this.environment.now());
  },
  "static DateTime Now"() {
    return CsDateTime.fromUnix(this.environment.now(), "Local");
  },
  "static DateTime Today"() {
    const now = CsDateTime.fromUnix(this.environment.now(), "Local");
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
    return new CsDateTimeOffset(CsDateTime.fromUnix(this.environment.now()).ticks);
  },
  "static DateTimeOffset Now"() {
    return new CsDateTimeOffset(CsDateTime.fromUnix(this.environment.now()).ticks);
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
  ) => new CsDateTimeOffset(ticksOf(y, mo, d, h, m, s), minutesOf(offset)),
  "new(DateTime dateTime, TimeSpan offset)": (date: CsDateTime, offset: CsTimeSpan) =>
    new CsDateTimeOffset(date.ticks, minutesOf(offset)),
  "new(long ticks, TimeSpan offset)": (ticks: bigint, offset: CsTimeSpan) =>
    new CsDateTimeOffset(ticks, minutesOf(offset)),
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
  "DateTimeOffset ToLocalTime()": (self: CsDateTimeOffset) => new CsDateTimeOffset(self.utcTicks),
  "DateTimeOffset ToOffset(TimeSpan offset)": (self: CsDateTimeOffset, offset: CsTimeSpan) => {
    const minutes = minutesOf(offset);
    return new CsDateTimeOffset(self.utcTicks + BigInt(minutes) * 600_000_000n, minutes);
  },
  "static DateTimeOffset MaxValue": () => new CsDateTimeOffset(lastTick),
  "DateTime Date": (self: CsDateTimeOffset) => new CsDateTime(self.ticks - (self.ticks % ticksPerDay)),
  "int DayOfYear": (self: CsDateTimeOffset) =>
    Number((self.ticks - ticksOf(self.parts.year, 1, 1)) / ticksPerDay) + 1,
  "long UtcTicks": (self: CsDateTimeOffset) => self.utcTicks,
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
  "new(int days, int hours, int minutes, int seconds, int milliseconds)": (
    d: number,
    h: number,
    m: number,
    s: number,
    ms: number,
  ) => new CsTimeSpan(BigInt(d * 86400 + h * 3600 + m * 60 + s) * 10_000_000n + BigInt(ms) * 10_000n),
  "static TimeSpan FromTicks(long value)": (ticks: bigint) => new CsTimeSpan(ticks),
  "static TimeSpan MaxValue": () => new CsTimeSpan(2n ** 63n - 1n),
  "static TimeSpan MinValue": () => new CsTimeSpan(-(2n ** 63n)),
  "static int Compare(TimeSpan t1, TimeSpan t2)": (a: CsTimeSpan, b: CsTimeSpan) => order(a.ticks, b.ticks),
  "int CompareTo(TimeSpan value)": (a: CsTimeSpan, b: CsTimeSpan) => order(a.ticks, b.ticks),
  "static TimeSpan Parse(string s)": parsedSpan,
  "static bool TryParse(string s, out TimeSpan result)": (text: string | null) => {
    const found = text === null ? undefined : parseTimeSpan(text);
    const ok = found instanceof CsTimeSpan;
    return { csType: "out", result: ok, out: ok ? found : new CsTimeSpan(0n) };
  },
  "static TimeSpan operator +(TimeSpan a, TimeSpan b)": (a: CsTimeSpan, b: CsTimeSpan) =>
    new CsTimeSpan(a.ticks + b.ticks),
  "static TimeSpan operator -(TimeSpan a, TimeSpan b)": (a: CsTimeSpan, b: CsTimeSpan) =>
    new CsTimeSpan(a.ticks - b.ticks),
  "TimeSpan Add(TimeSpan ts)": (a: CsTimeSpan, b: CsTimeSpan) => new CsTimeSpan(a.ticks + b.ticks),
  "TimeSpan Subtract(TimeSpan ts)": (a: CsTimeSpan, b: CsTimeSpan) => new CsTimeSpan(a.ticks - b.ticks),
  "TimeSpan Negate()": (a: CsTimeSpan) => new CsTimeSpan(-a.ticks),
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
