import type { LoadResult } from "../../local/simulation/load";
import { type StackLoad, stackLoad } from "./stackLoad";

jest.setTimeout(240_000);

/** What one consumer sends must cost no other anything. */
let prod: StackLoad;
const shared = { rate: 60, seconds: 70, warmUpSeconds: 10, instances: 2 };
/** The others without a neighbour. */
let alone: LoadResult;
beforeAll(async () => {
  prod = await stackLoad("prod", "checkout", "gpt-5.4");
  alone = await prod.run({ slice: 10 }, { ...shared, consumers: [others()] });
});
afterAll(() => prod.remove());

const others = () => ({ name: "checkout", key: prod.key("checkout") });

// Others had 6–22 % of their calls answered: every breaker was open.
test.each([
  { status: 429, retryAfterSeconds: 10 },
  { status: 429, retryAfterSeconds: 1 },
  { status: 500 },
] as const)("a consumer whose requests every member refuses harms nobody: %j", async (poison) => {
  const poisoner = { name: "batch", key: prod.key("batch-summaries"), rate: 5, sdkRetries: 2, poison };
  const load = await prod.run({ slice: 10 }, { ...shared, consumers: [others(), poisoner] });
  const [with_, without] = [load.consumers.checkout, alone.consumers.checkout];
  if (with_ === undefined || without === undefined) throw new Error("nobody sent anything");
  expect(with_.answered / with_.sent).toBeGreaterThanOrEqual(0.999);
  expect(with_.first / with_.sent).toBeGreaterThanOrEqual(without.first / without.sent - 0.01);
});

// Four calls each, to PTU again and again.
test("a prompt that PTU is too short for is answered by PAYG, and PTU stays in use for the others", async () => {
  const load = await prod.run(
    { slice: 10 },
    { rate: 20, seconds: 20, consumers: [{ ...others(), tooLong: 0.3 }] },
  );
  expect([load.answered, load.repeated]).toEqual([load.sent, 0]);
  expect(load.attempts).toBeLessThanOrEqual(1.35);
});
