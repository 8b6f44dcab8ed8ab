import { type CheckPoliciesOptions, checkPolicies, type PolicyText } from "apim-gateway/check";
import { backendsOfRoutes, fiveDimensions, houseRules } from "../../infra/rendering/check/houseRules";
import { PolicyError } from "../../infra/rendering/check/policyError";

type Known = Pick<CheckPoliciesOptions, "fragments" | "namedValues"> & { readonly backends?: Set<string> };

const checked = (documents: readonly PolicyText[], known: Known = {}) =>
  checkPolicies(documents, {
    ...known,
    childrenRules: [fiveDimensions],
    rules: [...houseRules, ...(known.backends === undefined ? [] : [backendsOfRoutes(known.backends)])],
  });

/** Rule and place of each problem. */
function problems(xml: string, scope: PolicyText["scope"] = "api", known: Known = {}): string[] {
  return checked([{ file: "a.xml", text: xml, scope }], known).map(
    ({ rule, line, column }) => `${rule} ${line}:${column}`,
  );
}

function inSection(section: string, policies: string): string {
  return `<policies>\n<${section}>\n${policies}\n</${section}>\n</policies>`;
}

const inbound = (policies: string) => inSection("inbound", policies);

describe("a document that API Management accepts", () => {
  test("has no problem", () => {
    expect(
      problems(`<!-- words -->
<policies>
  <inbound><base /><set-variable name="a" value='@("{" + (1 > 0 &amp;&amp; true ? "x)" : @"y""}") )' /></inbound>
  <backend><retry condition='@(context.Response == null)' count="50" interval="0"><forward-request timeout="60" /></retry></backend>
  <outbound><base /></outbound>
  <on-error><base /></on-error>
</policies>`),
    ).toEqual([]);
  });
});

describe("a document that API Management refuses is named by rule, line and column:", () => {
  const cases: readonly (readonly [what: string, xml: string, found: readonly string[]])[] = [
    ["an open element", "<policies>\n<inbound>\n</policies>", ["well-formed 3:1"]],
    [
      "an attribute with a bare `<`",
      inbound("<set-variable name='a' value='1 < 2' />"),
      ["well-formed 3:33"],
    ],
    ["nothing", "", ["well-formed 1:1"]],
    ["another root", "<policy />", ["root 1:1"]],
    ["an unknown section", inSection("incoming", ""), ["unknown-section 2:1"]],
    ["sections out of order", "<policies><outbound /><inbound /></policies>", ["section-order 1:23"]],
    ["a section twice", "<policies><inbound /><inbound /></policies>", ["section-twice 1:22"]],
    [
      "two policies in backend",
      inSection("backend", "<base />\n<forward-request />"),
      ["one-policy-in-backend 4:1"],
    ],
    ["none in backend", inSection("backend", ""), ["empty-backend 2:1"]],
    ["an unknown policy", inbound("<set-variabel name='a' value='b' />"), ["unknown-policy 3:1"]],
    ["text between policies", inbound("hello"), ["unexpected-text 2:10"]],
    [
      "base inside choose",
      inbound("<choose><when condition='@(true)'><base /></when></choose>"),
      ["nested-base 3:35"],
    ],
    [
      "rewrite-uri outside inbound",
      inSection("outbound", "<rewrite-uri template='/x' />"),
      ["wrong-section 3:1"],
    ],
    [
      "managed identity in backend",
      inSection("backend", "<authentication-managed-identity resource='r' />"),
      ["wrong-section 3:1"],
    ],
    [
      "forward-request in inbound, nested",
      inbound("<choose><when condition='@(true)'>\n<forward-request /></when></choose>"),
      ["wrong-section 4:1"],
    ],
    ["a missing attribute", inbound("<set-variable name='a' />"), ["missing-attribute 3:1"]],
    [
      "an unknown attribute",
      inbound("<set-variable name='a' value='b' kind='c' />"),
      ["undocumented-attribute 3:34"],
    ],
    [
      "a value outside the enumeration",
      inbound("<set-header name='a' exists-action='drop' />"),
      ["undocumented-value 3:37"],
    ],
    [
      "retry count 0",
      inSection("backend", "<retry condition='@(true)' count='0' interval='1'><forward-request /></retry>"),
      ["value-out-of-range 3:35"],
    ],
    [
      "retry count 51",
      inSection("backend", "<retry condition='@(true)' count='51' interval='1'><forward-request /></retry>"),
      ["value-out-of-range 3:35"],
    ],
    [
      "a cache duration of 0",
      inbound("<cache-store-value key='a' value='b' duration='0' />"),
      ["kept-for-nothing 3:48"],
    ],
    [
      "an expression where none is taken",
      inbound("<include-fragment fragment-id='@(x)' />"),
      ["expression-not-allowed 3:32"],
    ],
    [
      "both backend-id and base-url",
      inbound("<set-backend-service backend-id='a' base-url='b' />"),
      ["attribute-group 3:1"],
    ],
    ["neither", inbound("<set-backend-service />"), ["attribute-group 3:1"]],
    [
      "otherwise before when",
      inbound("<choose><otherwise /><when condition='@(true)' /></choose>"),
      ["element-order 3:22"],
    ],
    ["choose without when", inbound("<choose><otherwise /></choose>"), ["missing-child 3:1"]],
    [
      "two bodies",
      inbound("<return-response><set-body>a</set-body><set-body>b</set-body></return-response>"),
      ["too-many-children 3:40"],
    ],
    [
      "a body before the status",
      inbound(
        "<return-response><set-body>a</set-body><set-status code='200' reason='OK' /></return-response>",
      ),
      ["element-order 3:40"],
    ],
    [
      "a sixth dimension",
      inbound(`<llm-emit-token-metric>${"<dimension name='a' />".repeat(6)}</llm-emit-token-metric>`),
      ["dimensions-lost 3:1"],
    ],
    [
      "an element inside set-variable",
      inbound("<set-variable name='a' value='b'><value /></set-variable>"),
      ["invalid-child 3:34"],
    ],
    ["an open bracket", inbound("<set-variable name='a' value='@(f(1)' />"), ["expression-not-closed 3:32"]],
    ["an open string", inbound(`<set-variable name='a' value='@("x)' />`), ["expression-not-closed 3:33"]],
    [
      "a comment that swallows the rest of an attribute",
      inbound("<set-variable name='a' value='@{ // why\nreturn 1; }' />"),
      ["comment-in-attribute 3:31"],
    ],
    [
      "words after an expression",
      inbound("<set-body>@(x) and more</set-body>"),
      ["expression-not-whole 3:11"],
    ],
    ["an expression inside words", inbound("<set-body>Hello @(x)</set-body>"), ["expression-not-whole 3:11"]],
    [
      "a key in hexadecimal",
      inbound("<set-variable name='a' value='0123456789abcdef0123456789abcdef' />"),
      ["secret 3:31"],
    ],
    [
      "a key in base64",
      inbound(
        "<set-variable name='a' value='Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA==' />",
      ),
      ["secret 3:31"],
    ],
    [
      "a key in base64 behind a plus",
      inbound(`<set-body>name-a+${"Zm9vYmFy".repeat(5)}1</set-body>`),
      ["secret 3:11"],
    ],
    [
      "a long path, a long name and 100,000 characters without a capital",
      inbound(
        `<set-body>b./${"Zm9vYmFy".repeat(6)} n_${"Zm9vYmFy".repeat(6)} ${"Zm9vYmFy".repeat(6)}_ ${"a+0".repeat(33_333)}</set-body>`,
      ),
      [],
    ],
    [
      "a connection string",
      inbound("<set-body>Endpoint=sb://x;SharedAccessKey=abc</set-body>"),
      ["secret 3:11"],
    ],
  ];
  test.each(cases)("%s", (_, xml, found) => {
    expect(problems(xml)).toEqual(found);
  });

  test("more than 256 KiB", () => {
    expect(problems(inbound(`<!-- ${"x".repeat(256 * 1024)} -->`))).toEqual(["document-size 1:1"]);
  });

  test("all problems at once, in the order of the document", () => {
    expect(
      problems("<policies>\n<backend />\n<inbound>\n<x />\n<set-status code='99' />\n</inbound></policies>"),
    ).toEqual(["empty-backend 2:1", "section-order 3:1", "unknown-policy 4:1", "value-out-of-range 5:19"]);
  });
});

describe("a fragment", () => {
  test.each([
    ["with another root", "<policies />", ["root 1:1"]],
    [
      "that includes a fragment",
      '<fragment>\n<include-fragment fragment-id="b" /></fragment>',
      ["nested-fragment 2:1"],
    ],
    ["with base", "<fragment>\n<base /></fragment>", ["base-in-fragment 2:1"]],
    ["of more than 32 KB", `<fragment><!-- ${"x".repeat(32 * 1024)} --></fragment>`, ["document-size 1:1"]],
    ["with a section", "<fragment><inbound /></fragment>", ["unknown-policy 1:11"]],
  ])("%s is refused", (_, xml, found) => {
    expect(problems(xml, "fragment")).toEqual(found);
  });

  test("is judged by the sections that include it", () => {
    const includes = (section: string): PolicyText => ({
      file: `${section}.xml`,
      text: inSection(section, '<include-fragment fragment-id="f" />'),
      scope: "api",
    });
    const fragment: PolicyText = {
      file: "f.xml",
      text: "<fragment><forward-request /></fragment>",
      scope: "fragment",
      name: "f",
    };
    const rules = (...sections: string[]) =>
      checked([fragment, ...sections.map(includes)]).map(({ file, rule }) => `${file} ${rule}`);
    expect(rules("backend")).toEqual([]);
    expect(rules("inbound", "on-error")).toEqual(["f.xml wrong-section", "f.xml wrong-section"]);
  });
});

describe("references", () => {
  const known: Known = {
    fragments: new Set(["f"]),
    backends: new Set(["b"]),
    namedValues: new Set(["n"]),
  };

  test("that exist are accepted", () => {
    expect(
      problems(
        inbound(
          `<include-fragment fragment-id="f" /><set-backend-service backend-id="b" /><set-variable name="a" value='[{"backend": "b"}]' /><set-body>{{n}}</set-body>`,
        ),
        "api",
        known,
      ),
    ).toEqual([]);
  });

  test.each([
    ["fragment", '<include-fragment fragment-id="g" />', ["unknown-fragment 3:32"]],
    ["backend", '<set-backend-service backend-id="c" />', ["unknown-backend 3:34"]],
    [
      "backend in a literal",
      `<set-variable name="a" value='[{"x": {"backend": "c"} }]' />`,
      ["unknown-backend 3:31"],
    ],
    ["named value", "<set-body>{{m}}</set-body>", ["unknown-named-value 3:11"]],
  ])("to a missing %s are named", (_, policy, found) => {
    expect(problems(inbound(policy), "api", known)).toEqual(found);
  });
});

test("an error lists every document, place, rule and reason", () => {
  const error = new PolicyError([
    { file: "apis/v1.xml", line: 3, column: 4, severity: "error", rule: "root", message: "one" },
    { file: "fragments/a.xml", line: 1, column: 1, severity: "error", rule: "secret", message: "two" },
  ]);
  expect(error.message).toBe(
    "API Management would refuse policies, 2 times:\napis/v1.xml:3:4: root: one\nfragments/a.xml:1:1: secret: two",
  );
});
