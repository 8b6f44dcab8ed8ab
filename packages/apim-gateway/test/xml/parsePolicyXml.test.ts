import { parsePolicyXml } from "../../src/xml/parsePolicyXml";
import {
  findAttribute,
  findCode,
  type PolicyDocument,
  type PolicyElement,
  type PolicyValue,
  placeIn,
} from "../../src/xml/policyDocument";
import { namedValues } from "./checkDocument";

function parse(source: string, format: "xml" | "rawxml" = "rawxml"): PolicyDocument {
  const { document, problems } = parsePolicyXml(source, {
    format,
    namedValues: (name) => namedValues.get(name),
  });
  expect(problems).toEqual([]);
  if (document === undefined) throw new Error("no document");
  return document;
}

function child(element: PolicyElement, ...path: number[]): PolicyElement {
  return path.reduce((at, index) => at.children[index] as PolicyElement, element);
}

/** `line:column` of each occurrence of a character in a value. */
function placesOf(document: PolicyDocument, value: PolicyValue | undefined, character: string): string[] {
  if (value === undefined) return [];
  return [...value.text].flatMap((each, index) =>
    each === character ? [at(placeIn(document, value, index))] : [],
  );
}

const at = ({ line, column }: { line: number; column: number }) => `${line}:${column}`;

test("elements, attributes, values and text know where they stand", () => {
  const { root } = parse(
    "<?xml version='1.0'?>\r\n<!-- <a> -->\r\n<p>\r\n  <q\r\n    x = 'é😀'  y=\"2\"/>\r\n  text\r\n</p>",
  );
  const q = child(root, 0);
  expect({
    root: at(root),
    q: at(q),
    attributes: q.attributes.map((a) => [a.name, at(a), a.value.text, at(a.value)]),
    text: [root.text?.text, root.text && at(root.text)],
  }).toEqual({
    root: "3:1",
    q: "4:3",
    attributes: [
      ["x", "5:5", "é😀", "5:10"],
      ["y", "5:16", "2", "5:19"],
    ],
    text: ["\r\n  \r\n  text\r\n", "3:4"],
  });
});

test("an expression is found in an attribute and in text, without the space around it", () => {
  const { root } = parse(`<p a='@(1)' b="\n @{ return 2; }\n"> \n @(3) <!-- c --></p>`);
  expect(
    [findAttribute(root, "a"), findAttribute(root, "b"), root.text].map((v) => v && [v.kind, v.text, at(v)]),
  ).toEqual([
    ["expression", "@(1)", "1:7"],
    ["expression", "@{ return 2; }", "2:2"],
    ["expression", "@(3)", "4:2"],
  ]);
});

test("the code of an expression starts behind its bracket", () => {
  const { root } = parse("<p a='@(1)' b='@{ return 2; }' c='3'/>");
  expect(root.attributes.map(({ value }) => findCode(value))).toEqual([
    { form: "expression", code: "1", offset: 2 },
    { form: "statements", code: " return 2; ", offset: 2 },
    undefined,
  ]);
});

test("rawxml takes C# as it is: quotes, less-than, ampersands", () => {
  const { root } = parse(`<p a="@(b["c"] < 1 && d > 2)">@(e < "</p>" && true)</p>`);
  expect([findAttribute(root, "a")?.text, root.text?.text]).toEqual([
    `@(b["c"] < 1 && d > 2)`,
    `@(e < "</p>" && true)`,
  ]);
});

test("both formats decode entities, and the same document means the same", () => {
  const source = `<p a="@(b[&quot;c&quot;] &lt; 1 &amp;&amp; &#100;)" b="&lt;&#x1F600;">@(1 &lt; 2)</p>`;
  expect(parse(source, "xml")).toEqual(parse(source, "rawxml"));
  expect(parse(source).root.attributes.map(({ value }) => value.text)).toEqual([`@(b["c"] < 1 && d)`, "<😀"]);
});

test("a place inside an expression is the place in the source, behind entities and line ends", () => {
  const document = parse(`<p\n  a="@(&quot;x&quot; &amp;&amp;\n    +1 &lt; +2)"/>`);
  const value = findAttribute(document.root, "a");
  expect(value?.text).toBe(`@("x" &&\n    +1 < +2)`);
  expect(placesOf(document, value, '"')).toEqual(["2:8", "2:15"]);
  expect(placesOf(document, value, "&")).toEqual(["2:22", "2:27"]);
  expect(placesOf(document, value, "+")).toEqual(["3:5", "3:13"]);
  expect(placesOf(document, value, ")")).toEqual(["3:15"]);
});

test("comments, CDATA and instructions are not searched for expressions", () => {
  const { root } = parse("<p><!-- @( --><?x @( ?><a><![CDATA[@(1 < 2) ]]></a><b>c<!-- d -->e</b></p>");
  expect(root.children.map(({ text }) => [text?.kind, text?.text])).toEqual([
    ["expression", "@(1 < 2)"],
    ["literal", "ce"],
  ]);
});

test("text around an expression is kept in parts", () => {
  const document = parse("<p>Call @(a[1] < 2)\n and @{ return 3; }!</p>");
  expect(document.root.text?.kind).toBe("mixed");
  expect(document.root.text?.parts.map((part) => [part.kind, part.text, at(part)])).toEqual([
    ["literal", "Call ", "1:4"],
    ["expression", "@(a[1] < 2)", "1:9"],
    ["literal", "\n and ", "1:20"],
    ["expression", "@{ return 3; }", "2:6"],
    ["literal", "!", "2:20"],
  ]);
});

test("characters that only look like an expression are text", () => {
  const { root } = parse("<p><a>mail me@(here</a><b>@media</b><c x='a@(b'/></p>");
  expect([
    child(root, 0).text?.kind,
    child(root, 1).text?.kind,
    findAttribute(child(root, 2), "x")?.kind,
  ]).toEqual(["literal", "literal", "literal"]);
});

test("line ends in an attribute are kept in an expression and are spaces in a literal", () => {
  const { root } = parse("<p a='@{ // one\n return 1; }' b='x\r\n\ty'/>");
  expect(root.attributes.map(({ value }) => value.text)).toEqual(["@{ // one\n return 1; }", "x  y"]);
});

test("places are true behind line ends that became one space", () => {
  const document = parse("<p a='x\r\n\r\n&lt;+\r\n+'/>");
  expect(findAttribute(document.root, "a")?.text).toBe("x  <+ +");
  expect(placesOf(document, findAttribute(document.root, "a"), "<")).toEqual(["3:1"]);
  expect(placesOf(document, findAttribute(document.root, "a"), "+")).toEqual(["3:5", "4:1"]);
});

test("a template keeps its markup as content", () => {
  const { root } = parse(
    `<p><set-body template="liquid"><s:Envelope xmlns:s="u">{{body.id}}</s:Envelope></set-body></p>`,
  );
  expect(child(root, 0).content).toBe(`<s:Envelope xmlns:s="u">{{body.id}}</s:Envelope>`);
});

test("a byte order mark is no character of the first line", () => {
  expect(at(parse("\ufeff<p/>").root)).toBe("1:1");
});

test("named values go in before anything is parsed, and places stay those of the source", () => {
  const document = parse(
    "<p a='{{text}}+{{seconds}}+' b='{{whole}}' c='@({{seconds}} + 1)'><![CDATA[{{text}}]]></p>",
  );
  expect(
    [...document.root.attributes.map(({ value }) => value), document.root.text].map((v) => [
      v?.kind,
      v?.text,
    ]),
  ).toEqual([
    ["literal", `<"'&>+60+`],
    ["expression", "@(1 + 1)"],
    ["expression", "@(60 + 1)"],
    ["literal", `<"'&>`],
  ]);
  expect(placesOf(document, findAttribute(document.root, "a"), "+")).toEqual(["1:15", "1:27"]);
  expect(placesOf(document, findAttribute(document.root, "b"), "1")).toEqual(["1:33", "1:33"]);
  expect(placesOf(document, findAttribute(document.root, "c"), "+")).toEqual(["1:61"]);
});

test("a secret is in the value and not in what is shown", () => {
  const { root } = parse("<p a='Bearer {{key}} for {{seconds}}' b='{{seconds}}'/>");
  expect(
    root.attributes.map(({ value: { text, shown, secret, namedValues: names } }) => ({
      text,
      shown,
      secret,
      names,
    })),
  ).toEqual([
    {
      text: "Bearer s3cr3t for 60",
      shown: "Bearer {{key}} for 60",
      secret: true,
      names: ["key", "seconds"],
    },
    { text: "60", shown: "60", secret: false, names: ["seconds"] },
  ]);
});

test("comments hold no named values, and Liquid's objects are none", () => {
  const { problems } = parsePolicyXml(
    `<p><!-- {{nope}} --><set-body template="liquid">{{body.nope}}</set-body><a b="{{nope}}"/></p>`,
    { namedValues: () => undefined },
  );
  expect(problems.map(({ message, ...place }) => [message, at(place)])).toEqual([
    ["Cannot find a property 'nope'.", "1:79"],
  ]);
});

test("without named values every {{name}} stays as it is", () => {
  const { document, problems } = parsePolicyXml("<p a='{{x}}'/>");
  expect([document?.root.attributes[0]?.value.text, problems]).toEqual(["{{x}}", []]);
});

test("no message holds a secret, whatever is wrong around it", () => {
  const broken = [
    "<p {{key}}='1'/>",
    "<{{key}}></p>",
    "<p a='@({{key}}'/>",
    "<p>{{key}}</q>",
    "<p a='1' a='{{key}}'>",
  ];
  for (const source of broken) {
    const { problems } = parsePolicyXml(source, { namedValues: (name) => namedValues.get(name) });
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain("s3cr3t");
  }
});

test("a {{ name }} with blanks is text, and is told; Liquid's objects and comments are not", () => {
  const { problems } = parsePolicyXml(
    `<p b="{{x}}" c="{{ x }}">{{x }}<!-- {{ x }} --><set-body template="liquid">{{ x }}</set-body></p>`,
    { namedValues: () => ({ value: "longer", secret: false }) },
  );
  expect(
    problems.map(({ rule, severity, message, ...place }) => [rule, severity, message, at(place)]),
  ).toEqual([
    [
      "named-value-blanks",
      "warning",
      "This is text, not the named value: a name has no blanks around it. Write `{{x}}`.",
      "1:17",
    ],
    [
      "named-value-blanks",
      "warning",
      "This is text, not the named value: a name has no blanks around it. Write `{{x}}`.",
      "1:26",
    ],
  ]);
});
