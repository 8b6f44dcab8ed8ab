import { createHash } from "node:crypto";
import { renderPolicies } from "../../infra/rendering/renderPolicies";
import { fleetOf, renamed, rendered, stack } from "./fleets";
import { noResponsesShown, type OracleResult, runOracle, unavailableReasons } from "./oracle";
import { accountRefusals } from "./scenarios/accountRefusals";
import { answers } from "./scenarios/answers";
import { bodies } from "./scenarios/bodies";
import { followUpScenarios } from "./scenarios/followUps";
import { refusals } from "./scenarios/refusals";
import { chat, code, message, regional, targets, v1 } from "./scenarios/scenario";
import { unreachable } from "./scenarios/unreachable";
import { usage } from "./scenarios/usage";

/**
 * The policies, executed: every expression compiled by a real C# compiler, whole documents run against scripted
 * answers. `npm run oracle` runs it; it fails, and says what to install, where Mono is missing.
 */
const scenarios = [
  ...answers,
  ...accountRefusals,
  ...unreachable,
  ...bodies,
  ...followUpScenarios,
  ...refusals,
];

const readings = unavailableReasons.flatMap((reason) =>
  noResponsesShown.map((silence) => ({ reason, silence })),
);

describe.each(readings)(
  "the policies of prod, executed, empty pools told as $reason, silence as $silence",
  ({ reason, silence }) => {
    let results: readonly OracleResult[];
    beforeAll(() => {
      results = runOracle(rendered("prod"), scenarios, reason, silence);
    }, 60_000);

    test.each(scenarios)("$name", ({ name, requests, expected }) => {
      const own = results.filter(({ scenario }) => scenario === name);
      expect(own.length).toBe(requests.length);
      expected(...own);
    });
  },
);

describe("the policies of a fleet that asks for token counts", () => {
  let results: readonly OracleResult[];
  beforeAll(() => {
    const { topology, plan } = stack("prod");
    const asking = { ...topology, gateway: { ...topology.gateway, includeUsage: true } };
    results = runOracle(renderPolicies(asking, plan), usage);
  }, 60_000);

  test.each(usage)("$name", ({ name, expected }) => {
    expected(...results.filter(({ scenario }) => scenario === name));
  });
});

test("calls from an address that is not in the list are refused before anything else", () => {
  const { topology, plan } = stack("prod");
  const closed = { ...topology, gateway: { ...topology.gateway, allowedIps: ["203.0.113.0/24"] } };
  const results = runOracle(renderPolicies(closed, plan), [
    { name: "other", requests: [chat, v1, regional].map((call) => ({ ...call, address: "other" as const })) },
    { name: "listed", requests: [chat] },
  ]);
  for (const result of results.slice(0, 3))
    expect([result.status, code(result), message(result), result.calls]).toEqual([
      403,
      "ip_not_authorized",
      "This gateway takes no calls from the address 203.0.113.9.",
      [],
    ]);
  expect(results[3]?.status).toBe(200);
}, 60_000);

test("names that try to break out compile and match themselves only", () => {
  const { topology, plan } = stack("prod");
  const consumer = `~"); System.Exit(1); // ]]> @(1) {{x}} <b> & ' \\ \u0000 😀`;
  const model = `~"@{x} {{y}} }} --> \\u0041 ' <`;
  const names = { checkout: consumer, "gpt-5.4": model };
  const keyless = { ...topology, gateway: { ...topology.gateway, bearerKeys: "off" as const } };
  const [known, unknown] = runOracle(renderPolicies(renamed(keyless, names), renamed(plan, names)), [
    {
      name: "wild",
      requests: [
        { ...chat, consumer, parameters: { "deployment-id": model } },
        { ...chat, consumer, parameters: { "deployment-id": "gpt-5.4" } },
      ],
    },
  ]);
  expect([known?.status, known?.metrics]).toEqual([
    200,
    [[`Consumer=${consumer}`, `Model=${model}`, "Surface=azure"]],
  ]);
  expect([unknown?.status, message(unknown as OracleResult).includes(model)]).toEqual([404, true]);
}, 60_000);

test("a key as a bearer token names its consumer by its hash", () => {
  const policies = rendered("prod");
  const value = `${"A".repeat(43)}= ${createHash("sha256").update("its-key").digest("base64")}`;
  const fragments = policies.fragments.map((fragment) => ({
    ...fragment,
    xml: fragment.xml.replaceAll("{{aoai-key-hash-claims}}", value),
  }));
  const bearer = (key: string) => ({
    ...chat,
    consumer: undefined,
    headers: { Authorization: `Bearer ${key}` },
  });
  const [its, other] = runOracle({ ...policies, fragments }, [
    { name: "bearer", requests: [bearer("its-key"), bearer("no-key")] },
  ]);
  expect([its?.status, targets(its as OracleResult)]).toEqual([200, ["aoai-gpt-5-4-ptu-swedencentral"]]);
  expect([other?.status, code(other as OracleResult)]).toEqual([401, "invalid_api_key"]);
}, 60_000);

test("Entra tokens name consumers by their application, and keys still work", () => {
  const { topology, plan } = fleetOf(`
environment: test
workload: aoai
gateway:
  location: swedencentral
  publisher: { name: Contoso, email: a@contoso.example }
  sku: { name: BasicV2 }
  entra: { tenantId: 00000000-0000-4000-8000-0000000000ff, audience: api://fleet }
network: { access: public }
models:
  gpt-5.4: { version: "2026-03-05", payg: GlobalStandard }
regions:
  swedencentral: { deployments: { gpt-5.4: { payg: 50 } } }
consumers:
  web: { tokensPerMinute: 1000, entraApplications: [0AAAAAAA-0000-4000-8000-000000000001] }
`);
  const caller = {
    ...chat,
    consumer: undefined,
    headers: { Authorization: "Bearer token.payload.signature" },
  };
  const application = "0aaaaaaa-0000-4000-8000-000000000001";
  const results = runOracle(renderPolicies(topology, plan), [
    {
      name: "entra",
      requests: [
        { ...caller, claims: { azp: application } },
        { ...caller, claims: { appid: application.toUpperCase() } },
        { ...caller, claims: { azp: "another" } },
        caller,
        { ...chat, consumer: undefined },
        { ...caller, consumer: "web" },
      ],
    },
  ]);
  expect(results.map(({ status }) => status)).toEqual([200, 200, 401, 401, 401, 200]);
  expect(results.filter(({ status }) => status === 401).map(code)).toEqual([
    "unknown_application",
    "invalid_token",
    "invalid_api_key",
  ]);
}, 60_000);

test("a regional account serves each consumer its own models, and names no other", () => {
  const { topology, plan } = fleetOf(`
environment: test
workload: aoai
gateway:
  location: swedencentral
  publisher: { name: Contoso, email: a@contoso.example }
  sku: { name: BasicV2 }
network: { access: public }
models:
  gpt-5.4: { version: "2026-03-05", payg: GlobalStandard }
  text-embedding-3-large: { version: "1", payg: GlobalStandard }
regions:
  swedencentral: { deployments: { gpt-5.4: { payg: 50 }, text-embedding-3-large: { payg: 50 } } }
consumers:
  chat: { tokensPerMinute: 1000, models: [gpt-5.4] }
  search: { tokensPerMinute: 1000, models: [text-embedding-3-large] }
`);
  const call = {
    ...regional,
    parameters: { region: "SwedenCentral" },
    path: "/regions/SwedenCentral/openai/v1/embeddings",
    body: '{"model":"text-embedding-3-large","input":"x"}',
  };
  const [own, other] = runOracle(renderPolicies(topology, plan), [
    {
      name: "regional",
      requests: [
        { ...call, consumer: "search" },
        { ...call, consumer: "chat" },
      ],
    },
  ]) as [OracleResult, OracleResult];
  expect([own.status, targets(own)]).toEqual([200, ["aoai-regional-swedencentral"]]);
  expect([other.status, message(other)]).toEqual([
    404,
    "The model does not exist in region `swedencentral` or is not open to this consumer. Available: gpt-5.4.",
  ]);
}, 60_000);
