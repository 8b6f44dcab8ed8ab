import { policyGateway } from "./policyGateway";

const told = (expression: string) =>
  policyGateway({
    inbound: `<base /><set-variable name="v" value="${expression.replaceAll('"', "&quot;")}" />`,
  }).problems.map(({ severity, rule }) => `${severity} ${rule}`);

test.each([
  "1",
  "(int?)null",
  "DateTime.UtcNow",
  "Guid.NewGuid()",
  'new JObject(new JProperty("a", 1))',
  "new JArray()",
  'context.Variables["a"]',
  "null",
])("a variable may hold @(%s)", (source) => {
  expect(told(`@(${source})`)).toEqual([]);
});

test.each([
  "\"a,b\".Split(',')",
  "new List<string>()",
  "new Dictionary<string, int>()",
  'new[] { "a" }.Where(x => x != "b")',
  'XElement.Parse("<a/>")',
])("that it may hold @(%s) is not documented, which is told", (source) => {
  expect(told(`@(${source.replaceAll("<", "&lt;")})`)).toEqual(["warning variable-type"]);
});

test("it runs all the same", async () => {
  const gateway = policyGateway({
    inbound: `<set-variable name="v" value="@(&quot;a,b&quot;.Split(','))" /><return-response><set-body>@(((string[])context.Variables["v"])[1])</set-body></return-response>`,
  });
  expect(await gateway.send()).toMatchObject({ status: 200, text: "b" });
});
