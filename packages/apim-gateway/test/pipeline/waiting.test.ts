import { after, allOf, given, settle } from "../../src/pipeline/waiting";

const failing = () => {
  throw new Error("now");
};
const told = (value: unknown, a: string, b: number) => `${String(value)} ${a} ${b}`;
const why = (error: unknown, a: string, b: number) => `failed ${(error as Error).message} ${a} ${b}`;

test("what is there goes on at once, with the arguments", () => {
  expect(settle((a: string, b: number) => `${a}${b}`, told, why, "a", 1)).toBe("a1 a 1");
  expect(given("x", told, "a", 1)).toBe("x a 1");
  expect(after(undefined, (a: string, b: number) => `${a}${b}`, "a", 1)).toBe("a1");
  expect(allOf([1, 2])).toEqual([1, 2]);
});

test("what comes later goes on then", async () => {
  const late = Promise.resolve("x");
  const results = [
    settle(() => late, told, why, "a", 1),
    given(late, told, "a", 1),
    after(Promise.resolve(), (a: string, b: number) => `${a}${b}`, "a", 1),
    allOf([1, Promise.resolve(2)]),
  ];
  expect(results.every((result) => (result as unknown) instanceof Promise)).toBe(true);
  expect(await Promise.all(results)).toEqual(["x a 1", "x a 1", "a1", [1, 2]]);
});

test("a failure is handled, whether it is thrown or rejected", async () => {
  expect(settle(failing, told, why, "a", 1)).toBe("failed now a 1");
  expect(await settle(() => Promise.reject(new Error("late")), told, why, "a", 1)).toBe("failed late a 1");
});

test("what goes on fails by itself: it is not handled as if the first had failed", async () => {
  expect(() => settle(() => 1, failing, why, "a", 1)).toThrow("now");
  await expect(settle(() => Promise.resolve(1), failing, why, "a", 1)).rejects.toThrow("now");
});
