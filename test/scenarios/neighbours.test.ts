import type { AccountRules } from "../../local/simulation/accountRules";
import type { Consumer, LoadOptions, LoadResult } from "../../local/simulation/load";
import { type StackLoad, stackLoad } from "./stackLoad";

jest.setTimeout(240_000);

/** What one consumer does must cost no other anything, and no account. */
const stacks: Record<string, StackLoad> = {};
/** Stacks that differ in what the neighbour may use. */
const limits = {
  none: "",
  tokens: "    tokensPerMinute: 100\n",
  requests: "    tokensPerMinute: 1000000\n    requestsPerMinute: 30\n",
  quota: "    tokensPerMinute: 1000000\n    tokenQuota: { tokens: 100, period: Hourly }\n",
};
const own = "    tokensPerMinute: 50000\n    tokenQuota: { tokens: 500000000, period: Monthly }\n";

beforeAll(async () => {
  for (const [name, limit] of Object.entries(limits))
    stacks[name] = await stackLoad("prod", "checkout", "gpt-5.4", (yaml) => {
      if (!yaml.includes(own)) throw new Error("The stack's file has other limits.");
      return limit === "" ? yaml : yaml.replace(own, limit);
    });
});
afterAll(() => {
  for (const stack of Object.values(stacks)) stack.remove();
});

const rules: AccountRules = { slice: 10 };
const seconds = 40;
const warmUpSeconds = 10;

type Neighbour = Omit<Consumer, "name" | "key" | "rate">;

/** The others' answers, and how often an account was set aside, with a neighbour or without one. */
async function besides(
  limit: keyof typeof limits,
  neighbour: Neighbour | undefined,
  streamed: number,
  options: Partial<LoadOptions>,
) {
  const stack = stacks[limit] as StackLoad;
  let aside = 0;
  const load = await stack.run(rules, {
    rate: 100,
    seconds,
    warmUpSeconds,
    instances: 2,
    ...options,
    onMetric: (name) => {
      if (name === "Members set aside") aside++;
    },
    consumers: [
      { name: "others", key: stack.key("checkout"), streamed },
      ...(neighbour === undefined
        ? []
        : [{ name: "neighbour", key: stack.key("batch-summaries"), rate: 5, ...neighbour }]),
    ],
  });
  const of = (name: string) => load.consumers[name] as LoadResult["consumers"][string];
  return { others: of("others"), neighbour: of("neighbour"), aside };
}

const neighbours: readonly {
  readonly does: string;
  /** Nothing else, in whichever order. */
  readonly gets: readonly string[];
  readonly limit?: keyof typeof limits;
  readonly how: Neighbour;
}[] = [
  // Others had 6–22 % of their calls answered: every breaker was open.
  {
    does: "sends what every member refuses with 429 for 10 s",
    gets: ["429"],
    how: { sdkRetries: 2, poison: { status: 429, retryAfterSeconds: 10 } },
  },
  {
    does: "sends what every member refuses with 429 for 1 s",
    gets: ["429"],
    how: { sdkRetries: 2, poison: { status: 429, retryAfterSeconds: 1 } },
  },
  {
    does: "sends what every member answers with 500",
    // 429 where nobody has to be asked any more.
    gets: ["429", "503"],
    how: { sdkRetries: 2, poison: { status: 500 } },
  },
  { does: "is over its tokens per minute", gets: ["200", "429"], limit: "tokens", how: { sdkRetries: 2 } },
  {
    does: "is over its requests per minute",
    gets: ["200", "429"],
    limit: "requests",
    how: { sdkRetries: 2 },
  },
  { does: "has used its quota up", gets: ["403"], limit: "quota", how: {} },
  { does: "sends more than the tier can read", gets: ["413"], how: { bodyBytes: 2_200_000 } },
  {
    does: "goes away before the head of each answer",
    gets: ["429", "0"],
    how: { timeLimitSeconds: 0.2, sdkRetries: 2 },
  },
  {
    does: "goes away in the middle of each stream",
    gets: ["0"],
    how: { timeLimitSeconds: 0.5, streamed: 1, sdkRetries: 2 },
  },
];

describe.each(["azure", "v1"] as const)("on surface %s", (surface) => {
  describe.each([0, 1])("of the others' answers, %d streamed", (streamed) => {
    let alone: Awaited<ReturnType<typeof besides>>;
    beforeAll(async () => {
      alone = await besides("none", undefined, streamed, { surface });
    });

    test.each(neighbours)("who $does harms nobody", async ({ gets, limit = "none", how }) => {
      const { others, neighbour, aside } = await besides(limit, how, streamed, { surface });
      expect(gets).toEqual(expect.arrayContaining(Object.keys(neighbour.statuses)));
      expect(neighbour.statuses).toHaveProperty(gets.at(-1) as string);
      expect(others.answered / others.sent).toBeGreaterThanOrEqual(0.999);
      expect(others.first / others.sent).toBeGreaterThanOrEqual(
        alone.others.first / alone.others.sent - 0.01,
      );
      expect(aside).toBe(0);
    });
  });
});

// Four calls each, to PTU again and again.
test("a prompt that PTU is too short for is answered by PAYG, and PTU stays in use for the others", async () => {
  const { none } = stacks as { none: StackLoad };
  const key = none.key("checkout");
  const load = await none.run(rules, {
    rate: 20,
    seconds: 20,
    consumers: [{ name: "checkout", key, tooLong: 0.3 }],
  });
  expect([load.answered, load.repeated]).toEqual([load.sent, 0]);
  expect(load.attempts).toBeLessThanOrEqual(1.35);
});
