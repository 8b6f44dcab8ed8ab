import { IdentityProvider } from "../../src/identity/identityProvider";
import { createIssuer } from "../../src/identity/issuer";
import { OpenIdDocuments } from "../../src/identity/openIdDocuments";
import { newSigningKey } from "../../src/identity/signingKey";
import { fakeServices } from "./fakeServices";

function documents() {
  const { services, requests } = fakeServices((url) =>
    url.endsWith("/keys") ? { keys: [] } : { issuer: url, jwks_uri: `${url}/keys` },
  );
  return { find: services.shared(OpenIdDocuments), services, requests };
}

test("asks for a document as a careful client does", async () => {
  const { find, requests } = documents();
  expect(await find.find("https://idp.example/a", undefined)).toEqual({
    issuer: "https://idp.example/a",
    keys: [],
  });
  expect(requests[0]).toMatchObject({
    method: "GET",
    url: "https://idp.example/a",
    body: null,
    timeoutMs: 10_000,
    tls: { validateCertificateChain: true, validateCertificateName: true },
  });
  expect(requests[0]?.headers.get("Accept")).toBe("application/json");
});

test("gives what it knows at once", async () => {
  const { find } = documents();
  await find.find("https://idp.example/a", undefined);
  expect(find.find("https://idp.example/a", undefined)).not.toBeInstanceOf(Promise);
});

test("a URL that is none is a document that cannot be had", async () => {
  const { find, requests } = documents();
  expect(await find.find("not a URL", undefined)).toMatchObject({ keys: [], problem: expect.any(String) });
  expect(requests).toHaveLength(0);
});

test("knows a hundred documents at most", async () => {
  const { find, requests } = documents();
  for (let n = 0; n <= 100; n++) await find.find(`https://idp.example/${n}`, undefined);
  const before = requests.length;
  await find.find("https://idp.example/100", undefined);
  expect(requests.length).toBe(before);
  await find.find("https://idp.example/0", undefined);
  expect(requests.length).toBe(before + 2);
});

test("answers for the local issuer without a request, and follows when there is another issuer", () => {
  const { find, services, requests } = documents();
  const provider = services.shared(IdentityProvider);
  const url = `https://login.microsoftonline.com/${provider.issuer.tenantId}/v2.0/.well-known/openid-configuration`;
  const before = find.find(url, "whatever");
  expect(before).toMatchObject({ issuer: expect.stringContaining(provider.issuer.tenantId), keys: [{}] });
  expect(find.find(url, undefined)).toBe(before);
  provider.issuer = createIssuer({ now: services.now, random: services.random, key: newSigningKey() });
  expect(find.find(url, undefined)).not.toEqual(before);
  expect(requests).toHaveLength(0);
});

test("of a tenant that tokens were issued for here, only what names the key of this process stays here", async () => {
  const { services, requests } = fakeServices(() => ({ issuer: "real", jwks_uri: "https://keys.example" }));
  const tenant = "11111111-2222-4333-8444-555555555555";
  const url = `https://login.microsoftonline.com/${tenant}/v2.0/.well-known/openid-configuration`;
  const provider = services.shared(IdentityProvider);
  const documents = services.shared(OpenIdDocuments);
  await provider.issueToken({ tenant: tenant.toUpperCase() });
  expect(documents.find(url, provider.issuer.keyId)).toMatchObject({
    issuer: `https://login.microsoftonline.com/${tenant}/v2.0`,
    keys: [{ kid: provider.issuer.keyId }],
  });
  expect(requests).toHaveLength(0);
  expect(await documents.find(url, "of the real tenant")).toMatchObject({ issuer: "real" });
  expect(requests.length).toBeGreaterThan(0);
});
