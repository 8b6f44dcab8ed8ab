import { CsDateTime, CsDateTimeOffset, CsTimeSpan } from "../runtime/time";
import { argumentNull, type CsObject, fail } from "../runtime/value";
import { defineType } from "../types/table";

/** Only UTC: what other zones did and will do is data of the operating system. */
const utc: CsObject = { csType: "TimeZoneInfo", csText: () => "(UTC) Coordinated Universal Time" };

function find(id: string | null): CsObject {
  if (id === null) throw argumentNull("id");
  if (["UTC", "Etc/UTC"].includes(id)) return utc;
  throw fail(
    "TimeZoneNotFoundException",
    `The time zone ID '${id}' was not found on this gateway: it knows UTC only.`,
  );
}

const same = (date: CsDateTime) => new CsDateTime(date.ticks, "Utc");

defineType("class", "System.TimeZoneNotFoundException", {}, { bases: ["Exception"] });
defineType("class", "System.TimeZoneInfo", {
  "static TimeZoneInfo Utc": () => utc,
  "static TimeZoneInfo Local": () => utc,
  "static TimeZoneInfo FindSystemTimeZoneById(string id)": find,
  "string Id": () => "UTC",
  "string DisplayName": () => "(UTC) Coordinated Universal Time",
  "string StandardName": () => "Coordinated Universal Time",
  "TimeSpan BaseUtcOffset": () => new CsTimeSpan(0n),
  "TimeSpan GetUtcOffset(DateTime dateTime)": () => new CsTimeSpan(0n),
  "bool IsDaylightSavingTime(DateTime dateTime)": () => false,
  "static DateTime ConvertTimeFromUtc(DateTime dateTime, TimeZoneInfo destinationTimeZone)": same,
  "static DateTime ConvertTimeToUtc(DateTime dateTime)": same,
  "static DateTime ConvertTimeToUtc(DateTime dateTime, TimeZoneInfo sourceTimeZone)": same,
  "static DateTime ConvertTime(DateTime dateTime, TimeZoneInfo destinationTimeZone)": same,
  "static DateTimeOffset ConvertTime(DateTimeOffset dateTime, TimeZoneInfo destinationTimeZone)": (
    date: CsDateTimeOffset,
  ) => new CsDateTimeOffset(date.utcTicks),
  "static DateTime ConvertTimeBySystemTimeZoneId(DateTime dateTime, string destinationTimeZoneId)": (
    date: CsDateTime,
    id: string | null,
  ) => {
    find(id);
    return same(date);
  },
});
