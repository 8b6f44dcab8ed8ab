import { policyGateway } from "./policyGateway";

const written = [
  [
    "indented JSON",
    `JObject.Parse("{'a':[1,{'b':2}]}").ToString()`,
    '{\n  "a": [\n    1,\n    {\n      "b": 2\n    }\n  ]\n}',
  ],
  ["a token as the value", `JObject.Parse("{'a':1}")`, '{\n  "a": 1\n}'],
  ["JSON in a text", `"it is " + JArray.Parse("[1]")`, "it is [\n  1\n]"],
  ["JSON of an object", "JsonConvert.SerializeObject(new { a = 1 }, Formatting.Indented)", '{\n  "a": 1\n}'],
  ["JSON without indentation", `JObject.Parse("{'a':1}").ToString(Formatting.None)`, '{"a":1}'],
  ["a line of a builder", 'new StringBuilder().AppendLine("a").AppendLine().ToString()', "a\n\n"],
  ["XML", 'XElement.Parse("<a><b/><c>d</c></a>").ToString()', "<a>\n  <b />\n  <c>d</c>\n</a>"],
  ["an element as the value", 'XElement.Parse("<a><b/></a>")', "<a>\n  <b />\n</a>"],
  [
    "lines in the texts of XML",
    'XElement.Parse("<a>b\\nc<!--d\\ne--><![CDATA[f\\ng]]><?h i\\nj?></a>").ToString(SaveOptions.DisableFormatting)',
    "<a>b\nc<!--d\ne--><![CDATA[f\ng]]><?h i\nj?></a>",
  ],
] as const;

function gatewayWith(expression: string, settings: Record<string, string> = {}) {
  const value = `@(${expression})`.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return policyGateway({
    inbound: `<return-response><set-body>${value}</set-body></return-response>`,
    settings,
    // `SaveOptions` is not on Microsoft's list.
    lenient: true,
  });
}

test.each(written)("%s has the line ends of Windows", async (_, expression, text) => {
  expect((await gatewayWith(expression).send()).text).toBe(text.replaceAll("\n", "\r\n"));
});

test.each(written)("%s has those of Linux with the setting", async (_, expression, text) => {
  expect((await gatewayWith(expression, { lineEnds: "lf" }).send()).text).toBe(text);
});

test("what a literal of the policy or a body holds stays as it is", async () => {
  const gateway = gatewayWith('"a\\nb" + context.Request.Body.As<string>()');
  expect((await gateway.send({ body: "c\nd" })).text).toBe("a\nbc\nd");
});

test("gateways with different settings do not get in each other's way", async () => {
  const expression = `JObject.Parse("{'a':1}").ToString()`;
  const [windows, linux] = [gatewayWith(expression), gatewayWith(expression, { lineEnds: "lf" })];
  const answers = [];
  for (const gateway of [windows, linux, windows, linux]) answers.push((await gateway.send()).text);
  expect(answers).toEqual(['{\r\n  "a": 1\r\n}', '{\n  "a": 1\n}', '{\r\n  "a": 1\r\n}', '{\n  "a": 1\n}']);
});
