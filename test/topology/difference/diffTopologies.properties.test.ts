import fc from "fast-check";
import { pullRequestComment } from "../../../cli/comment/pullRequest";
import { costChange } from "../../../infra/cost/costChange";
import { costOf } from "../../../infra/cost/costOf";
import { reviewTopologies } from "../../../infra/review/reviewTopologies";
import { diffPlans } from "../../../infra/routing/diffPlans";
import { planRouting } from "../../../infra/routing/planRouting";
import { differenceMarkdown, differenceText } from "../../../infra/routing/report/difference";
import { plain } from "../../../infra/routing/report/layout";
import { diffTopologies } from "../../../infra/topology/difference/diffTopologies";
import { settingsOf } from "../../../infra/topology/difference/settings";
import type { Topology } from "../../../infra/topology/topology";
import { fleetYaml } from "../../review/edits";
import { sketches } from "../../routing/sketches";
import { fleet } from "../../routing/topologies";
import { stacks } from "../mutations";
import { fleetText, topologyOf } from "./fleetText";

const topologies: fc.Arbitrary<Topology> = fc.oneof(
  fc.constantFrom(
    topologyOf(fleetText),
    topologyOf(fleetYaml),
    ...stacks.map(({ text }) => topologyOf(text)),
  ),
  sketches.map(fleet),
);

type Place = readonly (string | number)[];

/** Every place of a value that can be changed: its leaves, lists that can lose their last item or turn round. */
function places(value: unknown, path: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return value === undefined ? [] : [path];
  const inside = Object.entries(value).flatMap(([key, inner]) =>
    places(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return Array.isArray(value) && value.length > 0 ? [path, ...inside] : inside;
}

/** Every place of a mapping: each could have one key more. */
function mappings(value: unknown, path: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, inner]) =>
    mappings(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return Array.isArray(value) ? inside : [path, ...inside];
}

const copied = <T>(value: T): T => JSON.parse(JSON.stringify(value));

function changedAt(topology: Topology, path: Place, turn: boolean): Topology {
  const copy = copied(topology);
  // biome-ignore lint/suspicious/noExplicitAny: a path leads anywhere.
  let holder: any = copy;
  for (const key of path.slice(0, -1)) holder = holder[key];
  const last = path[path.length - 1] as string;
  const value = holder[last];
  if (Array.isArray(value)) turn && value.length > 1 ? value.reverse() : value.pop();
  else if (typeof value === "number") holder[last] = value + 1;
  else if (typeof value === "boolean") holder[last] = !value;
  else holder[last] = `${value}x`;
  return copy;
}

/** A topology, and the same with one leaf, or the length or order of one list, changed. */
const pairs = topologies.chain((topology) =>
  fc
    .tuple(fc.constantFrom(...places(topology).filter(([first]) => first !== "file")), fc.boolean())
    .map(([path, turn]) => ({ topology, other: changedAt(topology, path, turn), path })),
);

describe("the settings in which any two fleets differ", () => {
  test("are none for a fleet and itself", () => {
    fc.assert(
      fc.property(topologies, (topology) => {
        expect(diffTopologies(topology, copied(topology))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test("are some when any leaf is another, and then no report says that nothing changes", () => {
    fc.assert(
      fc.property(pairs, ({ topology, other }) => {
        const settings = reviewTopologies(topology, other);
        expect(settings).not.toEqual([]);
        expect(settings.map(({ path }) => path).sort()).toEqual(
          diffTopologies(topology, other)
            .map(({ path }) => path)
            .sort(),
        );
        expect(diffTopologies(other, topology).length).toBe(settings.length);
        for (const { before, after } of settings)
          expect(JSON.stringify(before)).not.toBe(JSON.stringify(after));
        // Hardest where the routing does not show it.
        const plan = planRouting(topology);
        const cost = costChange(costOf(topology), costOf(other));
        const difference = { before: plan, after: plan, changes: [], settings, cost };
        const comment = pullRequestComment({
          environments: [
            {
              name: "prod",
              file: "stacks/prod.yaml",
              changed: true,
              problems: [],
              routing: { kind: "compared", ...difference },
              policies: [],
              preview: {
                kind: "known",
                counts: { create: 0, update: 0, replace: 0, delete: 0, same: 9 },
                resources: [],
                warnings: [],
              },
              previewText: undefined,
              proof: { kind: "not asked" },
            },
          ],
          tests: { kind: "known", passed: 1, failed: 0, skipped: 0 },
          outcomes: [],
        });
        const reports = [
          differenceText(difference, { width: 80, colours: plain }),
          differenceMarkdown(difference),
          comment.replace("**Resources:** no change, 9 unchanged", ""),
        ];
        for (const report of reports) {
          expect(report).not.toMatch(/no change/i);
          expect(report).not.toMatch(/undefined|\[object|NaN/);
        }
        expect(comment.split("\n")[2]?.startsWith("## ⚠️ Be careful — ")).toBe(
          settings.some(({ level }) => level === "careful"),
        );
      }),
      { numRuns: 400 },
    );
  });

  test("are some in the words of the file, whichever value is another", () => {
    const isValue = ({ topology, path }: { topology: Topology; path: Place }) =>
      typeof path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], topology) !==
      "object";
    fc.assert(
      fc.property(pairs.filter(isValue), ({ topology, other }) => {
        expect(JSON.stringify(settingsOf(other))).not.toBe(JSON.stringify(settingsOf(topology)));
      }),
      { numRuns: 600 },
    );
  });

  test("are told of a setting that nobody has thought of yet, and then it asks for care", () => {
    const additions = topologies.chain((topology) =>
      fc
        .constantFrom(...mappings(topology).filter(([first]) => first !== "file" && first !== "tags"))
        .map((path) => ({ topology, path })),
    );
    fc.assert(
      fc.property(additions, ({ topology, path }) => {
        const other = copied(topology);
        // biome-ignore lint/suspicious/noExplicitAny: a path leads anywhere.
        path.reduce<any>((value, key) => value[key], other).thoughtOfLater = 5;
        for (const [from, to] of [
          [topology, other],
          [other, topology],
        ] as const) {
          const told = reviewTopologies(from, to);
          expect([path, told.map(({ level }) => level)]).toEqual([path, expect.arrayContaining(["careful"])]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("are none exactly when the fleets are equal", () => {
    fc.assert(
      fc.property(topologies, topologies, (a, b) => {
        const equal = JSON.stringify({ ...a, file: "" }) === JSON.stringify({ ...b, file: "" });
        expect(diffTopologies(a, b).length === 0).toBe(equal);
        if (!equal) {
          const [before, after] = [planRouting(a), planRouting(b)];
          const difference = {
            before,
            after,
            changes: diffPlans(before, after),
            settings: diffTopologies(a, b),
          };
          expect(differenceText(difference, { width: 80, colours: plain })).not.toMatch(/no change/i);
          expect(differenceMarkdown(difference)).not.toMatch(/no change/i);
        }
      }),
      { numRuns: 60 },
    );
  });
});
