import { checkDocuments } from "../../src/gateway/checkDocuments";
import type { PolicyText } from "../../src/xml/checkPolicies";

const fragment = (inside: string): PolicyText => ({
  file: "f.xml",
  text: `<fragment>\n${inside}\n</fragment>`,
  scope: "fragment",
  name: "f",
});
const including: PolicyText = {
  file: "api.xml",
  text: '<policies><inbound><include-fragment fragment-id="f" /></inbound><backend><base /></backend></policies>',
  scope: "api",
};
const told = (documents: readonly PolicyText[], options: Parameters<typeof checkDocuments>[1] = {}) =>
  checkDocuments(documents, options).map(
    ({ file, line, column, severity, rule }) => `${file}:${line}:${column} ${severity} ${rule}`,
  );

test("grammar, names and C# are told together, each once and at its place", () => {
  const mistakes = fragment(
    `<set-variable name="a" value="@(context.Request.Nothing)" />
<set-headr name="b" />
<set-variable name="c" value="@(DateTime.UtcNow.ToUniversalTime())" />
<set-variable name="d" value="{{key}}" />
<forward-request />`,
  );
  expect(told([mistakes, including], { namedValues: [], fragments: ["f"] })).toEqual([
    "f.xml:2:49 warning expression-doubtful",
    "f.xml:3:1 error unknown-policy",
    "f.xml:4:49 error unlisted-member",
    "f.xml:5:31 error unknown-named-value",
    "f.xml:6:1 error wrong-section",
  ]);
});

test("what may be there besides is not asked for, and what is not well-formed is told once", () => {
  expect(
    told([fragment('<set-backend-service backend-id="b" />\n<set-body>{{x}}</set-body>'), including]),
  ).toEqual([]);
  expect(told([fragment("<set-body>"), including])).toEqual(["f.xml:3:1 error well-formed"]);
});
