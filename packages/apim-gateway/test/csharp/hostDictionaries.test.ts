import { CsDouble } from "../../src/csharp/runtime/value";
import { contextWith } from "./contexts";
import { on } from "./hostEvaluating";

const missing =
  "System.Collections.Generic.KeyNotFoundException: The given key was not present in the dictionary.";
const variables = { n: 1, s: "a", d: new CsDouble(1.5), nothing: null };
const given = (source: string, options = {}) => on({}, source, options, variables);

describe("a variable that was never set", () => {
  test("is null", () => {
    expect(given('context.Variables["x"]')).toBe("null");
  });
  test("throws where the setting says so", () => {
    expect(given('context.Variables["x"]', { missingVariable: "throws" })).toBe(missing);
  });
  test("is told from one that is null", () => {
    expect(given('context.Variables.ContainsKey("nothing")')).toBe("True");
    expect(given('context.Variables["nothing"]', { missingVariable: "throws" })).toBe("null");
  });
  test.each([
    ["int", "0"],
    ["long", "0"],
    ["double", "0"],
    ["bool", "False"],
    ["DateTime", "01/01/0001 00:00:00"],
    ["Guid", "00000000-0000-0000-0000-000000000000"],
    ["string", "null"],
    ["int?", "null"],
    ["JObject", "null"],
  ])("has the default of %s without a default", (type, expected) => {
    expect(given(`context.Variables.GetValueOrDefault<${type}>("x")`)).toBe(expected);
  });
});

test.each([
  ['context.Variables.GetValueOrDefault<int>("n", 5)', "1"],
  ['context.Variables.GetValueOrDefault("n", 5)', "1"],
  ['context.Variables.GetValueOrDefault("x", 5)', "5"],
  ['context.Variables.GetValueOrDefault<double>("d")', "1.5"],
  ['context.Variables.GetValueOrDefault<string>("nothing", "d")', "null"],
  [
    'context.Variables.GetValueOrDefault<long>("n")',
    "System.InvalidCastException: Specified cast is not valid.",
  ],
  [
    'context.Variables.GetValueOrDefault<int>("nothing")',
    "System.NullReferenceException: Object reference not set to an instance of an object.",
  ],
  ["context.Variables.Count", "4"],
  ['string.Join(",", context.Variables.Keys)', "n,s,d,nothing"],
  ["context.Variables.Values.OfType<string>().Single()", "a"],
  ['context.Variables.First(pair => pair.Key == "n").Value', "1"],
  ["context.Variables[null]", "System.ArgumentNullException: Value cannot be null."],
  ["context.Variables.ContainsKey(null)", "System.ArgumentNullException: Value cannot be null."],
])("%s is %s", (source, expected) => {
  expect(given(source)).toBe(expected);
});

describe("headers", () => {
  test.each([
    ['context.Request.Headers["x-a"].Length', "2"],
    ['context.Request.Headers.GetValueOrDefault("X-A")', "1,2"],
    ['context.Request.Headers.GetValueOrDefault("x-b")', "null"],
    ['context.Request.Headers.GetValueOrDefault("x-b", "none")', "none"],
    [
      'context.Request.Headers.GetValueOrDefault(null, "none")',
      "System.ArgumentNullException: Value cannot be null.",
    ],
    ['context.Request.Headers.ContainsKey("X-a")', "True"],
    ["context.Request.Headers.Count", "1"],
    ["context.Request.Headers.Keys.First()", "X-A"],
    ["context.Request.Headers.Values.First()[1]", "2"],
    ["context.Request.Headers.First().Value[0]", "1"],
    ['context.Request.Headers["x-b"]', missing],
  ])("%s is %s", (source, expected) => {
    expect(on({}, source)).toBe(expected);
  });

  test("that are missing are null where the setting says so", () => {
    expect(on({}, 'context.Request.Headers["x-b"] == null', { missingHeader: "null" })).toBe("True");
    expect(on({}, 'context.Variables["x"]', { missingHeader: "null", missingVariable: "throws" })).toBe(
      missing,
    );
  });
});

describe("parameters of the path", () => {
  test.each([
    ['context.Request.MatchedParameters["id"]', "7"],
    ['context.Request.MatchedParameters.GetValueOrDefault("id")', "7"],
    ['context.Request.MatchedParameters.GetValueOrDefault("no", "d")', "d"],
    ['context.Request.MatchedParameters["no"]', missing],
  ])("%s is %s", (source, expected) => {
    expect(on({}, source)).toBe(expected);
  });
});

test("what a dictionary shows is what the message has now, not what it had", () => {
  const context = contextWith();
  const headers = new Map([["x-a", ["1"]]]);
  const request = {
    ...context.request,
    headers: { values: (name: string) => headers.get(name), names: () => headers.keys() },
  };
  const source = 'context.Request.Headers.GetValueOrDefault("x-a", "none")';
  expect(on({ request }, source)).toBe("1");
  headers.set("x-a", ["2", "3"]);
  expect(on({ request }, source)).toBe("2,3");
  headers.clear();
  expect(on({ request }, source)).toBe("none");
});
