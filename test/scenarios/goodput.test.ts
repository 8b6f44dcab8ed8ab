import { type StackLoad, stackLoad } from "./stackLoad";

jest.setTimeout(120_000);

/**
 * The policies of prod under load, in virtual time: gpt-5.1 with PTU for 10 + 5 requests per second and PAYG for
 * 30 + 30 + 30 + 20. The same seed gives the same figures.
 */
let prod: StackLoad;
beforeAll(async () => {
  prod = await stackLoad("prod", "checkout", "gpt-5.1");
});
afterAll(() => prod.remove());

const goodput = (answered: number, rate: number) => answered / 60 / Math.min(rate, prod.capacity);

test("the model has 125 requests per second", () => {
  expect(prod.capacity).toBe(125);
});

test.each([
  { slice: 1, share: 0.7, least: 0.999 },
  { slice: 1, share: 0.9, least: 0.99 },
  { slice: 10, share: 0.7, least: 0.999 },
  { slice: 10, share: 0.9, least: 0.99 },
  { slice: 60, share: 0.9, least: 0.99 },
])(
  "at $share of capacity, PAYG judged in slices of $slice s, $least and more are answered",
  async ({ slice, share, least }) => {
    const rate = share * prod.capacity;
    const { answered, sent, attempts, repeated } = await prod.run({ slice }, { rate });
    expect(answered / sent).toBeGreaterThanOrEqual(least);
    expect(attempts).toBeLessThanOrEqual(slice === 1 ? 1.12 : 1.02);
    expect(repeated).toBe(0);
  },
);

test.each([1, 10, 60])(
  "goodput does not fall as load rises to three times capacity, slices of %d s",
  async (slice) => {
    const shares: number[] = [];
    for (const share of [0.9, 1.1, 2, 3]) {
      const rate = share * prod.capacity;
      shares.push(goodput((await prod.run({ slice }, { rate })).answered, rate));
    }
    for (const share of shares) expect(share).toBeGreaterThanOrEqual(slice === 1 ? 0.95 : 0.99);
  },
);

test.each([1, 10, 60])(
  "paid capacity stays busy when it is asked for more, whatever a PTU asks to wait: %d s",
  async (seconds) => {
    const load = await prod.run(
      { slice: 10 },
      {
        rate: 0.7 * prod.capacity,
        retryAfter: ({ deployment }) => (deployment.endsWith("-ptu") ? seconds : "exact"),
      },
    );
    const served = Object.entries(load.calls)
      .filter(([name]) => name.endsWith("-ptu"))
      .reduce((sum, [, count]) => sum + count.served, 0);
    expect(served / 60 / 15).toBeGreaterThanOrEqual(0.98);
  },
);

describe.each(["error", "response"])(
  "when no member may be called and that arrives as %s",
  (unavailableAs) => {
    test.each([
      ["BackendConnectionFailure", "first-closing"],
      ["BackendPoolUnavailable", "first-closing"],
      ["BackendConnectionFailure", "absent"],
    ])(
      "with reason %s and Retry-After %s, every refused caller is told 429, the first and the later ones",
      async (reason, unavailableRetryAfter) => {
        const settings = { unavailableAs, unavailableErrorReason: reason, unavailableRetryAfter };
        const { statuses, retryAfters } = await prod.run(
          { slice: 10 },
          { rate: 3 * prod.capacity, seconds: 25, settings },
        );
        expect(Object.keys(statuses)).toEqual(["200", "429"]);
        for (const told of Object.keys(retryAfters)) expect(Number(told)).toBeGreaterThanOrEqual(1);
      },
    );
  },
);
