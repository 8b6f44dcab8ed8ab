import { countsAfter, countsBetween, type FleetCounts, fleetCounts } from "../../../cli/load/fleetCounts";
import { loadReport } from "../../../cli/load/loadReport";
import { nobodyMay } from "../../../cli/load/wrongNames";
import { plain } from "../../../infra/routing/report/layout";
import { LoadTally } from "../../../local/load/loadTally";

const style = { width: 80, colours: plain };
const none: FleetCounts = { called: [], answers: [] };

function tallied(
  ...sent: [consumer: string, model: string, status: number | undefined, ms: number][]
): LoadTally {
  const tally = new LoadTally();
  for (const [consumer, model, status, milliseconds] of sent)
    tally.add({ consumer, model, status, milliseconds });
  return tally;
}

const member = (change: Partial<FleetCounts["called"][0]> = {}): FleetCounts["called"][0] => ({
  region: "swedencentral",
  account: "oai-aoai-prod-swec",
  deployment: "gpt-5.4-ptu",
  tier: "ptu",
  answered: 0,
  throttled: 0,
  failed: 0,
  ...change,
});

test("consumers stand above their models, with the share of PTU, in 80 columns", () => {
  const tally = tallied(
    ["checkout", "gpt-5.4", 200, 900],
    ["checkout", "gpt-5.4", 200, 1100],
    ["checkout", "gpt-5.4", 429, 5],
    ["checkout", "text-embedding-3-large", 200, 90],
    ["batch-summaries", "gpt-5.4", undefined, 12_000],
  );
  const counts = {
    called: [member({ answered: 2, throttled: 1 }), member({ region: "westus3" })],
    answers: [
      { consumer: "checkout", model: "gpt-5.4", ptu: 1, payg: 1 },
      { consumer: "checkout", model: "text-embedding-3-large", ptu: 0, payg: 1 },
    ],
  };
  expect(loadReport({ tally, held: 0, unfinished: 0, seconds: 10 }, counts, style)).toBe(
    `5 requests in 10 s, 0.5 a second: what callers got
sent  answered  429  failed  p50 ms  p95 ms  by PTU  consumer, model
   1     0.0 %    0       1       –       –       –  batch-summaries
   1     0.0 %    0       1       –       –       –    gpt-5.4
   4    75.0 %    1       0     900    1100  33.3 %  checkout
   3    66.6 %    1       0    1100    1100  50.0 %    gpt-5.4
   1     100 %    0       0      90      90   0.0 %    text-embedding-3-large
   5    60.0 %    1       1     900    1100  33.3 %  all

Who was called for it
region         deployment   tier  answered  429  failed
swedencentral  gpt-5.4-ptu  PTU          2    1       0
`,
  );
});

test("a name that leaves no room stands below its figures, whole", () => {
  const name = "a-model-with-a-name-of-the-longest-that-azure-allows-in-all-cases";
  const out = loadReport(
    { tally: tallied(["c", name, 404, 3]), held: 0, unfinished: 0, seconds: 1 },
    none,
    style,
  );
  expect(out.split("\n").slice(1, 6)).toEqual([
    "sent  answered  429  failed  refused  p50 ms  p95 ms  by PTU",
    "   1     0.0 %    0       0        1       –       –       –",
    "  c",
    "   1     0.0 %    0       0        1       –       –       –",
    `    ${name}`,
  ]);
});

test("what is not in the table is said below it", () => {
  const answers = [{ consumer: "c", model: "m", ptu: 3, payg: 0 }];
  const tally = tallied(["c", "m", 200, 3]);
  const out = loadReport({ tally, held: 4, unfinished: 2, seconds: 1 }, { called: [], answers }, style);
  expect(out.split("\n").slice(4)).toEqual([
    "2 had no answer yet when it was interrupted.",
    "4 were not sent: too many were under way.",
    "The fleet answered 2 more meanwhile: somebody else sends to it too.",
    "",
  ]);
});

test("what is counted between two looks is found by name: an edit may move deployments", () => {
  const before = { called: [member({ answered: 5, throttled: 1 })], answers: [] };
  const after = {
    called: [member({ region: "westus3", failed: 2 }), member({ answered: 7, throttled: 1 })],
    answers: [{ consumer: "c", model: "m", ptu: 3, payg: 1 }],
  };
  expect(countsBetween(before, after)).toEqual({
    called: [member({ region: "westus3", failed: 2 }), member({ answered: 2 })],
    answers: after.answers,
  });
});

test("the fleet is asked again until it knows of every answer, for two seconds", async () => {
  const seen = (ptu: number): FleetCounts => ({
    called: [member()],
    answers: [{ consumer: "c", model: "m", ptu, payg: 0 }],
  });
  const waits: number[] = [];
  const sleep = async (milliseconds: number) => void waits.push(milliseconds);
  const looks =
    (...each: FleetCounts[]) =>
    async () =>
      (each.length > 1 ? each.shift() : each[0]) as FleetCounts;
  expect(await countsAfter(looks(seen(8), seen(9), seen(10)), seen(7), 3, sleep)).toEqual(seen(3));
  expect(waits).toEqual([100, 100]);
  expect(await countsAfter(looks(seen(8)), seen(7), 3, sleep)).toEqual(seen(1));
  expect(waits).toHaveLength(2 + 19);
  // One that does not count is not waited for.
  expect(await countsAfter(looks(none), none, 3, sleep)).toEqual(none);
  expect(waits).toHaveLength(2 + 19);
});

test("a fleet that does not count, or is gone, has counted nothing", async () => {
  const note = { control: "http://127.0.0.1:9", token: "t" };
  const asked: string[] = [];
  const ask = (async (url: string, { headers }: { headers: Record<string, string> }) => {
    asked.push(`${url} ${headers.authorization}`);
    return url.endsWith("/called") ? new Response("{}", { status: 404 }) : Promise.reject(new Error("gone"));
  }) as unknown as typeof fetch;
  expect(await fleetCounts(note, ask)).toEqual(none);
  expect(asked).toEqual(["http://127.0.0.1:9/called Bearer t", "http://127.0.0.1:9/answers Bearer t"]);
});

test("who may not ask for a model is told what it may ask for", () => {
  const caller = { consumer: "claims", model: "gpt-5.4", kind: "chat", surface: "v1", weight: 1 } as const;
  expect(nobodyMay({ consumer: "claims", model: "gpt-5.5" }, [caller])).toBe(
    "`claims` may not ask for `gpt-5.5`: it may ask for gpt-5.4.",
  );
  expect(nobodyMay({ consumer: "nobody" }, [caller])).toMatch(
    /`anything`: .* nothing that this command sends/,
  );
  expect(nobodyMay({ model: "whisper" }, [caller])).toMatch(/^Nobody may ask for `whisper` what this/);
});
