import { realEnvironment } from "../../src/http/realEnvironment";

test("time goes on, and chance is between nothing and one", () => {
  const { now, monotonic, random } = realEnvironment();
  const before = Date.now();
  expect(now()).toBeGreaterThanOrEqual(before);
  const first = monotonic();
  expect(monotonic()).toBeGreaterThanOrEqual(first);
  const chance = random();
  expect(chance).toBeGreaterThanOrEqual(0);
  expect(chance).toBeLessThan(1);
});

test("waiting takes its time, and no time means no waiting", async () => {
  const { sleep, monotonic } = realEnvironment();
  expect(sleep(0)).toBeUndefined();
  expect(sleep(-1)).toBeUndefined();
  const before = monotonic();
  await sleep(20);
  // Node's timers may fire a millisecond early.
  expect(monotonic() - before).toBeGreaterThan(18);
});
