import { differing } from "../../src/text/differing";

test("short texts stay as they are", () => {
  expect(differing("one", "two")).toEqual({ expected: "one", seen: "two", where: undefined });
});

test("of three megabytes what stands around the difference is shown, at the same place in both", () => {
  const same = "a".repeat(1_500_000);
  const { expected, seen, where } = differing(`${same}b${same}`, `${same}c${same}`);
  expect([expected.length, seen.length]).toEqual([162, 162]);
  expect(expected).toBe(seen.replace("c", "b"));
  expect(expected).toMatch(/^…a{60}ba{99}…$/);
  expect(where).toBe("they differ from character 1500001 on, of 3000001 and 3000001 characters");
});

test("what ends early, and what is described only, is shown from its beginning or to its end", () => {
  expect(differing("nothing", "x".repeat(1000))).toEqual({
    expected: "nothing",
    seen: `${"x".repeat(160)}…`,
    where: "they have 7 and 1000 characters",
  });
  const { expected, seen } = differing("x".repeat(1000), "x".repeat(990));
  expect([expected, seen]).toEqual([`…${"x".repeat(70)}`, `…${"x".repeat(60)}`]);
});

test("no character is cut in half", () => {
  const { expected, seen } = differing(`${"🙂".repeat(200)}a`, `${"🙂".repeat(200)}b`);
  expect(`${expected}${seen}`).not.toMatch(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/,
  );
});
