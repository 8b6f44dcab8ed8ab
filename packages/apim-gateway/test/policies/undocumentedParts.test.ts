import { policyGateway } from "./policyGateway";

const safety = (inside: string) =>
  `<base /><choose><when condition="@(context.Request.Headers.ContainsKey("x-check"))">
    <llm-content-safety backend-id="safety">${inside}</llm-content-safety>
  </when></choose>`;

describe("a policy with something that is not documented", () => {
  test.each([
    ["an attribute", `<rewrite-uri template="/a" keep-fragment="true" />`, "'keep-fragment'"],
    ["a value", `<set-header name="a" exists-action="prepend"><value>b</value></set-header>`, "'prepend'"],
    ["a placeholder", `<set-status code="{code}" />`, "'{code}'"],
    [
      "an empty list",
      `<validate-jwt header-name="a"><audiences><!-- none --></audiences></validate-jwt>`,
      "'audiences'",
    ],
    ["a child", `<ip-filter action="allow"><country>nl</country></ip-filter>`, "'country'"],
    ["a misspelling", `<set-body html-decode-expression="true">x</set-body>`, "'html-decode-expression'"],
  ])("%s: loads with a warning, and is refused by name when reached", async (_, policy, named) => {
    const gateway = policyGateway({ inbound: `<base />${policy}` });
    expect(gateway.errors).toEqual([]);
    expect(gateway.problems.map(({ severity }) => severity)).toEqual(["warning"]);
    const answer = await gateway.send();
    expect(answer.status).toBe(501);
    expect(answer.text).toContain(named);
    expect(gateway.calls).toEqual([]);
  });

  test("deep inside the policy's own parts, and only where it is reached", async () => {
    const gateway = policyGateway({
      inbound: safety('<categories><category name="Fraud" threshold="1" /></categories>'),
    });
    expect((await gateway.send()).status).toBe(200);
    expect((await gateway.send({ headers: { "x-check": "1" } })).status).toBe(501);
  });

  test("does not keep the policies around it from running", async () => {
    const gateway = policyGateway({
      inbound: `<base /><set-header name="a"><value>1</value></set-header>`,
      onError: `<base /><set-header name="b" exists-action="prepend"><value>2</value></set-header>`,
    });
    expect((await gateway.send()).status).toBe(200);
    expect(gateway.calls[0]?.headers.get("a")).toBe("1");
  });

  test("is an error at load with --strict", () => {
    const gateway = policyGateway({
      inbound: `<base /><rewrite-uri template="/a" keep-fragment="true" />`,
      strict: true,
    });
    expect(gateway.errors.join()).toContain("keep-fragment");
  });
});

test("a policy in a scope that its page does not list runs all the same", async () => {
  const gateway = policyGateway({ inbound: `<base /><quota calls="1" renewal-period="300" />` });
  expect(gateway.errors).toEqual([]);
  expect((await gateway.send()).status).toBe(200);
});

test("a condition that cannot be compiled is told with the others, whatever else reads it", () => {
  const gateway = policyGateway({
    inbound: `<base />
      <choose><when condition="@(nobody.Knows)"><set-method>GET</set-method></when></choose>
      <retry condition="@(nobody.Else)" count="2" interval="1"><set-method>GET</set-method></retry>`,
  });
  expect(gateway.errors).toHaveLength(2);
});
