import { checkPolicies, type PolicyText } from "../../src/xml/checkPolicies";

const policy = (inbound: string): string =>
  `<policies>\n<inbound>\n${inbound}\n</inbound>\n<backend><base /></backend>\n</policies>`;
const api = (inbound: string): PolicyText => ({ file: "api.xml", text: policy(inbound), scope: "api" });
const told = (documents: readonly PolicyText[], options: Parameters<typeof checkPolicies>[1] = {}) =>
  checkPolicies(documents, options).map(
    ({ file, line, column, severity, rule }) => `${file}:${line}:${column} ${severity} ${rule}`,
  );

test("every problem of every document is told at its place, in the order of the documents and of their lines", () => {
  const fragment: PolicyText = { file: "f.xml", text: "<fragment><base /></fragment>", scope: "fragment" };
  expect(told([fragment, api('<set-headr name="a" />\n<set-variable name="x" />')])).toEqual([
    "f.xml:1:11 error base-in-fragment",
    "api.xml:3:1 error unknown-policy",
    "api.xml:4:1 error missing-attribute",
  ]);
});

test("a fragment is judged by the sections that include it, wherever it stands among the documents", () => {
  const fragment: PolicyText = {
    file: "f.xml",
    text: "<fragment><forward-request /></fragment>",
    scope: "fragment",
    name: "f",
  };
  const including = api('<include-fragment fragment-id="f" />');
  for (const documents of [
    [fragment, including],
    [including, fragment],
  ])
    expect(told(documents)).toEqual(["f.xml:1:11 error wrong-section"]);
  expect(told([fragment])).toEqual([]);
});

test("names that nothing has are told with what was meant; of a kind that is left out any name may be there", () => {
  const all = api(
    '<set-backend-service backend-id="accuonts" /><include-fragment fragment-id="g" /><set-body>{{key}}</set-body>',
  );
  expect(told([all])).toEqual([]);
  expect(told([api('<set-backend-service backend-id="{{where}}" />')], { backends: [] })).toEqual([]);
  const problems = checkPolicies([all], { backends: ["accounts"], fragments: [], namedValues: ["kee"] });
  expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
    "3:34 There is no backend 'accuonts'. Did you mean 'accounts'?",
    "3:77 There is no fragment 'g'.",
    "3:92 There is no named value 'key'. Did you mean 'kee'?",
  ]);
});

test("a document has 256 KiB at most, a fragment 32", () => {
  const long = (bytes: number) => `<!-- ${"x".repeat(bytes)} -->`;
  expect(told([api(long(256 * 1024))])).toEqual(["api.xml:1:1 error document-size"]);
  expect(told([api(long(200 * 1024))])).toEqual([]);
  const fragment = {
    file: "f.xml",
    text: `<fragment>${long(32 * 1024)}</fragment>`,
    scope: "fragment",
  } as const;
  expect(told([fragment])).toEqual(["f.xml:1:1 error document-size"]);
});

test("a rule of one's own sees every value: whose it is, and what it is", () => {
  const seen: string[] = [];
  const problems = told([api('<set-body>@(1) and {{b}}</set-body><set-variable name="a" value="@(2)" />')], {
    rules: [
      ({ element, attribute, text, kind }) => {
        seen.push(`${element} ${attribute} ${kind} ${text}`);
        return attribute === "name" ? [{ rule: "no-names", message: "Names are not for here." }] : [];
      },
    ],
  });
  expect(seen).toEqual([
    "set-body undefined mixed @(1) and {{b}}",
    "set-variable name literal a",
    "set-variable value expression @(2)",
  ]);
  expect(problems).toEqual(["api.xml:3:56 error no-names"]);
});

test("what is not XML is one problem, and nothing is thrown", () => {
  for (const text of ["", "<policies>", "\u0000", "<a>".repeat(5000)])
    expect(told([{ file: "x.xml", text, scope: "api" }])).toHaveLength(1);
});
