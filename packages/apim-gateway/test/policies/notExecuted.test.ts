import { findNotExecuted } from "../../src/pipeline/notExecuted";
import { policyGateway } from "./policyGateway";

describe("an expression that is no mistake and is not executed", () => {
  test.each([
    ["a type of .NET that is not here", "@(XmlReader.Create(null).EOF)", "XmlReader"],
    ["a key in another form", "@(new RSACryptoServiceProvider().KeySize)", "RSACryptoServiceProvider"],
    [
      "a collection",
      "@(new System.Collections.Generic.SortedDictionary<string, int>().Count)",
      "SortedDictionary",
    ],
    ["a query", "@((from x in new[] { 1 } select x).First())", "Queries"],
    ["a tuple of values", '@{ var t = (1, "a"); return 1; }', "Value tuples"],
    ["a table", "@{ string[,] t = new string[1, 1]; return 1; }", "several dimensions"],
    [
      "an anonymous method",
      "@{ Func<int, int> f = delegate (int i) { return i; }; return f(1); }",
      "delegate",
    ],
    ["a member of a certificate", "@(context.Request.Certificate.Export(null).Length)", "Export"],
    ["a name that a tool fills in", "@(1 + MAX_ATTEMPTS)", "MAX_ATTEMPTS"],
    ["a name between underscores", "@(1 + __limit__)", "__limit__"],
    ["a variable of Terraform", "@($" + "{limit} + 1)", "{limit}"],
    ["a token of a pipeline", "@(1 + #{limit}#)", "#{limit}#"],
    ["a variable of a pipeline", "@(1 + $(limit))", "$(limit)"],
    ["code of a connector", "@{$PolicySourceCode.GetToken}", "$PolicySourceCode.GetToken"],
    ["a documented member", '@(new Uri("http://a").IsLoopback)', "Uri.IsLoopback"],
    ["a member of every number", "@(1.GetTypeCode())", "int.GetTypeCode"],
    ["a member of a list", "@(new List<int>().Capacity)", "List.Capacity"],
    ["a documented member of another class", "@(new[] { 1 }.ToLookup(n => n).Count)", "Enumerable.ToLookup"],
    ["a documented overload", '@(char.IsDigit("a1", 1))', "char.IsDigit"],
    ["an overload of a constructor", '@(new Uri(new Uri("http://a"), "b", true).Host)', "new Uri"],
    ["a member of context that may be newer", "@(context.Session.Key.ToString())", "IContext.Session"],
    ["one of its parts", "@(context.Subscription.OwnerId)", "ISubscription.OwnerId"],
    ["a documented type", "@((System.Collections.Generic.ICollection<int>)null == null)", "ICollection"],
  ])("%s: loads with a warning, and is refused by name when evaluated", async (_, expression, named) => {
    const gateway = policyGateway({
      inbound: `<base /><choose><when condition="@(context.Request.Headers.ContainsKey("x-go"))">
        <set-variable name="a" value='${expression.replaceAll("'", "&apos;")}' /></when></choose>`,
    });
    expect(gateway.errors).toEqual([]);
    expect(gateway.problems.map(({ severity, message }) => `${severity} ${message}`).join()).toContain(named);
    expect((await gateway.send()).status).toBe(200);
    const refused = await gateway.send({ headers: { "x-go": "1" } });
    expect(refused.status).toBe(501);
    expect(refused.text).toContain(named);
  });

  test("is told with its place", () => {
    const gateway = policyGateway({
      inbound: `<base /><set-variable name="a" value="@(1 + MAX_ATTEMPTS)" />`,
    });
    const [problem] = gateway.problems;
    const source = `<base /><set-variable name="a" value="@(1 + `;
    expect(problem?.column).toBeGreaterThan(source.length);
    expect(problem?.rule).toBe("expression-doubtful");
  });

  test("is an error at load with --strict", () => {
    const gateway = policyGateway({
      inbound: `<base /><set-variable name="a" value="@(1 + MAX_ATTEMPTS)" />`,
      strict: true,
    });
    expect(gateway.errors.join()).toContain("MAX_ATTEMPTS");
  });

  test("inside other text, even a mistake keeps nothing from loading: it may be text to the service", async () => {
    const gateway = policyGateway({ inbound: `<base /><set-body>"@(context.Reqest.Url)"</set-body>` });
    expect(gateway.errors).toEqual([]);
    expect((await gateway.send({ body: "x" })).status).toBe(501);
  });

  test("inside other text, the whole text is refused", async () => {
    const gateway = policyGateway({ inbound: `<base /><set-body>a @(1 + MAX_ATTEMPTS) b</set-body>` });
    expect((await gateway.send({ body: "x" })).status).toBe(501);
  });
});

test.each([
  "@(context.Reqest.Url)",
  "@(context.Subscription.Nam)",
  "@(context.Response.Statuscode)",
  "@(Sytem.DateTime.UtcNow)",
  "@(System.IO.File.ReadAllText(null))",
  "@(Limit + 1)",
  "@(LIMIT + 1)",
  '@(int.Parse("1") + )',
  "@{ var a = 1 return a; }",
  '@("a".AddSeconds(1))',
  '@(new Uri("http://a").IsLoopbak)',
  '@(char.IsDigit("a1", 1, 2))',
  "@(new List<int>(1, 2, 3, 4).Count)",
  "@(1 + #limit)",
])("%s is a mistake, and an error", (expression) => {
  const gateway = policyGateway({ inbound: `<base /><set-variable name="a" value='${expression}' />` });
  expect(gateway.errors).toHaveLength(1);
});

test("a mistake is nobody's omission", () => {
  expect(findNotExecuted("Expected `)`, found `;`.", "@(1;)", 3)).toBeUndefined();
  const message = "The name `maxAttempts` does not exist in policy expressions.";
  expect(findNotExecuted(message, "@(maxAttempts)", 2)).toBeUndefined();
});

describe("a policy that nobody here knows", () => {
  test("loads with a warning where it resembles no other, and is refused when reached", async () => {
    const gateway = policyGateway({ inbound: `<base /><limit-content-length max="1" />` });
    expect(gateway.problems.map(({ severity, rule, message }) => [severity, rule, message])).toEqual([
      [
        "warning",
        "unknown-policy",
        "The element 'inbound' has invalid child element 'limit-content-length'. It may be newer than this gateway; a request that reaches it is answered with 501.",
      ],
    ]);
    expect((await gateway.send()).status).toBe(501);
  });

  test.each([
    ["set-haeder", "set-header"],
    ["validate-header", "validate-headers"],
    ["cross-domains", "cross-domain"],
  ])("is a slip of the pen where it resembles one: %s", (written, meant) => {
    const gateway = policyGateway({ inbound: `<base /><${written} />` });
    expect(gateway.problems.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      `error The element 'inbound' has invalid child element '${written}'. Did you mean '${meant}'?`,
    ]);
  });

  test("an expression that is refused names the page of the list", () => {
    const gateway = policyGateway({
      inbound: `<base /><set-variable name="a" value="@(Environment.MachineName)" />`,
    });
    expect(gateway.problems.map(({ page }) => page)).toEqual(["api-management-policy-expressions"]);
  });

  test.each([
    [
      "DateTime.UtcNow.ToLocalTime()",
      "System.DateTime.ToLocalTime",
      "`DateTimeOffset`, which may be used in full",
    ],
    [
      'Uri.IsWellFormedUriString("a", UriKind.Absolute)',
      "System.UriKind.Absolute",
      "`new Uri(…)` in a `try`",
    ],
  ])("a member that is not on the list says what to use: %s", (expression, member, other) => {
    const { problems } = policyGateway({
      inbound: `<base /><set-variable name="a" value='@(${expression})' />`,
    });
    expect(problems.map(({ message }) => message)).toEqual([
      `\`${member}\` is not among the types and members that policy expressions may use (Microsoft's list of allowed types). Use ${other}.`,
    ]);
  });

  test("names of JavaScript are no types", () => {
    const { problems } = policyGateway({
      inbound: `<base /><set-variable name="a" value="@(System.constructor.toString())" />`,
    });
    expect(problems.map(({ message }) => message)).toEqual([
      "The type `System.constructor` is not among those that policy expressions may use (Microsoft's list of allowed types).",
    ]);
  });
});
