import fc from "fast-check";
import { parseUrlTemplate } from "../../src/apis/urlTemplate";

const literal = (text: string) => ({ kind: "literal", text });
const parameter = (name: string) => ({ kind: "parameter", name });

test.each([
  ["/", []],
  ["", []],
  ["/a/b/", [literal("a"), literal("b")]],
  ["a/{id}", [literal("a"), parameter("id")]],
  ["/*", [{ kind: "wildcard", name: undefined }]],
  ["/a/{*rest}", [literal("a"), { kind: "wildcard", name: "rest" }]],
  ["/a/{rest*}", [literal("a"), { kind: "wildcard", name: "rest" }]],
  ["/report-{year}.{format}", [{ kind: "compound", texts: ["report-", ".", ""], names: ["year", "format"] }]],
])("the path %s", (template, segments) => {
  expect(parseUrlTemplate(template)).toEqual({ segments, query: [] });
});

test("a query has literals and parameters", () => {
  expect(parseUrlTemplate("/a?api-version={v}&kind=big&flag")).toEqual({
    segments: [literal("a")],
    query: [
      { name: "api-version", value: { parameter: "v" } },
      { name: "kind", value: { literal: "big" } },
      { name: "flag", value: { literal: "" } },
    ],
  });
});

test.each([
  ["/*/a", "A wildcard (`*`) must be the last part of the path."],
  ["/{a}/{a}", "The parameter `{a}` occurs twice."],
  ["/{a}?b={a}", "The parameter `{a}` occurs twice."],
  ["/{a", "A brace in `{a` has no partner."],
  ["/a}", "A brace in `a}` has no partner."],
  ["/{}", "`{}` in `{}` is not a parameter."],
  ["/{*}", "`{*}` in `{*}` is not a parameter."],
  ["/{a}{b}", "Between two parameters of `{a}{b}` there must be something."],
  ["/a?{b}", "`{b}` is not a query parameter of a template."],
  ["/a?b=x{c}", "`b=x{c}`: a parameter must be the whole value."],
])("%s is no template", (template, fault) => {
  expect(parseUrlTemplate(template)).toEqual({ fault });
});

test("no text makes it throw", () => {
  const text = fc.string({ unit: fc.constantFrom(..."/{}*?&=a%.é") });
  fc.assert(
    fc.property(text, (template) => void parseUrlTemplate(template)),
    { numRuns: 2000 },
  );
});
