import { IdentityProvider } from "../../src/identity/identityProvider";
import { type Claims, createIssuer, type Issuer, localTenantId } from "../../src/identity/issuer";
import { goodClaims, guardedGateway, keys, rsaToken, start } from "./accessTokens";
import type { PolicyGatewayOptions } from "./policyGateway";

const entra = (attributes: string, inner = "") =>
  `<validate-azure-ad-token ${attributes}>${inner}</validate-azure-ad-token>`;
const ours = `tenant-id="${localTenantId}"`;

/** A gateway whose local issuer issues the callers' tokens. */
function tenantGateway(policy: string, options: PolicyGatewayOptions = {}, domains: string[] = []) {
  const gateway = guardedGateway(policy, options);
  const issuer: Issuer = createIssuer({ now: () => gateway.clock.now, random: () => 0.5, domains });
  gateway.services().shared(IdentityProvider).issuer = issuer;
  return {
    ...gateway,
    issuer,
    as: async (claims: Claims = {}, version: "1.0" | "2.0" = "2.0") =>
      gateway.try(`Bearer ${await issuer.issueToken(claims, version)}`),
  };
}

test("tokens of the tenant pass, of both versions, and nothing is fetched", async () => {
  const gateway = tenantGateway(entra(ours));
  expect((await gateway.as({}, "2.0")).status).toBe(200);
  expect((await gateway.as({}, "1.0")).status).toBe(200);
  expect(gateway.calls.every(({ url }) => url.startsWith("https://backend.example/"))).toBe(true);
});

test("a request without a token is told so in this policy's words", async () => {
  const gateway = tenantGateway(entra(ours));
  expect(await gateway.try(undefined)).toMatchObject({
    status: 401,
    reason: "TokenNotPresent",
    told: "Azure AD JWT not present",
  });
  expect(await gateway.try("Bearer x.y.z")).toMatchObject({
    status: 401,
    reason: "JwtInvalid",
    told: "Invalid Azure AD JWT",
  });
});

test("status and message are the policy's where it has them", async () => {
  const gateway = tenantGateway(
    entra(`${ours} failed-validation-httpcode="403" failed-validation-error-message="Go away."`),
  );
  expect(await gateway.try("x")).toMatchObject({ status: 403, told: "Go away." });
});

test("the token may be in another header, in the query, or an expression's value", async () => {
  const header = tenantGateway(entra(`${ours} header-name="X-Token"`));
  expect((await header.try(await header.issuer.issueToken(), "X-Token")).status).toBe(200);
  expect((await header.as()).status).toBe(401);
  const query = tenantGateway(entra(`${ours} query-parameter-name="t"`));
  expect((await query.send({ path: `/?t=${await query.issuer.issueToken()}` })).status).toBe(200);
  const value = tenantGateway(
    entra(`${ours} token-value='@(context.Request.Headers.GetValueOrDefault("X-T", ""))'`),
  );
  expect((await value.try(await value.issuer.issueToken(), "X-T")).status).toBe(200);
});

test("expired tokens, tokens without expiration and forged ones are refused", async () => {
  const gateway = tenantGateway(entra(ours));
  expect((await gateway.as({ exp: start - 1, nbf: 0 })).reason).toBe("TokenExpired");
  expect((await gateway.as({ exp: undefined })).reason).toBe("JwtInvalid");
  const iss = `https://login.microsoftonline.com/${localTenantId}/v2.0`;
  const forged = rsaToken({ ...goodClaims, iss, tid: localTenantId }, keys.second, { kid: keys.first.kid });
  expect((await gateway.try(forged)).reason).toBe("TokenSignatureInvalid");
});

test("the issuer must be the tenant, whatever the token says of itself", async () => {
  const gateway = tenantGateway(entra(ours));
  expect((await gateway.as({ iss: "https://sts.windows.net/other/" })).reason).toBe("TokenIssuerNotAllowed");
  expect((await gateway.as({ iss: "https://sts.windows.net/other/", tid: "other" })).reason).toBe(
    "TokenIssuerNotAllowed",
  );
});

test("a tenant is named by id, by domain, by URL or by an expression", async () => {
  for (const tenant of [
    localTenantId.toUpperCase(),
    "contoso.onmicrosoft.com",
    "https://login.microsoftonline.com/contoso.onmicrosoft.com/",
    "https://contoso.onmicrosoft.com",
    '@("contoso" + ".onmicrosoft.com")',
  ]) {
    const gateway = tenantGateway(entra(`tenant-id='${tenant}'`), {}, ["contoso.onmicrosoft.com"]);
    expect([tenant, (await gateway.as()).status]).toEqual([tenant, 200]);
  }
});

test.each(["organizations", "common", "https://login.microsoftonline.com/organizations"])(
  "%s takes tokens of any tenant that is its own issuer",
  async (tenant) => {
    const gateway = tenantGateway(entra(`tenant-id="${tenant}"`));
    const of = (tid: string) => ({ tid, iss: `https://login.microsoftonline.com/${tid}/v2.0` });
    expect((await gateway.as(of("11111111-2222-4333-8444-555555555555"))).status).toBe(200);
    expect((await gateway.as({ ...of("a"), tid: "b" })).reason).toBe("TokenIssuerNotAllowed");
    expect((await gateway.as({ ...of("a"), tid: undefined })).reason).toBe("TokenIssuerNotAllowed");
    const personal = await gateway.as(of("9188040d-6c67-4c5b-b112-36a304b66dad"));
    expect(personal.status).toBe(tenant === "common" ? 200 : 401);
  },
);

test("another cloud's endpoint is asked for its documents, over the network", async () => {
  const endpoint = "https://login.partner.example";
  const gateway = guardedGateway(entra(`tenant-id="t" authentication-endpoint="${endpoint}/"`), {
    serve: ({ url }) => {
      if (!url.startsWith(endpoint)) return {};
      const body = url.endsWith("/keys")
        ? { keys: [keys.second.publicJwk] }
        : { issuer: goodClaims.iss, jwks_uri: `${endpoint}/keys` };
      return { body: JSON.stringify(body) };
    },
  });
  expect((await gateway.try(rsaToken(goodClaims, keys.second))).status).toBe(200);
  expect(gateway.calls.map(({ url }) => url)).toEqual(
    expect.arrayContaining([
      `${endpoint}/t/v2.0/.well-known/openid-configuration`,
      `${endpoint}/t/.well-known/openid-configuration`,
    ]),
  );
});

describe("who may call whom", () => {
  const ids = (list: string, ...each: string[]) =>
    `<${list}>${each.map((id) => `<application-id>${id}</application-id>`).join("")}</${list}>`;

  test("the caller's application must be among client-application-ids", async () => {
    const gateway = tenantGateway(entra(ours, ids("client-application-ids", "x", " App-A ")));
    expect((await gateway.as({ azp: "app-a" })).status).toBe(200);
    expect((await gateway.as({ appid: "APP-A" }, "1.0")).status).toBe(200);
    expect(await gateway.as({ azp: "app-b" })).toMatchObject({
      status: 401,
      reason: "TokenClaimValueNotAllowed",
      message: "Claim azp value of app-b is not allowed. Access denied.",
    });
    expect((await gateway.as({ azp: undefined })).reason).toBe("TokenClaimNotFound");
    expect((await gateway.as({ azp: "app-b", appid: "app-a" })).status).toBe(401);
  });

  test("the token must be for one of the audiences", async () => {
    const gateway = tenantGateway(
      entra(ours, "<audiences><audience>@(context.Request.OriginalUrl.Host)</audience></audiences>"),
    );
    expect((await gateway.as({ aud: "gateway.example" })).status).toBe(200);
    expect((await gateway.as({ aud: "elsewhere" })).reason).toBe("TokenAudienceNotAllowed");
  });

  test("backend-application-ids are audiences, by id or api:// and id, unless the setting ignores them", async () => {
    const policy = entra(ours, ids("backend-application-ids", "back"));
    const gateway = tenantGateway(policy);
    expect((await gateway.as({ aud: "back" })).status).toBe(200);
    expect((await gateway.as({ aud: "api://back" })).status).toBe(200);
    expect((await gateway.as({ aud: "other" })).reason).toBe("TokenAudienceNotAllowed");
    const ignoring = tenantGateway(policy, { settings: { backendApplicationIds: "ignored" } });
    expect((await ignoring.as({ aud: "other" })).status).toBe(200);
  });

  test("required claims are checked, and the token is kept in a variable", async () => {
    const gateway = tenantGateway(
      `${entra(
        `${ours} output-token-variable-name="jwt"`,
        '<required-claims><claim name="roles" match="any"><value>a</value><value>b</value></claim></required-claims>',
      )}<set-header name="x-tid"><value>@(((Jwt)context.Variables["jwt"]).Claims["tid"].First())</value></set-header>`,
    );
    expect((await gateway.as({ roles: ["b", "c"] })).status).toBe(200);
    expect(gateway.calls[0]?.headers.get("x-tid")).toBe(localTenantId);
    expect((await gateway.as({ roles: ["c"] })).reason).toBe("TokenClaimValueNotAllowed");
    expect((await gateway.as()).reason).toBe("TokenClaimNotFound");
  });
});
