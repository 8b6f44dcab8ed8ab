import { defaultsOf } from "../../src/settings/row";
import { type XmlSettings, xmlSettings } from "../../src/settings/xml";
import { describeProblem } from "../../src/xml/problem";
import { readPolicy } from "../../src/xml/readPolicy";

function read(inbound: string, given: Partial<XmlSettings>) {
  const settings = { ...defaultsOf(xmlSettings), ...given };
  const source = `<policies><inbound>${inbound}</inbound></policies>`;
  const namedValues = (name: string) => (name === "more" ? { value: `1" b="2`, secret: false } : undefined);
  const { document, problems } = readPolicy(source, { scope: "api", settings, namedValues });
  return {
    policy: document?.root.children[0]?.children[0],
    problems: problems.map((problem) => describeProblem("p", problem)),
  };
}

test("attributeLineEnds: an expression keeps its line ends or has spaces", () => {
  const valueWith = (attributeLineEnds: "kept" | "spaces") =>
    read("<set-variable name='a' value='@{\n return 1;\r\n}'/>", { attributeLineEnds }).policy?.attributes[1]
      ?.value.text;
  expect([valueWith("kept"), valueWith("spaces")]).toEqual(["@{\n return 1;\r\n}", "@{  return 1; }"]);
});

test("embeddedExpressions: an expression in text is a part of it or only characters", () => {
  const kindWith = (embeddedExpressions: "found" | "text") =>
    read("<set-body>one @(1) two</set-body>", { embeddedExpressions }).policy?.text?.kind;
  expect([kindWith("found"), kindWith("text")]).toEqual(["mixed", "literal"]);
});

test("namedValueText: a named value is text or markup", () => {
  const attributesWith = (namedValueText: "escaped" | "raw") =>
    read(`<a a="{{more}}"/>`, { namedValueText }).policy?.attributes.map(({ name, value }) => [
      name,
      value.text,
    ]);
  expect(attributesWith("escaped")).toEqual([["a", `1" b="2`]]);
  // As markup it reaches beyond one value, and then nobody can say what is secret.
  expect(read(`<a a="{{more}}"/>`, { namedValueText: "raw" }).problems).toEqual([
    "p:1:26: '{{more}}' may stand in an attribute's value or in text only.",
  ]);
});

test("childOrder and sampleSections: a warning or an error", () => {
  const document = "<return-response><set-body>a</set-body><set-status code='200'/></return-response>";
  const message =
    "'set-status' is out of order in 'return-response'; the documented order is set-status, set-header, set-body.";
  expect(read(document, {}).problems).toEqual([`p:1:59: warning: ${message}`]);
  expect(read(document, { childOrder: "error" }).problems).toEqual([`p:1:59: ${message}`]);
  const source = "<policies><outbound><set-method>GET</set-method></outbound></policies>";
  expect(
    (["warning", "error"] as const).map(
      (sampleSections) =>
        readPolicy(source, { scope: "api", settings: { ...defaultsOf(xmlSettings), sampleSections } })
          .problems[0]?.severity,
    ),
  ).toEqual(["warning", "error"]);
});

test("otherScopes: a policy in a scope that its page does not list", () => {
  const quota = "<quota calls='1' renewal-period='300' />";
  expect(read(quota, {}).problems).toEqual([
    "p:1:20: warning: Policy is not allowed in the specified scope 'api'; 'quota' is allowed in product.",
  ]);
  expect(read(quota, { otherScopes: "error" }).problems).toEqual([
    "p:1:20: Policy is not allowed in the specified scope 'api'; 'quota' is allowed in product.",
  ]);
});
