import { policyGateway } from "../policies/policyGateway";

/** Seconds before each retry of five. */
async function waits(attributes: string, settings: Readonly<Record<string, unknown>> = {}) {
  const at: number[] = [];
  const gateway = policyGateway({
    backend: `<retry condition="@(context.Response.StatusCode == 429)" count="5" ${attributes}><forward-request /></retry>`,
    settings,
    serve: () => {
      at.push(gateway.clock.now);
      return { status: 429 };
    },
  });
  await gateway.send();
  return at.slice(1).map((time, index) => (time - (at[index] as number)) / 1000);
}

/** Each within a fifth of `delta` times its factor. */
function expectAbout(
  seen: readonly number[],
  interval: number,
  delta: number,
  factors: readonly number[],
  cap: number,
) {
  expect(seen).toHaveLength(factors.length);
  for (const [index, factor] of factors.entries()) {
    expect(seen[index]).toBeGreaterThanOrEqual(Math.min(cap, interval + factor * delta * 0.8) - 0.001);
    expect(seen[index]).toBeLessThanOrEqual(Math.min(cap, interval + factor * delta * 1.2) + 0.001);
  }
}

test("an interval alone is the wait before every retry", async () => {
  expect(await waits(`interval="4"`)).toEqual([4, 4, 4, 4, 4]);
  expect(await waits(`interval="4" first-fast-retry="true"`)).toEqual([0, 4, 4, 4, 4]);
});

test("with `delta` each wait is longer than the one before by as much", async () => {
  expect(await waits(`interval="2" delta="3"`)).toEqual([2, 5, 8, 11, 14]);
});

test.each([
  ["n-1", [1, 2, 4, 8, 16]],
  ["2^n-1", [1, 3, 7, 15, 31]],
  // A public workshop's table for these numbers: 2, 4, 8, 16 and 30 seconds.
  ["2^(n-1)-1", [0, 1, 3, 7, 15]],
])("with `max-interval` too the waits double by chance up to it (%s)", async (retryExponential, factors) => {
  const seen = await waits(`interval="2" max-interval="30" delta="2"`, { retryExponential });
  expectAbout(seen, 2, 2, factors, 30);
});
