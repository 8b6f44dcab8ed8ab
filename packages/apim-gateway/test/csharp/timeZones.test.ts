import { windowsZones } from "../../src/csharp/runtime/windowsZones";
import { evaluated } from "./evaluating";

const zone = (id: string) => `TimeZoneInfo.FindSystemTimeZoneById("${id}")`;
const berlin = zone("W. Europe Standard Time");
const utc = (time: string) => `new DateTime(${time.split(/\D/).map(Number).join(", ")}, DateTimeKind.Utc)`;
const clock = (time: string) => `DateTime.Parse("${time}")`;

describe("time zones", () => {
  test.each([
    ["W. Europe Standard Time", "2026-01-15T12:00:00", "2026-01-15T13:00:00"],
    ["W. Europe Standard Time", "2026-07-15T12:00:00", "2026-07-15T14:00:00"],
    ["Europe/Berlin", "2026-07-15T12:00:00", "2026-07-15T14:00:00"],
    ["Pacific Standard Time", "2026-03-08T09:59:59", "2026-03-08T01:59:59"],
    ["Pacific Standard Time", "2026-03-08T10:00:00", "2026-03-08T03:00:00"],
    ["India Standard Time", "2026-01-15T12:00:00", "2026-01-15T17:30:00"],
    ["Chatham Islands Standard Time", "2026-01-15T12:00:00", "2026-01-16T01:45:00"],
    ["UTC-11", "2026-01-15T12:00:00", "2026-01-15T01:00:00"],
    ["tokyo standard time", "2026-01-15T12:00:00", "2026-01-15T21:00:00"],
  ])("in %s clocks show at %s UTC: %s", (id, time, shown) => {
    expect(evaluated(`TimeZoneInfo.ConvertTimeFromUtc(${utc(time)}, ${zone(id)}).ToString("s")`)).toBe(shown);
    expect(evaluated(`TimeZoneInfo.ConvertTimeToUtc(${clock(shown)}, ${zone(id)}).ToString("o")`)).toBe(
      `${time}.0000000Z`,
    );
  });

  test("every Windows zone is one that the host knows", () => {
    expect(windowsZones.size).toBeGreaterThan(130);
    for (const [asked, [id]] of windowsZones) expect(evaluated(`${zone(asked)}.Id`)).toBe(id);
    expect(evaluated(`${zone("europe/berlin")}.Id`)).toBe("Europe/Berlin");
  });

  test.each(["Middle Earth Standard Time", "Europe/Gondor", "", "+01:00"])(
    "there is no zone called '%s'",
    (id) => {
      expect(evaluated(zone(id))).toBe(
        `System.TimeZoneNotFoundException: The time zone ID '${id}' was not found on the local computer.`,
      );
    },
  );

  test("the hour that comes twice is winter's, and the hour left out is no time", () => {
    expect(evaluated(`TimeZoneInfo.ConvertTimeToUtc(${clock("2026-10-25T02:30:00")}, ${berlin}).Hour`)).toBe(
      "1",
    );
    expect(evaluated(`${berlin}.IsInvalidTime(${clock("2026-03-29T02:30:00")})`)).toBe("True");
    expect(evaluated(`${berlin}.IsInvalidTime(${clock("2026-03-29T03:00:00")})`)).toBe("False");
    expect(evaluated(`TimeZoneInfo.ConvertTimeToUtc(${clock("2026-03-29T02:30:00")}, ${berlin})`)).toBe(
      "System.ArgumentException: The supplied DateTime represents an invalid time.  For example, when the clock is adjusted forward, any time in the period that is skipped is invalid.",
    );
  });

  test("a time of another kind than the source's is refused", () => {
    expect(evaluated(`TimeZoneInfo.ConvertTimeFromUtc(DateTime.Now, ${berlin})`)).toMatch(
      /^System.ArgumentException/,
    );
    expect(evaluated(`TimeZoneInfo.ConvertTimeToUtc(DateTime.UtcNow, ${berlin})`)).toMatch(
      /^System.ArgumentException/,
    );
    expect(evaluated("TimeZoneInfo.ConvertTimeFromUtc(DateTime.UtcNow, null)")).toMatch(
      /^System.ArgumentNullException/,
    );
  });

  test.each([
    [`TimeZoneInfo.ConvertTime(DateTime.UtcNow, TimeZoneInfo.Utc).Kind`, "Utc"],
    [`TimeZoneInfo.ConvertTimeFromUtc(DateTime.UtcNow, ${berlin}).Kind`, "Unspecified"],
    [`${berlin}.GetUtcOffset(${utc("2026-07-01T00:00:00")})`, "02:00:00"],
    [`${berlin}.GetUtcOffset(${clock("2026-01-01T00:00:00")})`, "01:00:00"],
    [`${berlin}.IsDaylightSavingTime(${utc("2026-07-01T00:00:00")})`, "True"],
    [`${berlin}.IsDaylightSavingTime(${utc("2026-01-01T00:00:00")})`, "False"],
    [`${berlin}.BaseUtcOffset`, "01:00:00"],
    [
      `${berlin}.StandardName + "," + ${berlin}.DaylightName`,
      "W. Europe Standard Time,W. Europe Daylight Time",
    ],
    [`TimeZoneInfo.Utc.DisplayName + TimeZoneInfo.Utc.Id`, "(UTC) UTCUTC"],
    [
      `TimeZoneInfo.ConvertTimeBySystemTimeZoneId(${clock("2026-01-15T12:00:00")}, "Eastern Standard Time", "Tokyo Standard Time").ToString("s")`,
      "2026-01-16T02:00:00",
    ],
    [
      `TimeZoneInfo.ConvertTime(new DateTimeOffset(${utc("2026-01-15T12:00:00")}), ${zone("India Standard Time")}).ToString("o")`,
      "2026-01-15T17:30:00.0000000+05:30",
    ],
    [
      `TimeZoneInfo.ConvertTimeFromUtc(DateTime.MinValue, ${zone("Pacific Standard Time")}) == DateTime.MinValue`,
      "True",
    ],
  ])("%s is %s", (expression, expected) => expect(evaluated(expression)).toBe(expected));
});
