import { createPublicKey, generateKeyPairSync, type JsonWebKey } from "node:crypto";
import { createIssuer, localTenantId } from "../../src/identity/issuer";
import { newSigningKey, processSigningKey, signingKeyOf } from "../../src/identity/signingKey";
import { claimsOf, headerOf, isSignedBy } from "./tokens";

const now = Date.UTC(2026, 0, 1);
const issuer = createIssuer({ now: () => now, random: () => 0.25 });
const tenant = `https://login.microsoftonline.com/${localTenantId}`;

describe("tokens", () => {
  test("are checked with the key that the issuer publishes", async () => {
    const token = await issuer.issueToken();
    const [jwk] = issuer.jwks().keys as readonly (JsonWebKey & { kid: string })[];
    expect(headerOf(token)).toEqual({ alg: "RS256", typ: "JWT", kid: jwk?.kid });
    const key = createPublicKey({ key: jwk as JsonWebKey, format: "jwk" });
    expect(isSignedBy(token, key)).toBe(true);
    expect(claimsOf(token)).toMatchObject({ tid: localTenantId });
  });

  test("of a managed identity live a day and carry the claims of version 1.0", async () => {
    const { token, expiresOn } = await issuer.issueManagedIdentityToken({
      resource: "https://cognitiveservices.azure.com",
      clientId: "client",
      principalId: "object",
      resourceId: "/ids/one",
    });
    expect(expiresOn).toBe(now + 86_400_000);
    expect(claimsOf(token)).toEqual({
      aud: "https://cognitiveservices.azure.com",
      iss: `https://sts.windows.net/${localTenantId}/`,
      iat: now / 1000,
      nbf: now / 1000,
      exp: now / 1000 + 86_400,
      appid: "client",
      appidacr: "2",
      idp: `https://sts.windows.net/${localTenantId}/`,
      idtyp: "app",
      oid: "object",
      sub: "object",
      tid: localTenantId,
      uti: expect.stringMatching(/^[\w-]{22}$/),
      ver: "1.0",
      xms_mirid: "/ids/one",
    });
  });

  test("of the system identity always have the same ids, unlike those of others", async () => {
    const ids = async (clientId?: string) => {
      const { token } = await issuer.issueManagedIdentityToken({
        resource: "r",
        ...(clientId ? { clientId } : {}),
      });
      const { appid, oid } = claimsOf(token);
      return [appid, oid];
    };
    expect(await ids()).toEqual(await ids());
    expect(new Set([...(await ids()), ...(await ids("a")), ...(await ids("b"))]).size).toBe(6);
    for (const id of await ids())
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test("for callers are ordinary ones of either version, with the claims given over them", async () => {
    expect(claimsOf(await issuer.issueToken({ aud: "x" }))).toMatchObject({
      iss: `${tenant}/v2.0`,
      ver: "2.0",
      azp: expect.any(String),
      exp: now / 1000 + 3600,
      aud: "x",
    });
    const old = claimsOf(await issuer.issueToken({ nbf: undefined, exp: 5 }, "1.0"));
    expect(old).toMatchObject({ iss: `https://sts.windows.net/${localTenantId}/`, ver: "1.0", exp: 5 });
    expect(old).not.toHaveProperty("nbf");
    expect(old).not.toHaveProperty("azp");
  });

  test("tell the time of the issuer's clock, also at the beginning of time", async () => {
    const early = createIssuer({ now: () => 0, random: () => 0 });
    expect(claimsOf(await early.issueToken())).toMatchObject({ iat: 0, nbf: 0, exp: 3600 });
  });

  test("are the same for the same clock, chance and key", async () => {
    const again = createIssuer({ now: () => now, random: () => 0.25 });
    const request = { resource: "r" };
    expect(await again.issueManagedIdentityToken(request)).toEqual(
      await issuer.issueManagedIdentityToken(request),
    );
  });
});

describe("keys", () => {
  test("the process has one, and an issuer takes another one that it is given", () => {
    expect(processSigningKey()).toBe(processSigningKey());
    const key = newSigningKey();
    const own = createIssuer({ now: () => now, random: () => 0, key });
    expect(own.jwks()).toEqual({ keys: [key.publicJwk] });
    expect(own.jwks()).not.toEqual(issuer.jwks());
  });

  test("a key's id is its thumbprint, so the same key has the same id", () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    expect(signingKeyOf(privateKey).kid).toBe(signingKeyOf(privateKey).kid);
    expect(signingKeyOf(privateKey).kid).toMatch(/^[\w-]{43}$/);
  });

  test("what is published has no private part", () => {
    expect(Object.keys(issuer.jwks().keys[0] ?? {}).sort()).toEqual(["e", "kid", "kty", "n", "use"]);
  });
});

describe("documents", () => {
  test("the configuration of each version names its issuer and its keys", () => {
    expect(issuer.openIdConfiguration("2.0")).toMatchObject({
      issuer: `${tenant}/v2.0`,
      jwks_uri: `${tenant}/discovery/v2.0/keys`,
      token_endpoint: `${tenant}/oauth2/v2.0/token`,
    });
    expect(issuer.openIdConfiguration("1.0")).toMatchObject({
      issuer: `https://sts.windows.net/${localTenantId}/`,
      jwks_uri: `${tenant}/discovery/keys`,
    });
  });

  test.each(["", "/v2.0"])("are found at the tenant's own URLs%s, and lead to the keys", (version) => {
    const found = issuer.document(`${tenant}${version}/.well-known/openid-configuration?appid=x`);
    expect(issuer.document((found as { jwks_uri: string }).jwks_uri)).toEqual(issuer.jwks());
  });

  test("of everybody's tenants leave the tenant open", () => {
    const at = "https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration";
    expect(issuer.document(at)).toMatchObject({
      issuer: "https://login.microsoftonline.com/{tenantid}/v2.0",
    });
  });

  test.each([
    "https://login.microsoftonline.com/another-tenant/.well-known/openid-configuration",
    `https://login.microsoftonline.com.evil/${localTenantId}/.well-known/openid-configuration`,
    `${tenant}/oauth2/v2.0/token`,
    `${tenant}/constructor`,
    tenant,
    "",
  ])("of others are not its own: '%s'", (url) => {
    expect(issuer.document(url)).toBeUndefined();
  });

  test("an issuer may have its own address and domains", async () => {
    const own = createIssuer({
      now: () => now,
      random: () => 0,
      tenantId: "t",
      domains: ["Contoso.example"],
      issuerUrl: "http://127.0.0.1:9000/",
    });
    expect(own.url).toBe("http://127.0.0.1:9000");
    expect(
      own.document("http://127.0.0.1:9000/contoso.example/.well-known/openid-configuration"),
    ).toMatchObject({
      issuer: "http://127.0.0.1:9000/t/",
    });
    expect(claimsOf(await own.issueToken()).iss).toBe("http://127.0.0.1:9000/t/v2.0");
    expect(own.document(`${tenant}/.well-known/openid-configuration`)).toBeUndefined();
  });
});
