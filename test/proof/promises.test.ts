import type { Failure } from "../../local/proof/failures";
import { judge, type ModelSeen } from "../../local/proof/promises";
import type { Answers, LoadResult } from "../../local/simulation/load";

const promises = {
  regionLoss: 99.5,
  hangLeftWithinSeconds: 12,
  ptuFirst: 80,
  neighbours: 99.5,
  promptTokens: 1000,
  completionTokens: 200,
};
const answers = (answered: number, servedBy = {}): Answers => ({
  sent: 100,
  answered,
  first: answered,
  statuses: {},
  late: 0,
  addedMs: { p50: 0, p99: 0 },
  servedBy,
});
const member = (region: string, tier: "ptu" | "payg") => ({
  account: `oai-${region}`,
  deployment: `m-${tier}`,
  tier,
  region,
  priority: 1,
  rate: 5,
  requestRate: 5,
});
const run = (kind: Failure["kind"], result: Partial<LoadResult>, poisoner?: string) => ({
  failure: {
    name: kind,
    what: kind,
    kind,
    region: kind === "region" || kind === "hang" ? "a" : undefined,
    fault: undefined,
    hits: ({ region }: { readonly region: string }) => region === "a",
  },
  result: { ...answers(100), consumers: {}, calls: {}, outages: [], ...result } as unknown as LoadResult,
  rate: 10,
  poisoner,
});
const seen = (...runs: readonly ReturnType<typeof run>[]): ModelSeen => ({
  model: "m",
  members: [member("a", "ptu"), member("a", "payg"), member("b", "payg")],
  consumers: [
    { name: "app", class: "critical", rate: 5, regions: ["a", "b"] },
    { name: "jobs", class: "batch", rate: 5, regions: ["a", "b"] },
  ],
  runs,
});
const states = (...runs: readonly ReturnType<typeof run>[]) =>
  judge({ promises }, seen(...runs)).map(({ promise, state, seen: text }) => `${promise} ${state}: ${text}`);
const usual = (consumers: LoadResult["consumers"]) =>
  run("none", { consumers, calls: { "oai-a/m-ptu": { asked: 100, served: 100, work: 100 } }, sent: 100 });

test("the loss of a region is judged consumer by consumer", () => {
  expect(states(run("region", { consumers: { app: answers(100), jobs: answers(97) } }))).toEqual([
    "regionLoss kept: app 100 % answered",
    "regionLoss broken: jobs 97.0 % answered; what is left carries 5.0 of 10 requests/s",
  ]);
});

test("a hang is judged where it is asked often enough to tell", () => {
  const hang = (foundAfter: number | undefined) =>
    run("hang", { outages: [{ calls: 9, foundAfter, backAfter: 1 }] });
  const often = usual({ app: answers(100), jobs: answers(100) });
  expect(states(often, hang(7))).toContain("hangLeftWithinSeconds kept: left after 7.0 s");
  expect(states(often, hang(13))).toContain("hangLeftWithinSeconds broken: left after 13.0 s");
  expect(states(often, hang(undefined))).toContain("hangLeftWithinSeconds broken: never left");
  expect(states(run("none", { sent: 100 }), hang(13))).toContain(
    "hangLeftWithinSeconds kept: not shown: it is asked 0.0 times a second, too seldom to tell",
  );
});

test("what critical consumers have of PTU is compared with what they have alone", () => {
  const alone = run("critical", { consumers: { app: answers(100, { "oai-a/m-ptu": 90 }) } });
  const beside = (count: number) => usual({ app: answers(100, { "oai-a/m-ptu": count }) });
  expect(states(alone, beside(80))).toEqual(["ptuFirst kept: app 80.0 % from PTU, 90.0 % if it were alone"]);
  expect(states(alone, beside(60))).toEqual([
    "ptuFirst broken: app 60.0 % from PTU, 90.0 % if it were alone",
  ]);
});

test("one consumer's errors are judged by the others, and not where there was too little before", () => {
  const poisoned = run("poison", { consumers: { app: answers(98), jobs: answers(0) } }, "jobs");
  expect(states(usual({ app: answers(100) }), poisoned)).toContain(
    "neighbours broken: app 98.0 % answered beside jobs",
  );
  expect(states(usual({ app: answers(90) }), poisoned)).toContain(
    "neighbours beyond: more is asked of it than there is room for",
  );
});

test("a promise of 0 is none", () => {
  const none = { ...promises, regionLoss: 0 };
  expect(
    judge({ promises: none }, seen(run("region", { consumers: { app: answers(0), jobs: answers(0) } }))),
  ).toEqual([]);
});
