import { watchLateness } from "../../src/scenarios/lateness";

test("counts how long others had the machine, and not what this process computed", () => {
  let now = 0;
  let cpu = 0;
  const watch = watchLateness(
    () => now,
    () => cpu,
  );
  const pass = (ms: number, own: number) => {
    now += ms;
    cpu += own;
    return watch.late();
  };
  expect(pass(6, 0)).toBe(0);
  expect(pass(307, 0)).toBe(300);
  expect(pass(507, 500)).toBe(300);
  expect(pass(107, 60)).toBe(340);
  watch.stop();
});
