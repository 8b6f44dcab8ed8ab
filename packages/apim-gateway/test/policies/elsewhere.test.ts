import { checkLoaded } from "../../src/gateway/checkFolder";
import { loadConfiguration } from "../../src/resources/loadConfiguration";
import { readConfiguration } from "../../src/resources/readConfiguration";
import { policyGateway } from "./policyGateway";

const elsewhere = new Set(["namedValues", "fragments", "loggers"] as const);
const whenAsked = (policy: string) =>
  `<base /><choose><when condition="@(context.Request.Headers.ContainsKey("x-go"))">${policy}</when></choose>`;

function check(files: Readonly<Record<string, unknown>>, options: { readonly strict?: boolean } = {}) {
  const texts = new Map(
    Object.entries(files).map(([file, content]) => [
      file,
      typeof content === "string" ? content : JSON.stringify(content),
    ]),
  );
  const read = { ...readConfiguration("folder", texts), files: [], fingerprint: "" };
  return checkLoaded(read, options).problems.map(({ severity, rule }) => `${severity} ${rule}`);
}

describe("a policy that names what may be elsewhere", () => {
  test.each([
    ["a named value in an attribute", `<set-header name="a"><value>{{host}}</value></set-header>`, "host"],
    ["one that is code", `<set-variable name="a" value="@(DateTime.UtcNow.AddSeconds({{ttl}}))" />`, "ttl"],
    ["one in text of an expression", `<set-body>@("https://{{host}}/" + 1)</set-body>`, "host"],
    [
      "one that is a number",
      `<rate-limit-by-key calls="{{n}}" renewal-period="{{p}}" counter-key="a" />`,
      "n",
    ],
    [
      "one deep inside",
      `<validate-jwt header-name="a"><openid-config url="{{url}}" /></validate-jwt>`,
      "url",
    ],
    ["one in CDATA", `<set-body><![CDATA[{{host}}]]></set-body>`, "host"],
    ["a fragment", `<include-fragment fragment-id="common" />`, "common"],
    ["a logger", `<log-to-eventhub logger-id="hub">x</log-to-eventhub>`, "hub"],
  ])("%s: loads with a warning, and is refused by name when reached", async (_, policy, named) => {
    const gateway = policyGateway({ inbound: whenAsked(policy), configuration: { elsewhere } });
    expect(gateway.errors).toEqual([]);
    expect(gateway.problems[0]?.message).toContain(`'${named}'`);
    expect((await gateway.send()).status).toBe(200);
    const refused = await gateway.send({ headers: { "x-go": "1" } });
    expect(refused.status).toBe(501);
    expect(refused.text).toContain(`'${named}'`);
  });

  test("the policies inside it are compiled all the same, for their mistakes", () => {
    const gateway = policyGateway({
      inbound: `<base /><choose><when condition="@("{{a}}" == "b")"><set-body>@(contxt)</set-body></when></choose>`,
      configuration: { elsewhere },
    });
    expect(gateway.errors).toHaveLength(1);
    expect(gateway.errors[0]).toContain("contxt");
  });

  test("is an error where everything is here, and with --strict", () => {
    const inbound = `<base /><include-fragment fragment-id="common" /><set-body>{{host}}</set-body>`;
    expect(policyGateway({ inbound }).errors).toHaveLength(2);
    expect(policyGateway({ inbound, configuration: { elsewhere }, strict: true }).errors).toHaveLength(2);
  });

  test("in a comment, names nothing", () => {
    expect(check({ "policy.xml": "<policies><!-- {{host}} --><inbound /></policies>" })).toEqual([]);
  });
});

describe("what may be elsewhere", () => {
  const policy = `<policies><inbound><base /><include-fragment fragment-id="f" /><set-header name="a"><value>{{n}}</value></set-header></inbound></policies>`;
  const warnings = ["warning unknown-fragment", "warning unknown-named-value"];

  test("is all that a policy on its own names", () => {
    expect(check({ "policy.xml": policy })).toEqual(warnings);
    expect(check({ "policy.xml": policy }, { strict: true })).toEqual([
      "error unknown-fragment",
      "error unknown-named-value",
    ]);
  });

  test("is nothing of a kind that the folder has some of", () => {
    expect(check({ "policy.xml": policy, "namedValues/other.json": { value: "1" } })).toEqual([
      "warning unknown-fragment",
      "error unknown-named-value",
    ]);
    expect(check({ "policy.xml": policy, "fragments/other.xml": "<fragment />" })).toEqual([
      "error unknown-fragment",
      "warning unknown-named-value",
    ]);
  });

  test("a backend, whose call fails when it is made", () => {
    const chosen = `<policies><inbound><base /><set-backend-service backend-id="acounts" /></inbound></policies>`;
    const accounts = { "backends/accounts.json": { url: "https://a.example", protocol: "http" } };
    expect(check({ "policy.xml": chosen })).toEqual(["warning unknown-backend"]);
    expect(check({ "policy.xml": chosen }, { strict: true })).toEqual(["error unknown-backend"]);
    expect(check({ "policy.xml": chosen, ...accounts })).toEqual(["error unknown-backend"]);
    expect(check({ "policy.xml": chosen.replace("acounts", "Accounts"), ...accounts })).toEqual([]);
    expect(
      policyGateway({ inbound: `<base /><set-backend-service backend-id="acounts" />` }).errors[0],
    ).toContain("Backend with id 'acounts' could not be found.");
  });

  test("a base URL, but not one that no deployment makes absolute", () => {
    const at = (url: string) =>
      check({
        "policy.xml": `<policies><inbound><base /><set-backend-service base-url="${url}" /></inbound></policies>`,
      });
    expect(at("api.example.com/v1")).toEqual(["warning relative-base-url"]);
    for (const url of ["https://api.example.com", "$(url)", "__URL__", "BACKEND_URL", "#{url}#", "%url%"])
      expect(at(url)).toEqual([]);
    expect(at("{{url}}")).toEqual(["warning unknown-named-value"]);
  });

  test("is nothing of a service, of which the folder has everything", () => {
    expect(check({ "service.json": { name: "a" }, "policy.xml": policy })).toEqual([
      "error unknown-fragment",
      "error unknown-named-value",
    ]);
  });

  test("is told of each of several documents", () => {
    expect(
      check({ "a.xml": policy, "b.xml": `<fragment>{{n}}<set-body>{{m}}</set-body></fragment>` }),
    ).toEqual([
      ...warnings,
      "warning unknown-named-value",
      "warning stray-text",
      "warning unknown-named-value",
    ]);
  });

  test("is everything of a folder that is not there", () => {
    expect(loadConfiguration("/no/such/folder").configuration).toBeUndefined();
  });
});

describe("a fragment that nothing includes", () => {
  test.each([
    ["an expression", "<set-body>@(contxt)</set-body>"],
    ["a policy", "<set-boddy>x</set-boddy><rewrite-uri />"],
  ])("is checked: %s", (_, policy) => {
    expect(check({ "fragments/f.xml": `<fragment>${policy}</fragment>` }).join()).toContain("error");
    expect(check({ "f.xml": `<fragment>${policy}</fragment>` }).join()).toContain("error");
  });

  test.each([
    ["inbound", `<validate-jwt header-name="a"><openid-config url="https://a.example" /></validate-jwt>`],
    ["backend", `<forward-request />`],
    ["outbound", `<cache-store duration="1" />`],
    ["no section in common", `<forward-request /><cache-store duration="1" /><rewrite-uri template="/" />`],
  ])("may be meant for %s", (_, policies) => {
    expect(check({ "fragments/f.xml": `<fragment>${policies}</fragment>` })).toEqual([]);
  });

  test("is checked once where it is included too", () => {
    const files = {
      "policy.xml": `<policies><inbound><include-fragment fragment-id="f" /></inbound></policies>`,
      "fragments/f.xml": "<fragment><set-body>@(contxt)</set-body></fragment>",
    };
    expect(check(files)).toEqual(["error expression"]);
  });
});
