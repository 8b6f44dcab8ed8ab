import { policyGateway } from "./policyGateway";

/** Of an expression as the service gives it back when it was saved raw, with entities in it. */
const twice = (expression: string) =>
  expression.replaceAll("&", "&amp;amp;").replaceAll("<", "&amp;lt;").replaceAll('"', "&amp;quot;");

test("a document that was saved raw with entities, and read from the service, runs as what was saved", async () => {
  const expression =
    '@{ void add(List<string> list, string one) { if (one != "" && one != null) { list.Add(one); } } var all = new List<string>(); add(all, "a"); add(all, ""); return all.Count < 2 ? "one" : "two"; }';
  const gateway = policyGateway({
    inbound: `<base /><set-variable name="v" value="${twice(expression)}" /><return-response><set-body>${twice('@("<" + context.Variables["v"])')}</set-body></return-response>`,
  });
  expect(gateway.errors).toEqual([]);
  expect(gateway.problems.map(({ severity, rule }) => [severity, rule])).toEqual([
    ["warning", "expression-doubtful"],
    ["warning", "expression-doubtful"],
  ]);
  expect((await gateway.send()).text).toBe("<one");
});

test("what is right as it is keeps its entities", async () => {
  const gateway = policyGateway({
    inbound: `<base /><return-response><set-body>@("a&b".Replace("&amp;", "&amp;amp;"))</set-body></return-response>`,
  });
  expect(gateway.problems).toEqual([]);
  expect((await gateway.send()).text).toBe("a&amp;b");
});

test("what is wrong either way is told as it is written, at its place", () => {
  const inbound = '<base /><set-variable name="v" value="@(1 + &amp;lt;)" />';
  const { problems } = policyGateway({ inbound });
  expect(problems.map(({ severity, rule }) => [severity, rule])).toEqual([["error", "expression"]]);
});

test("a member that may not be used is told at its place", () => {
  const inbound = `<base /><set-variable name="v" value="${twice('@("a" + DateTime.Now.ToLocalTime())')}" />`;
  const { problems } = policyGateway({ inbound });
  const found = problems.find(({ rule }) => rule === "unlisted-member");
  const first = problems.find(({ rule }) => rule === "expression-doubtful");
  expect((found?.column ?? 0) - (first?.column ?? 0)).toBe(twice('@("a" + DateTime.Now.').length);
});
