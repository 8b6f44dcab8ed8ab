import type { DrawKind, DrawResult } from "../../bench/routing/runDraw";
import { drawReport, searchReport, summarize } from "../../bench/routing/searchReport";

const drawn = (seed: number, ratio: number, kind: DrawKind = "failure"): DrawResult => ({
  seed,
  kind,
  ratio,
  sent: 1000,
  answered: 1000 * ratio,
  oracle: 1000,
  attempts: 1.1,
  late: 3,
  twice: 0,
  deadCalls: 12,
  statuses: { 200: 1000 * ratio, 429: 40, 0: 2 },
  calls: { "two/m": { asked: 5, served: 4, work: 4 }, "one/m": { asked: 7, served: 7, work: 7 } },
  outages: [],
});

test("median, fifth percentile and worst, and whether they are good enough", () => {
  const results = Array.from({ length: 100 }, (_, n) => drawn(n + 1, n < 4 ? 0.9 : n < 40 ? 0.99 : 1));
  expect(summarize(results)).toEqual([
    { kind: "all judged", draws: 100, median: 1, fifth: 0.99, worst: 0.9, attempts: 1.1, ok: true },
    { kind: "failure", draws: 100, median: 1, fifth: 0.99, worst: 0.9, attempts: 1.1, ok: true },
  ]);
  const [all, failures] = summarize([...results, drawn(101, 0.84)]);
  expect([all?.ok, failures?.ok]).toEqual([true, false]);
});

test.each([
  ["no failure", 0.85],
  ["failure", 0.85],
  ["hang", 0.75],
  ["hang that flaps", 0.75],
] as const)("the worst of kind `%s` is %d at least", (kind, least) => {
  const judged = (ratio: number) => summarize([drawn(1, ratio, kind)]).find((each) => each.kind === kind)?.ok;
  expect([judged(least), judged(least - 0.001)]).toEqual([true, false]);
});

test("a reasoning model that hangs is shown apart and not judged", () => {
  const results = [drawn(1, 1), drawn(2, 0.3, "hang, reasoning")];
  expect(summarize(results).every(({ ok }) => ok)).toBe(true);
  expect(summarize(results)[0]).toMatchObject({ kind: "all judged", draws: 1 });
  const report = searchReport(results);
  expect(report.indexOf("Hangs of reasoning models, the worst:")).toBeLessThan(report.indexOf("--seed 2"));
});

test("the ten worst, each with its seed and what was drawn, in 80 columns", () => {
  const report = searchReport(Array.from({ length: 30 }, (_, n) => drawn(n + 1, 1 - n / 1000)));
  expect(report.match(/--seed \d+/g)).toEqual(Array.from({ length: 10 }, (_, n) => `--seed ${30 - n}`));
  expect(report.replace(/\s+/g, " ")).toContain("others: 2 × left, 40 × 429;");
  expect(report).toMatch(/load \d+ %/);
  expect(Math.max(...report.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("one draw with its members and what became of its outages", () => {
  const report = drawReport({
    ...drawn(17, 0.9),
    outages: [{ calls: 4, foundAfter: 1.25, backAfter: undefined }],
  });
  expect(report).toMatch(/one\/m +7 +7\ntwo\/m +5 +4\n/);
  expect(report).toContain(": 4 calls, found after 1.3 s, back after never");
});

test("nothing is said about nothing", () => {
  expect(searchReport([])).toBe("Nothing was drawn.");
});
