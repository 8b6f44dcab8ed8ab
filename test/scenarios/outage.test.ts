import type { Fault } from "../../local/simulation/faults";
import { type StackLoad, stackLoad } from "./stackLoad";

jest.setTimeout(120_000);

/** One account of the fleet fails; the others can carry 85 requests per second. */
let prod: StackLoad;
let dev: StackLoad;
beforeAll(async () => {
  prod = await stackLoad("prod", "checkout", "gpt-5.1");
  dev = await stackLoad("dev", "playground", "gpt-5.1");
});
afterAll(() => {
  prod.remove();
  dev.remove();
});

const faults: readonly (readonly [how: string, fault: Fault])[] = [
  ["refuses connections", { kind: "refused" }],
  ["answers 401", { kind: "status", status: 401 }],
  ["answers 403", { kind: "status", status: 403 }],
  [
    "answers 404 DeploymentNotFound",
    { kind: "status", status: 404, body: '{"error":{"code":"DeploymentNotFound"}}' },
  ],
  ["answers 410", { kind: "status", status: 410 }],
  ["answers 503", { kind: "status", status: 503 }],
];

describe.each(faults)("one region %s", (_, fault) => {
  test.each([40, 60, 80])("and %d requests per second are answered by the others", async (rate) => {
    const load = await prod.run(
      { slice: 10 },
      { rate, fault: (called) => (prod.isIn(called, "eastus2") ? fault : undefined) },
    );
    expect(load.answered / load.sent).toBeGreaterThanOrEqual(0.99);
    expect(load.attempts).toBeLessThanOrEqual(1.15);
    // Only requests that a pool of several sent to the failing region may meet it once more, by name, and find it out.
    expect(load.repeated / load.sent).toBeLessThanOrEqual(0.01);
    expect(load.late).toBe(0);
  });

  test("and the others share by weight: no first one takes it all", async () => {
    const { calls } = await prod.run(
      { slice: 10 },
      { rate: 20, fault: (called) => (prod.isIn(called, "eastus2") ? fault : undefined) },
    );
    const served = Object.entries(calls)
      .filter(([name]) => name.endsWith("-payg"))
      .map(([, count]) => count.served)
      .filter((count) => count > 0)
      .sort((a, b) => b - a);
    // westus3 and swedencentral have the same priority and weight.
    expect((served[1] as number) / (served[0] as number)).toBeGreaterThan(0.85);
  });

  test("and the region is used again soon after it is back", async () => {
    const { calls } = await prod.run(
      { slice: 10 },
      {
        rate: 40,
        seconds: 90,
        warmUpSeconds: 60,
        fault: (called, second) => (prod.isIn(called, "eastus2") && second < 30 ? fault : undefined),
      },
    );
    const back = Object.entries(calls).filter(([name, { served }]) => served > 0 && name.endsWith("-ptu"));
    expect(back.length).toBe(2);
  });

  test.each(["null", "kept", "error"])(
    "and that holds where silence shows as %s",
    async (noResponseShown) => {
      for (const unavailableAs of ["error", "response"]) {
        const load = await prod.run(
          { slice: 10 },
          {
            rate: 60,
            settings: { noResponseShown, unavailableAs },
            fault: (called) => (prod.isIn(called, "eastus2") ? fault : undefined),
          },
        );
        expect(load.answered / load.sent).toBeGreaterThanOrEqual(0.99);
      }
    },
  );

  test("in a fleet whose pools have one member: nobody is asked twice", async () => {
    const load = await dev.run(
      { slice: 10 },
      { rate: 3, fault: (called) => (dev.isIn(called, "swedencentral") ? fault : undefined) },
    );
    expect([load.answered / load.sent > 0.99, load.repeated]).toEqual([true, 0]);
  });
});
