import { durationText, parseDuration, parseRate } from "../../src/scenarios/quantities";

test.each([
  ["6 s", 6000],
  ["250ms", 250],
  ["1.5 min", 90_000],
  ["2 h", 7_200_000],
  [" 0 s ", 0],
  ["6", undefined],
  ["6 days", undefined],
  ["-1 s", undefined],
  ["s", undefined],
])("%j is %j milliseconds", (text, ms) => expect(parseDuration(text)).toBe(ms));

test.each([
  ["50/s", { count: 50, periodMs: 1000 }],
  ["30 per 10 s", { count: 30, periodMs: 10_000 }],
  ["300k per min", { count: 300_000, periodMs: 60_000 }],
  ["1.5M / h", { count: 1_500_000, periodMs: 3_600_000 }],
  ["0/s", undefined],
  ["30", undefined],
  ["30 per", undefined],
  ["k per min", undefined],
  ["1 per 0 s", undefined],
])("%j is the rate %j", (text, rate) => expect(parseRate(text)).toEqual(rate));

test.each([
  [0, "0 s"],
  [0.25, "0.25 ms"],
  [999, "999 ms"],
  [1000, "1 s"],
  [71_000, "1 min 11 s"],
  [60_000, "1 min"],
])("%d milliseconds are %s", (ms, text) => expect(durationText(ms)).toBe(text));
