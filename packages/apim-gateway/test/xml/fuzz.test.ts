import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parsePolicyXml } from "../../src/xml/parsePolicyXml";
import { type PolicyElement, placeIn } from "../../src/xml/policyDocument";
import { readPolicy } from "../../src/xml/readPolicy";

const golden = join(__dirname, "../fixtures/fleet/prod");
const sources = readdirSync(golden, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".xml"))
  .map((name) => readFileSync(join(golden, name), "utf8"));

/** Pieces that matter to the scanner, in any order. */
const soup = fc
  .array(
    fc.constantFrom(
      ..."<>/='\"@(){}[]$\\&;:!? \n\r\t".split(""),
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "<?",
      "&amp;",
      "&quot;",
      "&#10;",
      "@(",
      "@{",
      '$"',
      '@"',
      "//",
      "/*",
      "*/",
      "{{key}}",
      "{{nope}}",
      "<policies>",
      "</policies>",
      "<inbound>",
      "</inbound>",
      "<choose>",
      "<set-body template='liquid'>",
      "<set-variable name='",
      "' value='",
      "/>",
      "é😀",
      "\u0000",
      "\ufeff",
      "a",
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(""));

const namedValues = (name: string) =>
  name === "key" ? { value: "pa55'<&\"]]>w0rd", secret: true } : undefined;

function check(source: string): void {
  const lines = source.split(/\r\n|\r|\n/);
  for (const format of ["xml", "rawxml"] as const) {
    const { document, problems } = readPolicy(source, { format, namedValues, scope: "api" });
    if (document === undefined) expect(problems).not.toEqual([]);
    for (const { line, column, message } of problems) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeGreaterThanOrEqual(1);
      // The end of a line may have two characters.
      expect(column).toBeLessThanOrEqual((lines[line - 1] as string).length + 2);
      expect(message).not.toContain("pa55");
    }
  }
}

test("no text crashes the reader, and every problem has a place in the source", () => {
  fc.assert(fc.property(soup, check), { numRuns: 3000 });
});

test("no change of a real policy crashes the reader", () => {
  const edited = fc
    .tuple(fc.constantFrom(...sources), fc.nat(), fc.nat({ max: 12 }), soup)
    .map(([source, at, removed, added]) => {
      const index = at % (source.length + 1);
      return source.slice(0, index) + added + source.slice(index + removed);
    });
  fc.assert(fc.property(edited, check), { numRuns: 150 });
});

const text = fc.string({
  unit: fc.constantFrom("a", "<", "&", '"', "'", "é", "😀", "\n", " ", "{", "}", "(", ")"),
});

test("what was escaped comes back, and every character knows its place", () => {
  const escaped = (value: string) =>
    value.replace(/[&<>"'\n]/g, (character) => `&#${character.charCodeAt(0)};`);
  fc.assert(
    fc.property(text, text, (attribute, content) => {
      const source = `<p a="${escaped(attribute)}">x${escaped(content)}</p>`;
      const { document, problems } = parsePolicyXml(source);
      expect(problems).toEqual([]);
      const root = document?.root as PolicyElement;
      expect([root.attributes[0]?.value.text, root.text?.text]).toEqual([
        attribute.replace(/\n/g, " "),
        `x${content}`,
      ]);
      let raw = source.indexOf(">x") + 1;
      const value = root.text;
      if (document === undefined || value === undefined) return;
      for (let index = 0; index < value.text.length; index++) {
        expect(placeIn(document, value, index)).toEqual({ line: 1, column: raw + 1 });
        raw += source[raw] === "&" ? source.indexOf(";", raw) - raw + 1 : 1;
      }
    }),
    { numRuns: 300 },
  );
});

test("any C# strings survive in rawxml as they are", () => {
  const quoted = text.map((value) => `"${value.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n")}"`);
  const verbatim = text.map((value) => `@"${value.replace(/"/g, '""')}"`);
  // In raw text `&…;` would be an entity; these texts hold none.
  fc.assert(
    fc.property(fc.array(fc.oneof(quoted, verbatim), { minLength: 1, maxLength: 5 }), (strings) => {
      const expression = `@(${strings.join(" + ")})`;
      for (const source of [
        `<p a="${expression}"/>`,
        `<p a='${expression}'/>`,
        `<p>\n ${expression}\n</p>`,
      ]) {
        const { document, problems } = parsePolicyXml(source);
        expect(problems).toEqual([]);
        const value = document?.root.attributes[0]?.value ?? document?.root.text;
        expect([value?.kind, value?.text]).toEqual(["expression", expression]);
      }
    }),
    { numRuns: 300 },
  );
});

test("documents made to be slow are read, and say what is wrong first", () => {
  const times = 5_000;
  const slow = [
    `<p>${"@(".repeat(times)}</p>`,
    `<p>${"<a x='@(' />".repeat(times)}</p>`,
    `<p>${"<a>@(</a>".repeat(times)}</p>`,
    `${"<p>".repeat(times)}${"</p>".repeat(times)}`,
    `<p a="${"&amp;".repeat(times)}"/>`,
    `<p a="@(${"$&quot;{".repeat(times)}"/>`,
    `<p>${"<!--".repeat(times)}`,
    `<policies><inbound>${"<retry condition='true' count='1' interval='0'>".repeat(times)}${"</retry>".repeat(times)}</inbound></policies>`,
    `<policies><inbound><${"a".repeat(times)}/></inbound></policies>`,
  ];
  expect(slow.map((source) => readPolicy(source, { scope: "api" }).problems[0]?.rule)).toEqual([
    ...Array(6).fill("root"),
    "well-formed",
    "too-deep",
    "unknown-policy",
  ]);
});
