import type { EnvironmentPiece, PullRequestPieces } from "../../../cli/comment/pieces";
import { verdictOf } from "../../../cli/comment/verdict";
import { rules } from "../../../cli/comment/verdictRules";
import { costAdded } from "../../../infra/cost/costChange";
import { costOf } from "../../../infra/cost/costOf";
import type { Problem } from "../../../infra/problem";
import { compareFleets } from "../../../infra/review/compareFleets";
import { planRouting } from "../../../infra/routing/planRouting";
import { parseTopology } from "../../../infra/topology/parse";
import { fleetYaml } from "../../review/edits";
import { edited } from "../../topology/fixture";

const read = (text: string) => {
  const checked = parseTopology(text, "stacks/prod.yaml");
  if (!checked.ok) throw new Error("not valid");
  return checked.value;
};
const compared = (...edit: [string, string]) =>
  ({ kind: "compared", ...compareFleets(read(fleetYaml), read(edited(fleetYaml, edit))) }) as const;
const same = compared("protect: true", "protect: true # as before");

const quiet: EnvironmentPiece = {
  name: "prod",
  file: "stacks/prod.yaml",
  changed: true,
  problems: [],
  routing: same,
  policies: [],
  preview: {
    kind: "known",
    counts: { create: 0, update: 0, replace: 0, delete: 0, same: 9 },
    resources: [],
    warnings: [],
  },
  previewText: undefined,
  proof: { kind: "not asked" },
};
const pieces = (
  piece: Partial<EnvironmentPiece>,
  more: Partial<PullRequestPieces> = {},
): PullRequestPieces => ({
  environments: [{ ...quiet, ...piece }],
  tests: { kind: "known", passed: 9, failed: 0, skipped: 0 },
  outcomes: [{ name: "types", result: "success" }],
  ...more,
});
const problem = (severity: Problem["severity"]): Problem => ({
  severity,
  rule: "r",
  position: { file: "stacks/prod.yaml", line: 1, column: 1 },
  path: "p",
  message: "m",
  remedy: "r",
});
const failed = { kind: "failed", reason: "r", messages: ["no login"], protected: [] } as const;
const lost = {
  operation: "delete",
  type: "apimanagement:Subscription",
  name: "checkout",
  properties: [],
  precious: "a consumer's keys",
} as const;

/** One case of each row of the table, found by nothing else. */
const cases: Readonly<Record<string, readonly [pieces: PullRequestPieces, level: string, reason: string]>> = {
  "errors of the file": [pieces({ problems: [problem("error")] }), "broken", "stacks/prod.yaml has 1 error"],
  "protection stops the preview": [
    pieces({ preview: { ...failed, protected: ["prod-eastus2"] } }),
    "broken",
    "protection keeps `prod-eastus2`, which this change would delete or replace; where that is meant: a region goes by `retire: true` first, which takes its traffic and its protection away; for anything else `pulumi state unprotect` (prod)",
  ],
  "the preview failed": [
    pieces({ preview: failed }),
    "broken",
    "the preview failed, so nothing is known of the resources: no login (prod)",
  ],
  "tests failed": [
    pieces({}, { tests: { kind: "known", passed: 1, failed: 2, skipped: 0 } }),
    "broken",
    "2 tests failed",
  ],
  "another check failed": [
    pieces({}, { outcomes: [{ name: "types", result: "cancelled" }] }),
    "broken",
    "types: cancelled",
  ],
  "a setting takes something away": [
    pieces({ routing: compared("tokensPerMinute: 200000", "tokensPerMinute: 20") }),
    "careful",
    "checkout: 200,000 → 20 tokens a minute (prod)",
  ],
  "an environment goes": [
    pieces({ routing: { kind: "removed" } }),
    "careful",
    "the environment is removed (prod)",
  ],
  "what cannot simply be made again is deleted or replaced": [
    pieces({ preview: { ...quiet.preview, resources: [lost] } as never }),
    "careful",
    "deletes `checkout` (prod)",
  ],
  "traffic loses what no setting explains": [
    pieces({
      routing: {
        ...same,
        changes: [{ kind: "ptu-lost", impact: "loss", model: "m", region: "r", text: "loses PTU 5" }],
      },
    }),
    "careful",
    "m: r loses PTU 5 (prod)",
  ],
  "what changes is not known": [
    pieces({ routing: { kind: "unknown", reason: "r" } }),
    "careful",
    "what changes is not known (prod)",
  ],
  "there is no preview": [
    pieces({ preview: { kind: "missing", reason: "r" } }),
    "careful",
    "there is no preview (prod)",
  ],
  "there are no tests": [
    pieces({}, { tests: { kind: "unknown", reason: "The tests left no result." } }),
    "careful",
    "nobody knows whether the tests pass: the tests left no result",
  ],
  "warnings of the file": [
    pieces({ problems: [problem("warning")] }),
    "careful",
    "stacks/prod.yaml has 1 warning",
  ],
};

describe("the verdict", () => {
  test("has a case for each row that takes something away", () => {
    expect(Object.keys(cases)).toEqual(rules.filter(({ level }) => level !== "note").map(({ name }) => name));
  });

  test.each(Object.entries(cases))("%s", (name, [found, level, reason]) => {
    expect(verdictOf(found)).toEqual({ level, reasons: [reason], notes: [] });
    const finders = rules.filter((rule) => rule.find(found).length > 0);
    expect(finders.map((rule) => rule.name)).toEqual([name]);
  });

  test("is that nothing is lost where no row finds anything, with who may do more", () => {
    expect(verdictOf(pieces({}))).toEqual({ level: "fine", reasons: [], notes: [] });
    const open = compared(
      "models: [gpt-5.1, gpt-5.5, text-embedding-3-large]",
      "models: [gpt-5.1, gpt-5.5, text-embedding-3-large, gpt-5.6-luna]",
    );
    expect(verdictOf(pieces({ routing: open }))).toEqual({
      level: "fine",
      reasons: [],
      notes: ["batch-summaries may call gpt-5.6-luna (prod)"],
    });
  });

  test("says what a change does to the bill, also where nothing is lost, and what a new environment costs", () => {
    const more = compared("gpt-5.1: { ptu: 100, payg: 300 }", "gpt-5.1: { ptu: 150, payg: 300 }");
    const [bill] = verdictOf(pieces({ routing: more })).notes;
    expect(bill).toMatch(/^PTU: [\d,]+ → [\d,]+ USD a month \(\+\d+,\d{3}\) \(prod\)$/);
    const cost = costAdded(costOf(read(fleetYaml)));
    const added = pieces({ routing: { kind: "added", after: planRouting(read(fleetYaml)), cost } });
    expect(verdictOf(added).notes).toEqual([expect.stringMatching(/^PTU: 0 → [\d,]+ USD a month/)]);
  });

  test("is the worst of what is found, the worst first", () => {
    const both = pieces({ problems: [problem("warning"), problem("error")] });
    expect(verdictOf(both)).toMatchObject({
      level: "broken",
      reasons: ["stacks/prod.yaml has 1 error", "stacks/prod.yaml has 1 warning"],
    });
  });

  test("tells many of one kind in one reason", () => {
    const endpoints = ["a", "b", "c", "d", "e"].map((name) => ({ ...lost, name, precious: "an endpoint" }));
    expect(
      verdictOf(pieces({ preview: { ...quiet.preview, resources: endpoints } as never })).reasons,
    ).toEqual(["deletes `a`, `b`, `c`, … and 2 more (prod)"]);
  });
});
