import { IdentityProvider } from "../../src/identity/identityProvider";
import { createIssuer, localTenantId } from "../../src/identity/issuer";
import { claimsOf, isSignedBy } from "../identity/tokens";
import { guardedGateway, publicPem } from "./accessTokens";
import type { PolicyGatewayOptions } from "./policyGateway";

const resource = "https://cognitiveservices.azure.com";
const managedIdentity = (attributes = "") =>
  `<authentication-managed-identity resource="${resource}" ${attributes}/>`;

const system = { kind: "system", clientId: "sys", principalId: "sys-object" } as const;
const user = {
  kind: "user",
  clientId: "User-1",
  principalId: "user-object",
  resourceId: "/ids/user",
} as const;

function gatewayWith(
  policy: string,
  identities?: IdentityProvider["identities"],
  options?: PolicyGatewayOptions,
) {
  const gateway = guardedGateway(policy, options);
  gateway.services().shared(IdentityProvider).identities = identities;
  const sent = (n = -1) => gateway.calls.at(n)?.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  return { ...gateway, sent, claims: (n = -1) => claimsOf(sent(n)) };
}

test("the backend gets a signed token for the resource, as Entra issues it to a managed identity", async () => {
  const gateway = gatewayWith(managedIdentity(), [system]);
  expect((await gateway.send({ headers: { Authorization: "Bearer the caller's own" } })).status).toBe(200);
  const now = gateway.clock.now / 1000;
  expect(gateway.claims()).toMatchObject({
    aud: resource,
    iss: `https://sts.windows.net/${localTenantId}/`,
    tid: localTenantId,
    appid: "sys",
    oid: "sys-object",
    sub: "sys-object",
    idtyp: "app",
    ver: "1.0",
    iat: now,
    nbf: now,
    exp: now + 86_400,
  });
  expect(isSignedBy(gateway.sent(), publicPem())).toBe(true);
});

test("a client id names a user-assigned identity, in any case, and may be an expression", async () => {
  for (const attribute of ['client-id="user-1"', 'client-id=\'@("USER" + "-1")\'']) {
    const gateway = gatewayWith(managedIdentity(attribute), [system, user]);
    expect((await gateway.send()).status).toBe(200);
    expect(gateway.claims()).toMatchObject({ appid: "User-1", oid: "user-object", xms_mirid: "/ids/user" });
  }
});

test("output-token-variable-name keeps the token and leaves the header alone", async () => {
  const gateway = gatewayWith(
    `${managedIdentity('output-token-variable-name="token"')}<set-header name="x-token"><value>@((string)context.Variables["token"])</value></set-header>`,
    [system],
  );
  await gateway.send({ headers: { Authorization: "Basic x" } });
  const headers = gateway.calls[0]?.headers;
  expect(headers?.get("Authorization")).toBe("Basic x");
  expect(claimsOf(headers?.get("x-token") ?? "")).toMatchObject({ aud: resource });
});

test("in outbound too, where it is not documented, the token is in the variable", async () => {
  const gateway = gatewayWith("", [system], {
    outbound: `${managedIdentity('output-token-variable-name="token"')}<set-header name="x-token"><value>@((string)context.Variables["token"])</value></set-header>`,
  });
  const { headers } = await gateway.send();
  expect(claimsOf(headers.get("x-token") ?? "")).toMatchObject({ aud: resource });
});

test.each([
  ["an identity that is not assigned", managedIdentity('client-id="nobody"'), [system], "'nobody'"],
  ["the system identity where there is none", managedIdentity(), [user], "no system-assigned"],
  ["any identity where there is none", managedIdentity(), [], "no system-assigned"],
  [
    "an empty resource",
    '<authentication-managed-identity resource="@(&quot;&quot;)" />',
    [system],
    "resource",
  ],
])("%s fails with 500, and the caller learns nothing", async (_, policy, identities, told) => {
  const gateway = gatewayWith(policy, identities);
  const answer = await gateway.send();
  expect(answer.status).toBe(500);
  expect(answer.json()).toMatchObject({ message: "Internal server error" });
  expect(answer.headers.get("x-source")).toBe("authentication-managed-identity");
  expect(answer.headers.get("x-reason")).toBe("ManagedIdentityTokenNotObtained");
  expect(answer.headers.get("x-message")).toContain(told);
  expect(gateway.calls).toHaveLength(0);
});

test("ignore-error goes on without a token", async () => {
  const gateway = gatewayWith(
    managedIdentity('client-id="nobody" output-token-variable-name="t" ignore-error="true"'),
    [],
  );
  expect((await gateway.send({ headers: { Authorization: "Bearer own" } })).status).toBe(200);
  expect(gateway.sent()).toBe("own");
  expect(gateway.variables()?.has("t")).toBe(false);
});

test("the reason of a failure is a setting", async () => {
  const settings = { managedIdentityFailureReason: "Other" };
  const gateway = gatewayWith(managedIdentity(), [], { settings });
  expect((await gateway.send()).headers.get("x-reason")).toBe("Other");
});

test("nobody said which identities there are: each client id has its own", async () => {
  const gateway = gatewayWith(managedIdentity('client-id="@(context.Request.Headers[&quot;x&quot;][0])"'));
  for (const x of ["a", "b"]) await gateway.send({ headers: { x } });
  expect([gateway.claims(0).appid, gateway.claims(1).appid]).toEqual(["a", "b"]);
  expect(gateway.claims(0).oid).not.toBe(gateway.claims(1).oid);
});

test("a token is kept until five minutes before it expires", async () => {
  const gateway = gatewayWith(managedIdentity(), [system]);
  await gateway.send();
  gateway.clock.advance((86_400 - 300) * 1000 - 1);
  await gateway.send();
  expect(gateway.sent(1)).toBe(gateway.sent(0));
  gateway.clock.advance(1);
  await gateway.send();
  expect(gateway.sent(2)).not.toBe(gateway.sent(0));
  expect(gateway.claims(2).exp).toBe(gateway.clock.now / 1000 + 86_400);
});

test("life and renewal are settings", async () => {
  const settings = { managedIdentityTokenSeconds: 600, managedIdentityRefreshSeconds: 0 };
  const gateway = gatewayWith(managedIdentity(), [system], { settings });
  await gateway.send();
  expect(gateway.claims().exp).toBe(gateway.clock.now / 1000 + 600);
  gateway.clock.advance(599_999);
  await gateway.send();
  expect(gateway.sent(1)).toBe(gateway.sent(0));
  gateway.clock.advance(1);
  await gateway.send();
  expect(gateway.sent(2)).not.toBe(gateway.sent(0));
});

test("tokens are kept apart by resource and identity, and do not outlive an identity or its issuer", async () => {
  const gateway = gatewayWith(
    '<authentication-managed-identity resource="@(context.Request.Headers[&quot;x&quot;][0])" />',
    [system],
  );
  const provider = gateway.services().shared(IdentityProvider);
  const send = async (x: string) => {
    await gateway.send({ headers: { x } });
    return gateway.sent();
  };
  const first = await send("a");
  expect(await send("b")).not.toBe(first);
  expect(await send("a")).toBe(first);
  provider.identities = [{ ...system, principalId: "another" }];
  expect(await send("a")).not.toBe(first);
  provider.identities = [];
  expect((await gateway.send({ headers: { x: "a" } })).status).toBe(500);
  provider.identities = [system];
  provider.issuer = createIssuer({ now: () => gateway.clock.now, random: () => 0, tenantId: "other" });
  await send("a");
  expect(gateway.claims().tid).toBe("other");
});

test("inside send-request the token goes to that request only", async () => {
  const gateway = gatewayWith(
    `<send-request mode="new" response-variable-name="r"><set-url>https://side.example/x</set-url><set-method>GET</set-method>${managedIdentity()}</send-request>`,
    [system],
  );
  expect((await gateway.send({ headers: { Authorization: "Bearer own" } })).status).toBe(200);
  const [side, main] = gateway.calls;
  expect(side?.url).toBe("https://side.example/x");
  expect(claimsOf(side?.headers.get("Authorization")?.slice(7) ?? "")).toMatchObject({ aud: resource });
  expect(main?.headers.get("Authorization")).toBe("Bearer own");
});
