import type { Section } from "../../src/xml/policyTable/rules";
import { policyGateway } from "../policies/policyGateway";
import { tolerant } from "./tolerant";

const header = (name: string) =>
  `<set-header name="${name}" exists-action="override"><value>1</value></set-header>`;

describe("where the document still says what to do, it is done", () => {
  test.each<[string, Section, string, string]>([
    [
      "a number out of range",
      "inbound",
      `<rate-limit-by-key calls="1" renewal-period="600" counter-key="a" />`,
      "value-out-of-range",
    ],
    ["a policy in another section", "backend", `<rewrite-uri template="/b" />`, "wrong-section"],
    ["a second policy in backend", "backend", header("x-first"), "one-policy-in-backend"],
    [
      "text where none belongs",
      "inbound",
      `<rewrite-uri template="/b">to b</rewrite-uri>`,
      "unexpected-text",
    ],
    [
      "an attribute that is misspelt",
      "inbound",
      `<rewrite-uri template="/b" tempalte="/c" />`,
      "unknown-attribute",
    ],
    [
      "branches in another order",
      "inbound",
      `<choose><otherwise>${header("x-no")}</otherwise><when condition="@(true)">${header("x-yes")}</when></choose>`,
      "element-order",
    ],
    [
      "a member that no expression may use",
      "inbound",
      `<set-variable name="t" value="@(DateTime.UtcNow.ToUniversalTime())" />`,
      "unlisted-member",
    ],
  ])("%s", async (_, section, policy, rule) => {
    const gateway = tolerant(section, policy);
    expect(gateway.errors).toEqual([]);
    expect(gateway.problems).toContainEqual(
      expect.objectContaining({
        severity: "warning",
        rule,
        file: "api.xml",
        refusedAtSave: true,
        message: expect.stringContaining("API Management would refuse this at save; here it"),
      }),
    );
    expect((await gateway.send()).status).toBe(200);
    expect(gateway.calls).toHaveLength(1);
  });

  test("a limit with a longer period than there is counts for that long", async () => {
    const gateway = tolerant(
      "inbound",
      `<rate-limit-by-key calls="1" renewal-period="600" counter-key="a" />`,
    );
    await gateway.send();
    gateway.clock.advance(500_000);
    expect((await gateway.send()).status).toBe(429);
    gateway.clock.advance(110_000);
    expect((await gateway.send()).status).toBe(200);
  });

  test("a limit in `backend` limits", async () => {
    const gateway = tolerant(
      "backend",
      `<rate-limit-by-key calls="1" renewal-period="60" counter-key="a" />`,
    );
    expect((await gateway.send()).status).toBe(200);
    expect((await gateway.send()).status).toBe(429);
  });

  test("two policies in `backend` run one after the other", async () => {
    const gateway = tolerant("backend", `<forward-request timeout="10" />`);
    await gateway.send();
    expect(gateway.calls).toHaveLength(2);
  });

  test("of what may stand once, the first one counts", async () => {
    const gateway = tolerant(
      "inbound",
      `<choose>
        <when condition="@(false)">${header("x-when")}</when>
        <otherwise><return-response><set-status code="201" /><set-status code="202" /></return-response></otherwise>
        <otherwise><return-response><set-status code="203" /></return-response></otherwise>
      </choose>`,
    );
    expect(gateway.warnings.join()).toContain("here the first one counts");
    expect((await gateway.send()).status).toBe(201);
  });

  test("a section that stands twice has the policies of both, in order", async () => {
    const gateway = tolerant("inbound", "", {
      operationPolicy: `<policies>
        <inbound><base /><set-variable name="a" value="one" /></inbound>
        <backend><base /></backend>
        <inbound><set-header name="x-a" exists-action="override"><value>@((string)context.Variables["a"])</value></set-header></inbound>
      </policies>`,
    });
    expect(gateway.warnings).toEqual([
      expect.stringMatching(/^section-twice: .* here it runs as written\.$/),
    ]);
    await gateway.send();
    expect(gateway.calls[0]?.headers.get("x-a")).toBe("one");
  });

  test("a section that is none is left out", async () => {
    const gateway = tolerant("inbound", "", {
      operationPolicy: `<policies><inbuond>${header("x-a")}</inbuond><inbound><base /></inbound><backend><base /></backend></policies>`,
    });
    expect(gateway.warnings).toEqual([expect.stringMatching(/^unknown-section: .* here it is left out\.$/)]);
    await gateway.send();
    expect(gateway.calls[0]?.headers.get("x-a")).toBeUndefined();
  });

  test("an attribute that may be newer than the gateway is left out, and is no refusal that is known", async () => {
    const gateway = tolerant("inbound", `<rewrite-uri template="/b" keep-fragment="true" />`);
    expect(gateway.problems).toEqual([
      expect.objectContaining({
        severity: "warning",
        rule: "undocumented-attribute",
        message: expect.stringMatching(/ Here the policy runs without it\.$/),
      }),
    ]);
    expect(gateway.problems[0]?.refusedAtSave).toBeUndefined();
    await gateway.send();
    expect(gateway.calls[0]?.url).toBe("https://backend.example/b");
  });

  test("`base` in a fragment goes on in the outer scope", async () => {
    const gateway = tolerant("inbound", `<include-fragment fragment-id="outer" />`, {
      inbound: `<include-fragment fragment-id="outer" />`,
      fragments: { outer: `<fragment><base />${header("x-a")}</fragment>` },
      global: `<policies><inbound>${header("x-global")}</inbound><backend><forward-request /></backend></policies>`,
    });
    expect(gateway.errors).toEqual([]);
    await gateway.send();
    expect(gateway.calls[0]?.headers.get("x-global")).toBe("1");
  });
});

const reached = (policy: string) =>
  `<choose><when condition="@(context.Request.Headers.ContainsKey("x-go"))">\n${policy}\n</when></choose>${header("x-after")}`;

describe("where the document does not say what to do, that one policy answers 501 with its place", () => {
  test.each([
    ["C# with a slip of the pen", `<set-variable name="a" value="@(1 + )" />`, "set-variable", "expression"],
    [
      "C# 8",
      `<set-variable name="a" value="@(1 switch { 1 => 2, _ => 3 })" />`,
      "set-variable",
      "expression",
    ],
    [
      "a type that expressions may not use",
      `<set-variable name="a" value="@{ using (var s = new System.IO.MemoryStream()) { return 1; } }" />`,
      "set-variable",
      "expression",
    ],
    [
      "an expression that never ends",
      `<set-variable name="a" value="@(1 + (2" />`,
      "set-variable",
      "expression-not-closed",
    ],
    [
      "an expression and more",
      `<set-variable name="a" value="@(1) b" />`,
      "set-variable",
      "expression-not-whole",
    ],
    [
      "an expression where none is allowed",
      `<rate-limit calls="@(1)" renewal-period="60" />`,
      "rate-limit",
      "expression-not-allowed",
    ],
    ["a required attribute that is missing", `<rewrite-uri />`, "rewrite-uri", "missing-attribute"],
    [
      "neither of two attributes of which one is needed",
      `<set-backend-service />`,
      "set-backend-service",
      "attribute-group",
    ],
    [
      "a value that is none of the list",
      `<set-header name="a" exists-action="overide"><value>b</value></set-header>`,
      "set-header",
      "value-not-allowed",
    ],
    [
      "text instead of a number",
      `<limit-concurrency key="a" max-count="many"><set-method>GET</set-method></limit-concurrency>`,
      "limit-concurrency",
      "value-out-of-range",
    ],
    [
      "a status that is none",
      `<return-response><set-status code="2000" /></return-response>`,
      "return-response",
      "value-out-of-range",
    ],
    ["an element that is not a policy", `<set-haeder name="a" />`, "set-haeder", "unknown-policy"],
    ["an empty element that needs text", `<set-method></set-method>`, "set-method", "missing-text"],
    ["a child that is missing", `<cors><expose-headers /></cors>`, "cors", "missing-child"],
    [
      "a child that is misspelt",
      `<return-response><set-satus code="200" /></return-response>`,
      "return-response",
      "invalid-child",
    ],
    [
      "a child that is broken",
      `<send-request response-variable-name="r"><set-url>https://a.example</set-url><set-header><value>a</value></set-header></send-request>`,
      "send-request",
      "missing-attribute",
    ],
    [
      "a branch without a condition",
      `<choose><when><set-method>GET</set-method></when><otherwise><set-method>PUT</set-method></otherwise></choose>`,
      "choose",
      "missing-attribute",
    ],
    ["a child of base", `<base><set-method>GET</set-method></base>`, "base", "invalid-child"],
    [
      "a fragment that is not there",
      `<include-fragment fragment-id="nobody" />`,
      "nobody",
      "unknown-fragment",
    ],
    [
      "a named value that is not there",
      `<set-status code="{{nobody}}" />`,
      "set-status",
      "unknown-named-value",
    ],
    [
      "a duration that is none",
      `<validate-jwt header-name="a" clock-skew="long"><openid-config url="https://a.example" /></validate-jwt>`,
      "validate-jwt",
      "clock-skew",
    ],
  ])("%s", async (_, policy, named, rule) => {
    const gateway = tolerant("inbound", reached(policy));
    expect(gateway.errors).toEqual([]);
    expect(gateway.problems).toContainEqual(
      expect.objectContaining({
        severity: "warning",
        rule,
        refusedAtSave: true,
        line: 2,
        message: expect.stringMatching(
          / API Management would refuse this at save; here a request that reaches it is answered with 501\.$/,
        ),
      }),
    );
    expect((await gateway.send()).status).toBe(200);
    expect(gateway.calls[0]?.headers.get("x-after")).toBe("1");
    const refused = await gateway.send({ headers: { "x-go": "1" } });
    expect(refused.status).toBe(501);
    expect(refused.json()).toMatchObject({ message: expect.stringMatching(/\(api\.xml:2:\d+\)$/) });
    expect(refused.text).toContain(named);
    expect(gateway.calls).toHaveLength(1);
  });

  test("the policies around a broken one inside them run", async () => {
    const gateway = tolerant(
      "inbound",
      `<choose><when condition="@(true)">${header("x-a")}<choose><when condition="@(false)"><rewrite-uri /></when></choose></when></choose>`,
    );
    expect((await gateway.send()).status).toBe(200);
    expect(gateway.calls[0]?.headers.get("x-a")).toBe("1");
  });

  test("a fragment that includes itself is refused when it is reached", async () => {
    const gateway = tolerant("inbound", reached(`<include-fragment fragment-id="round" />`), {
      fragments: { round: `<fragment><include-fragment fragment-id="round" /></fragment>` },
    });
    expect(gateway.warnings.join()).toContain("fragment-cycle");
    expect((await gateway.send()).status).toBe(200);
    expect((await gateway.send({ headers: { "x-go": "1" } })).status).toBe(501);
  });

  test("callers see nothing of a secret in an expression that is wrong", async () => {
    const gateway = tolerant("inbound", `<set-variable name="a" value="@({{key}})" />`, {
      namedValues: { key: { value: "verysecret", secret: true } },
    });
    const { status, text } = await gateway.send();
    expect(status).toBe(501);
    expect(text).toContain("'set-variable' cannot run: an expression with a secret in it has a mistake.");
    expect(text).not.toContain("verysecret");
  });
});

describe("what stays an error", () => {
  test.each([
    ["XML that is not well-formed", "<policies><inbound></policies>", "well-formed"],
    ["a document that is not a policy", "<policy><inbound /></policy>", "root"],
    ["a fragment in the place of a policy", "<fragment><set-method>GET</set-method></fragment>", "root"],
    [
      "deeper than any reader follows",
      `<policies><inbound>${"<choose><otherwise>".repeat(5000)}${"</otherwise></choose>".repeat(5000)}</inbound></policies>`,
      "too-deep",
    ],
    [
      "a named value in the place of a name",
      "<policies><inbound {{name}}='1' /></policies>",
      "named-value-place",
    ],
  ])("%s", (_, operationPolicy, rule) => {
    const gateway = tolerant("inbound", "", { operationPolicy, namedValues: { name: "a" } });
    const errors = gateway.problems.filter(({ severity }) => severity === "error");
    expect(errors.map((problem) => problem.rule)).toContain(rule);
    expect(errors.filter(({ refusedAtSave }) => refusedAtSave)).toEqual([]);
  });

  test("a setting that is wrong", () => {
    const gateway = tolerant("inbound", `<quota calls="1" renewal-period="3600" />`, {
      settings: { quotaPeriodOrigin: "someday" },
    });
    expect(gateway.errors).toEqual([expect.stringContaining("quotaPeriodOrigin")]);
  });
});

test("nothing of what is right is told otherwise", async () => {
  const inbound = `<base />${header("x-a")}<xsl-transform />`;
  const [strictness, leniency] = [policyGateway({ inbound }), policyGateway({ inbound, lenient: true })];
  expect(leniency.problems).toEqual(strictness.problems);
});

test("to be strict and lenient at once is asked too much", () => {
  expect(() => policyGateway({ strict: true, lenient: true })).toThrow(
    "`strict` and `lenient` exclude each other.",
  );
});
