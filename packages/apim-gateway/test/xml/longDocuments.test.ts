import fc from "fast-check";
import { originOf } from "../../src/xml/offsetMap";
import { parsePolicyXml } from "../../src/xml/parsePolicyXml";
import { readPolicy } from "../../src/xml/readPolicy";

/**
 * Documents of the size that the service takes (256 KiB) and more. Where reading took the square of the length, one of
 * these would run into the runner's limit, or out of memory.
 */
const many = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join("");
const inbound = (content: string) => `<policies><inbound>${content}</inbound></policies>`;

function parsed(text: string) {
  const namedValues = (name: string) => (name === "n" ? { value: "v", secret: true } : undefined);
  const { document, problems } = parsePolicyXml(text, { namedValues });
  return { children: document?.root.children[0]?.children ?? [], problems };
}

test("an element of 50,000 attributes is read, and a name that comes twice among them is told", () => {
  const attributes = many(50_000, (index) => ` a${index}="${index}"`);
  const { children, problems } = parsed(inbound(`<x${attributes} />`));
  expect(children[0]?.attributes[49_999]).toMatchObject({ name: "a49999", value: { text: "49999" } });
  expect(problems).toEqual([]);
  const twice = parsed(inbound(`<x${attributes} a7="again" />`)).problems;
  expect(twice.map(({ message }) => message)).toEqual(["'a7' is a duplicate attribute name."]);
});

test("30,000 named values in as many attributes are replaced, and shown by name", () => {
  const { children, problems } = parsed(inbound(many(30_000, () => '<x a="b{{n}}c" />')));
  expect(problems).toEqual([]);
  expect(children).toHaveLength(30_000);
  expect(children[29_999]?.attributes[0]?.value).toMatchObject({
    text: "bvc",
    shown: "b{{n}}c",
    namedValues: ["n"],
  });
});

test("each of 20,000 named values that do not exist is told with its place", () => {
  const { problems } = parsed(`<x>${many(19_999, () => "\n<a b='{{z}}' />")}</x>`);
  expect(problems).toHaveLength(19_999);
  expect(problems.at(-1)).toMatchObject({ line: 20_000, column: 7, element: { name: "a" } });
});

test("20,000 Liquid templates keep their own names", () => {
  const { children, problems } = parsed(
    inbound(many(20_000, () => '<set-body template="liquid">{{z}}</set-body>')),
  );
  expect([children.length, problems]).toEqual([20_000, []]);
});

test("100,000 line ends in one value become as many spaces, and what follows keeps its place", () => {
  const { children } = parsed(inbound(`<x a="${many(100_000, () => "\r\n")}b" />`));
  const value = children[0]?.attributes[0]?.value;
  expect(value?.text).toBe(`${" ".repeat(100_000)}b`);
  expect(value?.map.at(-1)).toEqual({ at: 100_000, from: 25 + 200_000, copied: true });
});

test("10,000 expressions in one text are 10,000 expressions", () => {
  const { children } = parsed(inbound(`<x>${many(10_000, () => "&lt; @(1) {{n}}")}</x>`));
  const parts = children[0]?.text?.parts ?? [];
  expect(parts.filter(({ kind }) => kind === "expression")).toHaveLength(10_000);
});

test.each([
  ["comments", "<!-- ", ""],
  ["CDATA", "<![CDATA[ ", ""],
  ["instructions", "<?a ", ""],
  ["comments that close", "<!-- c -->", "</inbound></policies>"],
])("50,000 times the start of %s is read or refused", (_, start, end) => {
  const { problems } = parsed(`<policies><inbound>${start.repeat(50_000)}${end}`);
  expect(problems).toHaveLength(end === "" ? 1 : 0);
});

test("what only looks like an expression is text, in each of 20,000 elements", () => {
  const { children, problems } = parsed(inbound(many(20_000, () => "<x>a@(</x>")));
  expect([children.length, problems]).toEqual([20_000, []]);
  expect(children[19_999]?.text).toMatchObject({ kind: "literal", text: "a@(" });
  const late = parsed(inbound(`${many(20_000, () => "<x>a@(</x>")}<y>${")".repeat(20_000)}</y>`));
  expect([late.children.length, late.problems]).toEqual([20_001, []]);
});

test("what only looks like an expression in an attribute is text, and told where there is too much of it", () => {
  const like = (count: number) => parsed(inbound(many(count, () => '<x a="b@(" />')));
  const few = like(500);
  expect([few.children.length, few.problems]).toEqual([500, []]);
  expect(few.children[499]?.attributes[0]?.value).toMatchObject({ kind: "literal", text: "b@(" });
  const { problems } = like(20_000);
  expect(problems.map(({ rule, message }) => [rule, message])).toEqual([
    [
      "expression-not-closed",
      "Too much of the document looks like expressions that do not close, up to this one.",
    ],
  ]);
});

test.each([
  ["braces", "{"],
  ["dollars and brackets", "$({"],
  ["capitals", "A_"],
])("a number of 200,000 %s is judged by its own words", (_, piece) => {
  const value = piece.repeat(200_000 / piece.length);
  const { problems } = readPolicy(inbound(`<rate-limit calls="${value}!" renewal-period="1" />`), {
    scope: "product",
  });
  expect(problems.map(({ rule }) => rule)).toContain("value-out-of-range");
});

test("every character of a value knows where it came from, whatever stands around it", () => {
  const piece = fc.constantFrom("\r\n", "\r", "\t", " ", "a", "&lt;", "{{n}}");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const source = `<x a="${pieces.join("")}" />`;
      const { document } = parsePolicyXml(source, { namedValues: () => ({ value: "vw", secret: false }) });
      const { text = "", map = [] } = document?.root.attributes[0]?.value ?? {};
      const origins = [...text].map((_, index) => originOf(map, index));
      let from = 6;
      const expected = pieces.flatMap((each) => {
        const at = from;
        from += each.length;
        return each === "{{n}}" ? [at, at] : [at];
      });
      expect(origins).toEqual(expected);
    }),
  );
});
