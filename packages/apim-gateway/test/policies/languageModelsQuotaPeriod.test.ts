import { periodEnd, waitText } from "../../src/policies/languageModels/quotaPeriod";

const now = Date.parse("2026-03-04T05:06:07.008Z"); // A Wednesday.
const calendar = { window: "calendar", weekStart: "monday" } as const;

test.each([
  ["Hourly", "2026-03-04T06:00:00Z"],
  ["Daily", "2026-03-05T00:00:00Z"],
  ["Weekly", "2026-03-09T00:00:00Z"],
  ["Monthly", "2026-04-01T00:00:00Z"],
  ["Yearly", "2027-01-01T00:00:00Z"],
] as const)("a %s period of the calendar ends at %s", (period, end) => {
  expect(periodEnd(period, now, calendar)).toBe(Date.parse(end));
});

test("a week may start on Sunday, and at its first moment it is a new one", () => {
  const sunday = { window: "calendar", weekStart: "sunday" } as const;
  expect(periodEnd("Weekly", now, sunday)).toBe(Date.parse("2026-03-08T00:00:00Z"));
  expect(periodEnd("Weekly", Date.parse("2026-03-08T00:00:00Z"), sunday)).toBe(
    Date.parse("2026-03-15T00:00:00Z"),
  );
  expect(periodEnd("Weekly", Date.parse("2026-03-08T23:59:59Z"), calendar)).toBe(
    Date.parse("2026-03-09T00:00:00Z"),
  );
});

test("a month ends where the year does", () => {
  expect(periodEnd("Monthly", Date.parse("2026-12-31T23:59:59Z"), calendar)).toBe(
    Date.parse("2027-01-01T00:00:00Z"),
  );
});

test.each([
  ["Hourly", 1 / 24],
  ["Daily", 1],
  ["Weekly", 7],
  ["Monthly", 30],
  ["Yearly", 365],
] as const)("a rolling %s period has %d days", (period, days) => {
  const end = periodEnd(period, now, { window: "rolling", weekStart: "monday" });
  expect(end - now).toBe(days * 86_400_000);
});

test.each([
  [0, "0 seconds"],
  [1, "1 second"],
  [54, "54 seconds"],
  [60, "1 minute"],
  [2514, "41 minutes and 54 seconds"],
  [90_061, "1 day, 1 hour, 1 minute and 1 second"],
])("%d seconds are told as %s", (seconds, text) => {
  expect(waitText(seconds)).toBe(text);
});
