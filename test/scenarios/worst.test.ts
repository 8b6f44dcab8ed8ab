import type { Outage } from "../../local/simulation/faults";
import type { LoadOptions } from "../../local/simulation/load";
import { type Admitting, type StackLoad, stackLoad } from "./stackLoad";

jest.setTimeout(240_000);

/** What `npm run bench routing -- --search` found to be worst, each with its reason, as small as it still shows. */
let prod: StackLoad;
/** A model that does not reason, of one deployment. */
let triage: StackLoad;
beforeAll(async () => {
  prod = await stackLoad("prod", "checkout", "gpt-5.1");
  triage = await stackLoad("prod", "claims", "claims-triage");
});
afterAll(() => {
  prod.remove();
  triage.remove();
});

const run = (admitting: Admitting, options: Partial<LoadOptions> & Pick<LoadOptions, "rate">) =>
  prod.run(admitting, { ...options, surface: "v1" });

const hangs = (hits: Outage["hits"], times: Omit<Outage, "fault" | "hits">): Outage => ({
  fault: { kind: "hangs" },
  hits,
  ...times,
});

// Seeds 66, 67, 113: the PAYG deployment of the same account was heard, so nobody missed the PTU: each of its requests waited
// until the time limit.
test("a deployment that hangs alone is found, and its account's other one stays in use", async () => {
  const load = await run(
    { slice: 10 },
    {
      rate: 30,
      seconds: 45,
      outages: [
        hangs((called) => prod.isIn(called, "eastus2") && called.deployment.endsWith("-ptu"), {
          from: 10,
          to: 300,
        }),
      ],
    },
  );
  expect(load.outages[0]?.foundAfter).toBeLessThanOrEqual(8);
  const [other] = Object.entries(load.calls).filter(
    ([name]) =>
      name.endsWith("-payg") &&
      prod.isIn({ account: name.split("/")[0] ?? "", deployment: name.split("/")[1] ?? "" }, "eastus2"),
  );
  expect((other?.[1].served ?? 0) / load.sent).toBeGreaterThan(0.3);
});

// Seeds 39, 143, 149: the answer came before one could see in the cache that somebody had asked, so the question stayed
// open, and after a long refusal all healthy accounts were taken for silent.
test("an account that refuses at once is not taken for silent when its next minute begins", async () => {
  const load = await run(
    { slice: 60 },
    { rate: 250, seconds: 70, instances: 4, cacheLagMs: 50, answerSeconds: 0.2 },
  );
  expect(load.answered / (prod.capacity * 70)).toBeGreaterThanOrEqual(0.97);
});
