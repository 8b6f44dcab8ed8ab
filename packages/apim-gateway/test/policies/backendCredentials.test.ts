import { IdentityProvider } from "../../src/identity/identityProvider";
import { claimsOf } from "../identity/tokens";
import { type PolicyGatewayOptions, policyGateway } from "./policyGateway";

const resource = "https://cognitiveservices.azure.com";

function gatewayTo(credentials: object, options: PolicyGatewayOptions = {}) {
  const gateway = policyGateway({
    backends: [{ name: "b", properties: { url: "https://b.example/v1", protocol: "http", credentials } }],
    onError:
      '<base /><set-header name="x-reason"><value>@(context.LastError.Reason)</value></set-header><set-header name="x-message"><value>@(context.LastError.Message)</value></set-header>',
    ...options,
    inbound: `<set-backend-service backend-id="b" />${options.inbound ?? ""}`,
    backend: options.backend ?? "<forward-request />",
  });
  const sent = (name: string, n = -1) => gateway.calls.at(n)?.headers.get(name);
  const claims = () => claimsOf(sent("Authorization")?.replace("Bearer ", "") ?? "");
  return { ...gateway, sent, claims };
}

test("headers, query parameters and the authorization of a backend go with each request to it", async () => {
  const { send, calls, sent } = gatewayTo({
    header: { "api-key": ["k1", "k2"] },
    query: { code: ["a&b"] },
    authorization: { scheme: "Basic", parameter: "eDp5" },
  });
  await send({ path: "/chat?x=1", headers: { Authorization: "Bearer the caller's own" } });
  expect(sent("api-key")).toBe("k1, k2");
  expect(sent("Authorization")).toBe("Basic eDp5");
  expect(calls[0]?.url).toBe("https://b.example/v1/chat?x=1&code=a%26b");
  expect(calls[0]?.request.credentialHeaders?.map(([name]) => name)).toEqual(["api-key"]);
});

test("a managed identity is the token of that identity for that resource", async () => {
  const { send, claims, services } = gatewayTo({ managedIdentity: { resource, clientId: "USER-1" } });
  services().shared(IdentityProvider).identities = [
    { kind: "user", clientId: "user-1", principalId: "object-1", resourceId: "/ids/user" },
  ];
  expect((await send()).status).toBe(200);
  expect(claims()).toMatchObject({ aud: resource, appid: "user-1", oid: "object-1" });
});

test("one token serves until five minutes before its end, for backends and the policy alike", async () => {
  const { send, sent, clock } = gatewayTo(
    { managedIdentity: { resource } },
    {
      inbound: `<authentication-managed-identity resource="${resource}" output-token-variable-name="t" /><set-header name="x-token"><value>@("Bearer " + (string)context.Variables["t"])</value></set-header>`,
    },
  );
  await send();
  expect(sent("x-token")).toBe(sent("Authorization"));
  clock.advance(86_400_000 - 300_001);
  await send();
  expect(sent("Authorization")).toBe(sent("Authorization", 0));
  clock.advance(1);
  await send();
  expect(sent("Authorization")).not.toBe(sent("Authorization", 0));
});

test("without that identity the request fails before any call, and no breaker counts it", async () => {
  const { send, calls, services } = gatewayTo({ managedIdentity: { resource } });
  services().shared(IdentityProvider).identities = [];
  const answer = await send();
  expect([answer.status, answer.headers.get("x-reason")]).toEqual([500, "ManagedIdentityTokenNotObtained"]);
  expect(answer.headers.get("x-message")).toContain("no system-assigned managed identity");
  expect(calls).toEqual([]);
});

test("a probe that gets no token does not hold up the calls after it", async () => {
  const rule = {
    name: "r",
    tripDuration: "PT1M",
    failureCondition: { count: 1, interval: "PT1M", statusCodeRanges: [{ min: 500, max: 599 }] },
  };
  const properties = {
    url: "https://b.example",
    protocol: "http",
    credentials: { managedIdentity: { resource } },
    circuitBreaker: { rules: [rule] },
  };
  const { send, clock, services, calls } = gatewayTo(
    {},
    {
      backends: [{ name: "b", properties }],
      settings: { halfOpen: "probe" },
      serve: (_call, n) => ({ status: n === 1 ? 500 : 200 }),
    },
  );
  expect((await send()).status).toBe(500);
  clock.advance(60_000);
  const provider = services().shared(IdentityProvider);
  provider.identities = [];
  expect((await send()).status).toBe(500);
  provider.identities = undefined;
  expect((await send()).status).toBe(200);
  expect(calls).toHaveLength(2);
});

describe("what the request has already", () => {
  const credentials = {
    header: { "api-key": ["backend's"], "x-more": ["1"] },
    query: { code: ["backend's"], more: ["1"] },
    managedIdentity: { resource },
  };
  const inbound =
    '<set-header name="API-Key" exists-action="override"><value>policy\'s</value></set-header><set-header name="authorization" exists-action="override"><value>Basic x</value></set-header><set-query-parameter name="code" exists-action="override"><value>policy</value></set-query-parameter>';

  test("gives way to the backend's credentials", async () => {
    const { send, sent, calls } = gatewayTo(credentials, { inbound });
    await send();
    expect(sent("api-key")).toBe("backend's");
    expect(sent("Authorization")).toMatch(/^Bearer ey/);
    expect(calls[0]?.url).toBe("https://b.example/v1/?code=backend's&more=1");
  });

  test("stays, if the setting says so", async () => {
    const { send, sent, calls } = gatewayTo(credentials, {
      inbound,
      settings: { backendCredentials: "keep" },
    });
    await send();
    expect([sent("api-key"), sent("x-more"), sent("Authorization")]).toEqual(["policy's", "1", "Basic x"]);
    expect(calls[0]?.url).toBe("https://b.example/v1/?code=policy&more=1");
  });
});

test.each([
  ["managed-identity", /^Bearer ey/],
  ["authorization", /^Key k$/],
])("of a backend with both, %s is sent by its setting", async (backendAuthorization, expected) => {
  const { send, sent } = gatewayTo(
    { authorization: { scheme: "Key", parameter: "k" }, managedIdentity: { resource } },
    { settings: { backendAuthorization } },
  );
  await send();
  expect(sent("Authorization")).toMatch(expected);
});

test("members of a pool have their own credentials, and the next attempt has none of the one before", async () => {
  const member = (name: string, credentials?: object) => ({
    name,
    properties: {
      url: `https://${name}.example`,
      protocol: "http",
      credentials,
      circuitBreaker: {
        rules: [
          {
            name: "r",
            tripDuration: "PT1M",
            failureCondition: { count: 1, interval: "PT1M", statusCodeRanges: [{ min: 429, max: 429 }] },
          },
        ],
      },
    },
  });
  const { send, calls } = gatewayTo(
    {},
    {
      backends: [
        member("one", { header: { "x-one": ["1"] }, managedIdentity: { resource } }),
        member("two", { header: { "x-two": ["2"] } }),
        {
          name: "b",
          properties: {
            type: "Pool",
            pool: {
              services: [
                { id: "/backends/one", priority: 1 },
                { id: "/backends/two", priority: 2 },
              ],
            },
          },
        },
      ],
      backend:
        '<retry condition="@(context.Response.StatusCode == 429)" count="1" interval="0"><forward-request buffer-request-body="true" /></retry>',
      serve: (_call, n) => ({ status: n === 1 ? 429 : 200 }),
    },
  );
  expect((await send()).status).toBe(200);
  const names = calls.map(({ headers }) => [...headers.names()].filter((name) => name !== "Host"));
  expect(names).toEqual([["x-one", "Authorization"], ["x-two"]]);
});
