import { PassThrough } from "node:stream";
import { virtualEnvironment } from "../../src/virtual/virtualEnvironment";

test("events happen in the order of their times, and of one time in the order of their making", async () => {
  const time = virtualEnvironment({ seed: 1 });
  const seen: string[] = [];
  time.after(20, () => seen.push(`c at ${time.monotonic()}`));
  time.after(10, () => seen.push(`a at ${time.monotonic()}`));
  time.after(10, () => {
    seen.push(`b at ${time.monotonic()}`);
    time.after(5, () => seen.push(`d at ${time.monotonic()}`));
  });
  await time.run();
  expect(seen).toEqual(["a at 10", "b at 10", "d at 15", "c at 20"]);
});

test("time stands still while anything can still happen", async () => {
  const time = virtualEnvironment({ seed: 1 });
  const seen: number[] = [];
  const work = async () => {
    for (let n = 0; n < 5; n++) await Promise.resolve();
    seen.push(time.monotonic());
    await time.sleep(100);
    for (let n = 0; n < 5; n++) await Promise.resolve();
    seen.push(time.monotonic());
  };
  void work();
  time.after(1, () => {});
  await time.run();
  expect(seen).toEqual([0, 100]);
});

test("the real world has its turns while time passes", async () => {
  const time = virtualEnvironment({ seed: 1 });
  let turns = 0;
  let passing = true;
  const look = () => {
    turns++;
    if (passing) setImmediate(look);
  };
  setImmediate(look);
  for (let n = 0; n < 2000; n++) time.after(n, () => {});
  await time.run();
  passing = false;
  expect(turns).toBeGreaterThan(3);
});

test("an end is reached even when nothing happens until then, and what comes later waits", async () => {
  const start = Date.UTC(2026, 0, 1);
  const time = virtualEnvironment({ seed: 1, start });
  let late = false;
  time.after(2000, () => {
    late = true;
  });
  expect(await time.run(start + 1000)).toBe(start + 1000);
  expect(late).toBe(false);
  await time.run();
  expect(late).toBe(true);
});

test("a thousand events in any order come out in order", async () => {
  const time = virtualEnvironment({ seed: 7 });
  const seen: number[] = [];
  for (let n = 0; n < 1000; n++)
    time.after(Math.floor(time.random() * 500), () => seen.push(time.monotonic()));
  await time.run();
  expect(seen).toHaveLength(1000);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});

test("a seed gives the same numbers again, and another seed others", () => {
  const take = (seed: number) => {
    const { random } = virtualEnvironment({ seed });
    return Array.from({ length: 5 }, random);
  };
  expect(take(3)).toEqual(take(3));
  expect(take(3)).not.toEqual(take(4));
});

test("a run ends early when what it is for is done, and goes on later", async () => {
  const time = virtualEnvironment({ seed: 1 });
  const seen: number[] = [];
  for (const at of [10, 20, 30]) time.after(at, () => seen.push(at));
  await time.run(undefined, () => seen.length === 2);
  expect([seen, time.monotonic()]).toEqual([[10, 20], 20]);
  await time.run();
  expect(seen).toEqual([10, 20, 30]);
});

test("patient, time waits for streams too", async () => {
  const times = async (patient: boolean) => {
    const time = virtualEnvironment({ seed: 1, patient });
    const seen: number[] = [];
    const source = new PassThrough();
    const passed = source.pipe(new PassThrough()).pipe(new PassThrough());
    passed.on("data", () => seen.push(time.monotonic()));
    for (const at of [10, 20, 30]) time.after(at, () => source.write("x"));
    await time.run();
    return seen;
  };
  expect(await times(true)).toEqual([10, 20, 30]);
});
