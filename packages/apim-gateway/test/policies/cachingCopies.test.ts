import { compileExpression } from "../../src/csharp/compileExpression";
import { textOf } from "../../src/csharp/runtime/text";
import type { CsObject, Value } from "../../src/csharp/runtime/value";
import { bytesOf, canBeCached, copyOf } from "../../src/policies/caching/cachedValue";

const environment = { now: () => 0, random: () => 0 };
const evaluated = (code: string): Value =>
  compileExpression(`@(${code})`).evaluate({ csType: "IContext" } as never, environment);
/** Content as text, whatever the type. */
const shown = (value: Value): string => {
  const result = compileExpression(`@(JsonConvert.SerializeObject(context.Variables["v"]))`).evaluate(
    { csType: "IContext", variables: new Map([["v", value]]) } as never,
    environment,
  );
  return textOf(result, { doubles: "G15" });
};

const mutable = [
  `new JObject(new JProperty("a", new JArray(1, 2)))`,
  `new JArray(1, "two", null)`,
  `new JProperty("a", 1)`,
  `new JValue(1)`,
  `new List<int> { 1, 2 }`,
  `new Dictionary<string, List<string>> { { "a", new List<string> { "b" } } }`,
  `new HashSet<string> { "a", "b" }`,
  `new[] { 1, 2 }`,
];

test.each(mutable)("a copy of %s says the same and is another object of the same type", (code) => {
  const value = evaluated(code) as CsObject;
  const copy = copyOf(value) as CsObject;
  expect(copy).not.toBe(value);
  expect([copy.csType, copy.csArgs]).toEqual([value.csType, value.csArgs]);
  expect(shown(copy)).toBe(shown(value));
});

test("a list in a dictionary is copied too", () => {
  const value = evaluated(`new Dictionary<string, List<int>> { { "a", new List<int> { 1 } } }`);
  const list = (of: Value) =>
    compileExpression(`@(((Dictionary<string, List<int>>)context.Variables["v"])["a"])`).evaluate(
      { csType: "IContext", variables: new Map([["v", of]]) } as never,
      environment,
    );
  expect(list(copyOf(value))).not.toBe(list(value));
});

test("a copied StringBuilder does not grow with the original", () => {
  const value = evaluated(`new StringBuilder("a")`);
  const copy = copyOf(value);
  (value as unknown as { text: string }).text += "b";
  expect(textOf(copy, { doubles: "G15" })).toBe("a");
});

test.each(["1", "1L", `"text"`, "true", "1.5m", "Guid.Empty", "DateTime.MinValue", "TimeSpan.Zero"])(
  "%s cannot change, and is its own copy",
  (code) => {
    const value = evaluated(code);
    expect(copyOf(value)).toBe(value);
  },
);

test.each([...mutable, `"x"`, `new StringBuilder("x")`])(
  "%s takes space, more when there is more in it",
  (code) => {
    const more = code
      .replace(/1(, |\))/, "1, 3$1")
      .replace(`"b"`, `"bbbb"`)
      .replace(`"x"`, `"xxxx"`)
      .replace(/^new JProperty\(.*|^new JValue.*/, `new JObject(new JProperty("abc", new JArray(1, 2, 3)))`);
    if (more === code) throw new Error("the case says nothing");
    expect(bytesOf(evaluated(code))).toBeGreaterThan(0);
    expect(bytesOf(evaluated(more))).toBeGreaterThan(bytesOf(evaluated(code)));
  },
);

test("what runs each time it is asked cannot be kept", () => {
  expect(canBeCached(evaluated(`new[] { 1 }.Select(n => n + 1)`))).toBe(false);
  expect(canBeCached(evaluated(`new[] { 1 }.Select(n => n + 1).ToList()`))).toBe(true);
});
