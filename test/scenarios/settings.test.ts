import { settingRooms } from "apim-gateway";
import { type Fault, failsWith } from "../../local/simulation/faults";
import type { LoadOptions, LoadResult } from "../../local/simulation/load";
import { type StackLoad, stackLoad } from "./stackLoad";

jest.setTimeout(240_000);

let prod: StackLoad;
beforeAll(async () => {
  prod = await stackLoad("prod", "checkout", "gpt-5.4");
});
afterAll(() => prod.remove());

/** Settings that have words as values, and those. */
const words = new Map(
  Object.values(settingRooms).flatMap((room) =>
    Object.entries(room).flatMap(([name, { values }]) =>
      values.kind === "words" ? [[name, values.words] as const] : [],
    ),
  ),
);

interface Case {
  readonly what: string;
  readonly options: () => Partial<LoadOptions>;
  /** What must be true of it. */
  readonly holds: (load: LoadResult) => boolean;
}

const callers = (more: object = {}) => ({
  name: "checkout",
  key: prod.key("checkout"),
  streamed: 0.5,
  ...more,
});
const answered = ({ answered, sent }: LoadResult) => answered / sent > 0.98;
const othersAnswered = ({ consumers }: LoadResult) => {
  const others = consumers.checkout;
  return others !== undefined && others.answered / others.sent > 0.98;
};
const loses = (what: string, fault: Fault, seconds = 8): Case => ({
  what: `a region ${what}`,
  options: () => ({
    seconds,
    consumers: [callers()],
    outages: [{ fault, hits: (called) => prod.isIn(called, "eastus2"), from: 2 }],
  }),
  holds: answered,
});
const beside = (what: string, neighbour: object): Case => ({
  what,
  options: () => ({
    consumers: [callers(), { name: "neighbour", key: prod.key("batch-summaries"), rate: 5, ...neighbour }],
  }),
  holds: othersAnswered,
});

/** PTU overflows in each, and half of the answers are streams. */
const cases: readonly Case[] = [
  loses("refuses connections", { kind: "refused" }),
  // Those of its first seconds are lost: policies/LIMITS.md says so.
  { ...loses("hangs", { kind: "hangs" }, 20), holds: ({ answered, sent }) => sent - answered <= 25 * 8 },
  loses("answers 401", failsWith(401)),
  loses("answers 403", failsWith(403)),
  loses("answers 404 DeploymentNotFound", failsWith(404)),
  loses("answers 410", failsWith(410)),
  loses("answers 503", failsWith(503)),
  {
    what: "everything is throttled",
    options: () => ({ rate: 250, seconds: 4, consumers: [callers()] }),
    holds: ({ statuses }) => Object.keys(statuses).every((status) => status === "200" || status === "429"),
  },
  beside("a neighbour's requests are refused by every member with 429", {
    poison: { status: 429, retryAfterSeconds: 10 },
  }),
  beside("a neighbour's requests are answered with 500", { poison: { status: 500 } }),
  beside("a neighbour goes away before its answers", { timeLimitSeconds: 0.2 }),
  beside("a neighbour goes away in the middle of its streams", { timeLimitSeconds: 0.5, streamed: 1 }),
  {
    what: "prompts are too long for PTU",
    options: () => ({ consumers: [callers({ tooLong: 0.3 })] }),
    holds: answered,
  },
];

describe.each(["azure", "v1"] as const)("on surface %s", (surface) => {
  test.each(cases)(
    "$what: what is promised holds under every value of every undocumented setting that is met",
    async ({ options, holds }) => {
      const load = (settings: LoadOptions["settings"] = {}, onSetting?: (name: string) => void) =>
        prod.run(
          { slice: 10 },
          {
            surface,
            rate: 25,
            seconds: 8,
            ...options(),
            settings,
            ...(onSetting === undefined ? {} : { onSetting }),
          },
        );
      const met = new Set<string>();
      await load({}, (name) => met.add(name));
      // Where a key is ignored that an API does not require, keys in `api-key` are refused: policies/README.md says so.
      met.delete("optionalKey");
      const choices = [...met].flatMap((name) => {
        const values = words.get(name);
        return values === undefined ? [] : [[name, values] as const];
      });
      expect(choices.length).toBeGreaterThan(10);
      // All at once: in round n each setting has its nth value.
      const broken: unknown[] = [];
      for (let round = 0; round < Math.max(...choices.map(([, values]) => values.length)); round++) {
        const settings = Object.fromEntries(
          choices.map(([name, values]) => [name, values[round % values.length]]),
        );
        const result = await load(settings);
        if (!holds(result)) broken.push({ round, statuses: result.statuses });
      }
      expect(broken).toEqual([]);
    },
  );
});
