import fc from "fast-check";
import {
  attributeLiteral,
  commentText,
  csharpString,
  entityId,
  jsonLiteral,
  namedValue,
  textLiteral,
  wholeNumber,
} from "../../infra/rendering/literals";
import { attribute, csharp, decoded, read } from "./readers";

/** Any string at all, lone surrogates included, and mixes of what each reader is sensitive to. */
const anyString = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom(
        "@(",
        "@{",
        "{{",
        "}}",
        "{",
        "}",
        "]]>",
        "<",
        ">",
        "&",
        "&amp;",
        '"',
        "'",
        "\\",
        "\\u0041",
        "--",
        "-",
        "<!--",
        "-->",
        "\u0000",
        "\r\n",
        "\t",
        " ",
        "\u00a0",
        "\u0085",
        "\u2028",
        "\ufffe",
        "\ud800",
        "😀",
        "ä",
        "x",
        "@",
        "//",
        "/*",
      ),
    )
    .map((parts) => parts.join("")),
);

describe("an attribute literal", () => {
  test("stands for the same string, whatever it is", () => {
    fc.assert(
      fc.property(anyString, (value) => {
        const element = read(`<a b=${attributeLiteral(value)} c="d"><e /></a>`);
        expect(decoded(attribute(element, "b") as string)).toBe(value);
        expect(element.attributes.length).toBe(2);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["checkout", '"checkout"'],
    ["a & b", '"a &amp; b"'],
    ["Zürich", '"Zürich"'],
    ['say "hi"', '"say &quot;hi&quot;"'],
    ["it's", `"it's"`],
    ["@(1)", `'@("\\u0040(1)")'`],
    ["a @(b)", `'@("a \\u0040(b)")'`],
    ["@{1}", `'@("\\u0040\\u007b1\\u007d")'`],
    ["a {{key}} b", `'@("a \\u007b\\u007bkey\\u007d\\u007d b")'`],
    ["", `'@("")'`],
    [" x", `'@(" x")'`],
    ["a\nb", `'@("a\\u000ab")'`],
    ["😀", `'@("\\ud83d\\ude00")'`],
  ])("of %j is written %s", (value, written) => {
    expect(attributeLiteral(value)).toBe(written);
  });
});

describe("a text literal", () => {
  test("stands for the same string, whatever it is", () => {
    fc.assert(
      fc.property(anyString, (value) => {
        const element = read(`<a>${textLiteral(value)}</a>`);
        expect(decoded(element.text)).toBe(value);
        expect(element.children).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a C# string", () => {
  test("stands for the same string inside an attribute and inside text", () => {
    fc.assert(
      fc.property(anyString, (value) => {
        const element = read(`<a b='@(${csharpString(value)} + x)'>@(${csharpString(value)} + x)</a>`);
        for (const text of [attribute(element, "b") as string, element.text])
          expect(csharp(text.slice(2, -5))).toBe(value);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a comment", () => {
  test("gives the same string back and never ends early", () => {
    fc.assert(
      fc.property(anyString, (value) => {
        const written = commentText(value);
        expect(read(`<a><!-- ${written} --><b /></a>`).children.map(({ name }) => name)).toEqual(["b"]);
        expect(read(`<a><!--${written}--><b /></a>`).children.length).toBe(1);
        expect(written).not.toMatch(/\{\{|@[({]/);
        expect(
          written.replace(/\\u([0-9a-f]{4})/g, (_, hex: string) =>
            String.fromCharCode(Number.parseInt(hex, 16)),
          ),
        ).toBe(value);
      }),
      { numRuns: 500 },
    );
  });
});

describe("JSON in an attribute", () => {
  test("means the same value, on one line or many, and holds nothing that a reader takes for something else", () => {
    const value = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        anyString,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("any"), { maxLength: 4 }),
        fc.dictionary(
          anyString.filter((key) => key !== "__proto__"),
          tie("any"),
          { maxKeys: 4 },
        ),
      ),
    })).any;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(value),
          fc.dictionary(
            anyString.filter((key) => key !== "__proto__"),
            value,
          ),
        ),
        (json) => {
          const written = jsonLiteral(json, 4);
          const element = read(`<a b='${written}' />`);
          expect(JSON.parse(attribute(element, "b") as string)).toEqual(json);
          expect(written).not.toMatch(/\{\{|\}\}|^@/);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("puts one entry on a line when it is long", () => {
    const targets = [1, 2, 3].map((index) => ({
      backend: `aoai-gpt-5-4-payg-region${index}`,
      tier: "payg",
      left: undefined,
    }));
    expect(jsonLiteral(targets, 2)).toBe(
      `[
    {"backend": "aoai-gpt-5-4-payg-region1", "tier": "payg"},
    {"backend": "aoai-gpt-5-4-payg-region2", "tier": "payg"},
    {"backend": "aoai-gpt-5-4-payg-region3", "tier": "payg"}
  ]`,
    );
  });

  test("refuses what JSON cannot hold", () => {
    expect(() => jsonLiteral([() => 1], 0)).toThrow("A function has no place in a policy's JSON.");
  });
});

describe("ids and numbers", () => {
  test.each(["", "-a", "a-", "a b", "a.b", "{{a}}", 'a"', "ä", "a/b"])("%j is no entity id", (id) => {
    expect(() => entityId(id)).toThrow(
      `\`${id}\` is no API Management entity id: only letters, digits and hyphens are.`,
    );
  });

  test("a named value is a reference to an entity id", () => {
    expect(namedValue("aoai-identity-client-id")).toBe("{{aoai-identity-client-id}}");
    expect(() => namedValue("a}}{{b")).toThrow("is no API Management entity id");
  });

  test.each([Number.NaN, 1.5, "7", undefined, 2 ** 60])("%p is no whole number", (value) => {
    expect(() => wholeNumber(value)).toThrow("is no whole number.");
  });
});
