import { virtualEnvironment } from "../../src/virtual/virtualEnvironment";

const real = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

test("the clock stands while something is computed elsewhere, and the run does not end before it is told", async () => {
  const time = virtualEnvironment({ seed: 1, start: 0 });
  const told: string[] = [];
  const work = async (name: string, milliseconds: number) => {
    await time.compute(real(milliseconds));
    told.push(`${name} at ${time.now()}`);
  };
  time.after(10, () => void work("slow", 20));
  time.after(10, () => void work("quick", 0));
  time.after(11, () => void told.push(`later at ${time.now()}`));
  await time.run();
  expect(told).toEqual(["slow at 10", "quick at 10", "later at 11"]);
});

test("what follows from one comes to rest before the next is told, whichever was ready first", async () => {
  const time = virtualEnvironment({ seed: 1, start: 0 });
  const told: string[] = [];
  const work = async (name: string, milliseconds: number) => {
    await time.compute(real(milliseconds));
    for (let step = 0; step < 3; step++) {
      told.push(`${name}${step}`);
      await Promise.resolve();
    }
  };
  time.after(0, () => void Promise.all([work("a", 10), work("b", 0)]));
  await time.run();
  expect(told).toEqual(["a0", "a1", "a2", "b0", "b1", "b2"]);
});

test("a failure is told in its turn too, and the next goes on", async () => {
  const time = virtualEnvironment({ seed: 1 });
  const failing = time.compute(real(0).then(() => Promise.reject(new Error("no"))));
  const next = time.compute(Promise.resolve("yes"));
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("yes");
});

test("two runs that wait for the same work both go on", async () => {
  const time = virtualEnvironment({ seed: 1, start: 0 });
  void time.compute(real(10));
  expect(await Promise.all([time.run(5), time.run(5)])).toEqual([5, 5]);
});
