import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { readPolicy } from "../../src/xml/readPolicy";
import { runs, seed } from "./fuzzSettings";
import { isPlaceIn } from "./placeInText";

const folder = join(__dirname, "../fixtures/fleet");
const goldens = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".xml"))
  .map((name) => readFileSync(join(folder, name), "utf8"));
const secret = "s3cr3t<&\"']]>";
const namedValues = (name: string) => (name === "key" ? { value: secret, secret: true } : undefined);

/** Reads in both formats and at two scopes. Nothing is thrown; every problem stands in the source, and shows no secret. */
function check(source: string, scopes: readonly ("api" | "product")[] = ["api", "product"]): void {
  for (const format of ["xml", "rawxml"] as const)
    for (const scope of scopes) {
      const { document, problems } = readPolicy(source, { format, namedValues, scope });
      if (document === undefined) expect(problems.length).toBeGreaterThan(0);
      for (const problem of problems) {
        if (!isPlaceIn(source, problem)) expect({ ...problem, source }).toBe("a place in the source");
        expect(problem.message).not.toContain("s3cr3t");
      }
    }
}

const parts = (source: string): string[] => [...(source.match(/<[^<>]*>|[^<>]+|[<>]/g) ?? [])];

describe(`policies, seed ${seed}`, () => {
  test("elements taken away, doubled, moved or renamed are read or refused in their place", () => {
    const change = fc.tuple(
      fc.constantFrom("take", "double", "move", "rename", "quote", "mix"),
      fc.nat(),
      fc.nat(),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...goldens),
        fc.constantFrom(...goldens),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (source, other, changes) => {
          const own = parts(source);
          for (const [kind, a, b] of changes) {
            const at = a % own.length;
            const to = b % own.length;
            const part = own[at] as string;
            if (kind === "take") own.splice(at, 1 + (b % 3));
            else if (kind === "double") own.splice(to, 0, part);
            else if (kind === "move") own.splice(to, 0, ...own.splice(at, 1));
            else if (kind === "rename")
              own[at] = part.replace(/[\w-]+/, (own[to] as string).match(/[\w-]+/)?.[0] ?? "x");
            else if (kind === "quote")
              own[at] = part.replace(/["']/g, (quote) => (quote === '"' ? "'" : '"'));
            else own.splice(at, 1, ...parts(other).slice(b % 40, (b % 40) + 3));
            if (own.length === 0) own.push("<");
          }
          check(own.join(""));
        },
      ),
      runs(300),
    );
  });

  test("a policy cut anywhere is refused", () => {
    fc.assert(
      fc.property(fc.constantFrom(...goldens), fc.nat(), (source, at) => {
        const cut = source.slice(0, at % source.trimEnd().length);
        check(cut);
        expect(
          readPolicy(cut, { format: "rawxml", namedValues, scope: "api" }).problems.length,
        ).toBeGreaterThan(0);
      }),
      runs(400),
    );
  });

  test("any code units, also halves of characters, in any place of a policy", () => {
    const units = fc
      .array(fc.nat({ max: 0xffff }), { minLength: 1, maxLength: 6 })
      .map((codes) => String.fromCharCode(...codes));
    const odd = fc.constantFrom(
      "\ud800",
      "\udc00",
      "\u0000",
      "\ufffe",
      "\uffff",
      "\ufeff",
      "\u2028",
      "\u0085",
      "&#0;",
      "&#xD800;",
      "&#x110000;",
      "&#9999999999;",
    );
    fc.assert(
      fc.property(fc.constantFrom(...goldens), fc.nat(), fc.oneof(units, odd), (source, at, added) => {
        const index = at % (source.length + 1);
        check(source.slice(0, index) + added + source.slice(index));
      }),
      runs(400),
    );
    fc.assert(
      fc.property(fc.array(units, { maxLength: 10 }), (texts) => check(texts.join(""))),
      runs(1_000),
    );
  });

  test("random markup", () => {
    const name = fc.constantFrom(
      "policies",
      "inbound",
      "base",
      "choose",
      "when",
      "retry",
      "set-header",
      "value",
      "x",
      "a:b",
      "xml",
      "é",
      "-",
      "1",
    );
    const value = fc.constantFrom(
      "",
      "1",
      "@(1)",
      "@(",
      "@{",
      "{{key}}",
      "{{nope}}",
      "&lt;",
      "&",
      "<",
      "'\"",
    );
    const attribute = fc.tuple(name, value).map(([key, text]) => ` ${key}="${text}"`);
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        value,
        fc
          .tuple(
            name,
            fc.array(attribute, { maxLength: 3 }),
            fc.array(tie("tree"), { maxLength: 4 }),
            name,
            fc.boolean(),
          )
          .map(
            ([open, attributes, children, other, right]) =>
              `<${open}${attributes.join("")}>${children.join("")}</${right ? open : other}>`,
          ),
      ),
    }));
    fc.assert(
      fc.property(tree, (source) => check(source)),
      runs(1_000),
    );
  });
});

const entities = (levels: number) =>
  `<!DOCTYPE p [<!ENTITY e0 "lol">${Array.from({ length: levels }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join("")}]>`;

test.each([
  ["an entity bomb", `${entities(9)}<policies><inbound><base/>&e9;</inbound></policies>`],
  ["an entity of itself", '<!DOCTYPE p [<!ENTITY a "&b;"><!ENTITY b "&a;">]><policies>&a;</policies>'],
  [
    "an outside entity",
    '<!DOCTYPE p [<!ENTITY f SYSTEM "file:///etc/passwd">]><policies><inbound>&f;</inbound></policies>',
  ],
  ["a parameter entity", '<!DOCTYPE p [<!ENTITY % x SYSTEM "http://localhost/x"> %x;]><policies/>'],
])("%s is refused, not resolved", (_, source) => {
  check(source);
  const { document, problems } = readPolicy(source, { format: "rawxml", namedValues, scope: "api" });
  expect(problems.length).toBeGreaterThan(0);
  expect(JSON.stringify(document ?? null).length).toBeLessThan(20_000);
});

const deep = 100_000;
const times = 10_000;
/** These take time with the square of their length; a policy may have 256 KiB. */
const fewer = 2_000;
test.each([
  ["elements", `${"<a>".repeat(deep)}${"</a>".repeat(deep)}`],
  ["policies", `<policies><inbound>${"<choose><when condition='@(true)'>".repeat(times)}`],
  ["open elements", "<a>".repeat(times)],
  ["closed elements", "</a>".repeat(times)],
  ["open brackets", "<".repeat(times)],
  ["attributes", `<a ${Array.from({ length: fewer }, (_, at) => `b${at}="1"`).join(" ")}/>`],
  ["equal attributes", `<a ${'b="1" '.repeat(times)}/>`],
  ["expressions", `<policies><inbound>${"@(".repeat(times)}</inbound></policies>`],
  ["parentheses in an expression", `<a b="@(${"(".repeat(times)}${")".repeat(times)})"/>`],
  ["quotes", `<a b=${'"'.repeat(times)}`],
  ["ampersands", `<a>${"&".repeat(times)}</a>`],
  ["named values", `<a>${"{{key}}".repeat(times / 10)}</a>`],
  ["open named values", `<a>${"{{".repeat(times)}</a>`],
  ["comments", `<a>${"<!-- -->".repeat(times)}</a>`],
  ["open comments", "<!--".repeat(fewer)],
  ["sections", `<a>${"<![CDATA[]]>".repeat(times)}</a>`],
  ["open sections", "<![CDATA[".repeat(fewer)],
  ["instructions", "<?".repeat(times)],
  ["lines", `<policies>${"\r\n".repeat(times)}<x/></policies>`],
])("too many %s are read to an end", (_, source) => {
  check(source, ["api"]);
});
