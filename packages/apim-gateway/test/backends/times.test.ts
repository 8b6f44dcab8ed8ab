import fc from "fast-check";
import { parseDuration } from "../../src/backends/duration";
import { readRetryAfter } from "../../src/backends/retryAfter";

test.each([
  ["PT1M", 60_000],
  ["PT1H", 3_600_000],
  ["P1D", 86_400_000],
  ["P1DT12H30M15S", 131_415_000],
  ["PT0.5S", 500],
  ["PT1,25S", 1250],
  ["P2W", 1_209_600_000],
  ["P1M", 2_592_000_000],
  ["P1Y", 31_536_000_000],
  ["PT90S", 90_000],
  ["PT0S", 0],
])("%s is %d ms", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each([
  "",
  "P",
  "PT",
  "P1DT",
  "1M",
  "PT1",
  "-PT1M",
  "PT-1M",
  "PT1M ",
  "pt1m",
  "P1H",
  "PT1D",
  "PT1S1M",
  `P${"9".repeat(30)}Y`,
])("%j is no duration", (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

const now = Date.UTC(2026, 10, 23, 12, 0, 0);

test.each<[string | undefined, ReturnType<typeof readRetryAfter>]>([
  [undefined, { kind: "absent" }],
  ["  ", { kind: "absent" }],
  ["0", { kind: "seconds", milliseconds: 0 }],
  [" 7 ", { kind: "seconds", milliseconds: 7000 }],
  ["86400", { kind: "seconds", milliseconds: 86_400_000 }],
  ["Mon, 23 Nov 2026 12:01:00 GMT", { kind: "date", milliseconds: 60_000 }],
  ["Monday, 23-Nov-26 12:01:00 GMT", { kind: "date", milliseconds: 60_000 }],
  ["Sunday, 06-Nov-94 08:49:37 GMT", { kind: "date", milliseconds: 0 }],
  ["Mon Nov 23 12:01:00 2026", { kind: "date", milliseconds: 60_000 }],
  ["Mon Dec  7 12:00:00 2026", { kind: "date", milliseconds: 1_209_600_000 }],
  ["Mon, 23 Nov 2026 11:59:59 GMT", { kind: "date", milliseconds: 0 }],
  ["Mon, 31 Feb 2026 12:00:00 GMT", { kind: "invalid" }],
  ["Mon, 23 Foo 2026 12:00:00 GMT", { kind: "invalid" }],
  ["Mon, 23 Nov 2026 25:00:00 GMT", { kind: "invalid" }],
  ["2026-11-23T12:01:00Z", { kind: "invalid" }],
  ["-1", { kind: "invalid" }],
  ["1.5", { kind: "invalid" }],
  ["1e3", { kind: "invalid" }],
  ["9999999999", { kind: "invalid" }],
  ["5, 6", { kind: "invalid" }],
])("Retry-After %j", (header, expected) => {
  expect(readRetryAfter(header, now)).toEqual(expected);
});

test("any date is read as it was written", () => {
  const seconds = fc.integer({ min: 0, max: 4_102_444_800 });
  fc.assert(
    fc.property(seconds, seconds, (at, date) => {
      expect(readRetryAfter(new Date(date * 1000).toUTCString(), at * 1000)).toEqual({
        kind: "date",
        milliseconds: Math.max(0, date - at) * 1000,
      });
    }),
  );
});
