import { CsDateTime, CsDateTimeOffset, CsTimeSpan, lastTick } from "../runtime/time";
import { type CsTimeZone, findZone, utcZone } from "../runtime/timeZone";
import { argumentNull, fail } from "../runtime/value";
import { defineType } from "../types/table";

const ticksPerMs = 10_000n;
const span = (milliseconds: number) => new CsTimeSpan(BigInt(milliseconds) * ticksPerMs);
const msOf = (date: CsDateTime) => Number(date.unixTicks / ticksPerMs);

/** The first and the last time there is stay where they are, as in .NET. */
function moved(date: CsDateTime, milliseconds: number, kind: CsDateTime["kind"]): CsDateTime {
  const ticks = date.ticks + BigInt(milliseconds) * ticksPerMs;
  return new CsDateTime(ticks < 0n ? 0n : ticks > lastTick ? lastTick : ticks, kind);
}

function find(id: string | null): CsTimeZone {
  if (id === null) throw argumentNull("id");
  const zone = findZone(id);
  if (zone === undefined)
    throw fail("TimeZoneNotFoundException", `The time zone ID '${id}' was not found on the local computer.`);
  return zone;
}

const given = (zone: CsTimeZone | null, name: string): CsTimeZone => {
  if (zone === null) throw argumentNull(name);
  return zone;
};

/** Offset of a zone at a time: what is UTC or local (which is UTC here) is an instant, everything else the zone's clock. */
function offsetAt(zone: CsTimeZone, date: CsDateTime): number {
  const time = msOf(date);
  if (date.kind !== "Unspecified" || zone.isUtc) return zone.offset(time);
  return zone.offsetsAt(time)[0] ?? zone.baseOffset(time);
}

/** @throws ArgumentException where the time says that it is of another zone, or clocks never showed it */
function toUtc(date: CsDateTime, source: CsTimeZone): CsDateTime {
  if (source.isUtc && date.kind !== "Local") return new CsDateTime(date.ticks, "Utc");
  if (date.kind !== "Unspecified")
    throw fail(
      "ArgumentException",
      "The conversion could not be completed because the supplied DateTime did not have the Kind property set correctly.  For example, when the Kind property is DateTimeKind.Local, the source time zone must be TimeZoneInfo.Local.\nParameter name: sourceTimeZone",
    );
  const offset = source.offsetsAt(msOf(date))[0];
  if (offset === undefined)
    throw fail(
      "ArgumentException",
      "The supplied DateTime represents an invalid time.  For example, when the clock is adjusted forward, any time in the period that is skipped is invalid.\nParameter name: dateTime",
    );
  return moved(date, -offset, "Utc");
}

const fromUtc = (utc: CsDateTime, zone: CsTimeZone): CsDateTime =>
  moved(utc, zone.offset(msOf(utc)), zone.isUtc ? "Utc" : "Unspecified");

/** A time without a zone is local, and the gateway's own zone is UTC. */
const instant = (date: CsDateTime) => new CsDateTime(date.ticks, "Utc");

const between = (date: CsDateTime, source: CsTimeZone | null, destination: CsTimeZone | null) =>
  fromUtc(toUtc(date, given(source, "sourceTimeZone")), given(destination, "destinationTimeZone"));

function offsetTime(date: CsDateTimeOffset, zone: CsTimeZone): CsDateTimeOffset {
  const offset = zone.offset(msOf(new CsDateTime(date.utcTicks, "Utc")));
  return new CsDateTimeOffset(date.utcTicks + BigInt(offset) * ticksPerMs, Math.trunc(offset / 60_000));
}

const summer = (zone: CsTimeZone, date: CsDateTime) => offsetAt(zone, date) !== zone.baseOffset(msOf(date));

defineType("class", "System.TimeZoneNotFoundException", {}, { bases: ["Exception"] });
defineType("class", "System.TimeZoneInfo", {
  "static TimeZoneInfo Utc": () => utcZone,
  "static TimeZoneInfo Local": () => utcZone,
  "static TimeZoneInfo FindSystemTimeZoneById(string id)": find,
  "string Id": (self: CsTimeZone) => self.id,
  "string DisplayName": (self: CsTimeZone) => self.csText(),
  "string StandardName": (self: CsTimeZone) => (self.isUtc ? "Coordinated Universal Time" : self.id),
  "string DaylightName": (self: CsTimeZone) =>
    self.isUtc ? "Coordinated Universal Time" : self.id.replace("Standard Time", "Daylight Time"),
  "TimeSpan BaseUtcOffset"(self: CsTimeZone) {
    return span(self.baseOffset(this.environment.now()));
  },
  "TimeSpan GetUtcOffset(DateTime dateTime)": (self: CsTimeZone, date: CsDateTime) =>
    span(offsetAt(self, date)),
  "TimeSpan GetUtcOffset(DateTimeOffset dateTimeOffset)": (self: CsTimeZone, date: CsDateTimeOffset) =>
    span(self.offset(msOf(new CsDateTime(date.utcTicks, "Utc")))),
  "bool IsDaylightSavingTime(DateTime dateTime)": (self: CsTimeZone, date: CsDateTime) => summer(self, date),
  "bool IsDaylightSavingTime(DateTimeOffset dateTimeOffset)": (self: CsTimeZone, date: CsDateTimeOffset) =>
    summer(self, new CsDateTime(date.utcTicks, "Utc")),
  "bool IsInvalidTime(DateTime dateTime)": (self: CsTimeZone, date: CsDateTime) =>
    date.kind === "Unspecified" && !self.isUtc && self.offsetsAt(msOf(date)).length === 0,
  "static DateTime ConvertTimeFromUtc(DateTime dateTime, TimeZoneInfo destinationTimeZone)": (
    date: CsDateTime,
    zone: CsTimeZone | null,
  ) => between(date, utcZone, zone),
  "static DateTime ConvertTimeToUtc(DateTime dateTime)": instant,
  "static DateTime ConvertTimeToUtc(DateTime dateTime, TimeZoneInfo sourceTimeZone)": (
    date: CsDateTime,
    zone: CsTimeZone | null,
  ) => toUtc(date, given(zone, "sourceTimeZone")),
  "static DateTime ConvertTime(DateTime dateTime, TimeZoneInfo destinationTimeZone)": (
    date: CsDateTime,
    zone: CsTimeZone | null,
  ) => fromUtc(instant(date), given(zone, "destinationTimeZone")),
  "static DateTime ConvertTime(DateTime dateTime, TimeZoneInfo sourceTimeZone, TimeZoneInfo destinationTimeZone)":
    between,
  "static DateTimeOffset ConvertTime(DateTimeOffset dateTime, TimeZoneInfo destinationTimeZone)": (
    date: CsDateTimeOffset,
    zone: CsTimeZone | null,
  ) => offsetTime(date, given(zone, "destinationTimeZone")),
  "static DateTime ConvertTimeBySystemTimeZoneId(DateTime dateTime, string destinationTimeZoneId)": (
    date: CsDateTime,
    id: string | null,
  ) => fromUtc(instant(date), find(id)),
  "static DateTime ConvertTimeBySystemTimeZoneId(DateTime dateTime, string sourceTimeZoneId, string destinationTimeZoneId)":
    (date: CsDateTime, source: string | null, destination: string | null) =>
      between(date, find(source), find(destination)),
  "static DateTimeOffset ConvertTimeBySystemTimeZoneId(DateTimeOffset dateTimeOffset, string destinationTimeZoneId)":
    (date: CsDateTimeOffset, id: string | null) => offsetTime(date, find(id)),
});
