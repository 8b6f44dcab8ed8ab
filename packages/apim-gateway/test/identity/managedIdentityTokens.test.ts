import { IdentityProvider } from "../../src/identity/identityProvider";
import { ManagedIdentityTokens, NoManagedIdentity } from "../../src/identity/managedIdentityTokens";
import { fakeServices } from "./fakeServices";

function tokens() {
  const { services, clock } = fakeServices(() => ({}));
  return {
    tokens: services.shared(ManagedIdentityTokens),
    provider: services.shared(IdentityProvider),
    later: () => {
      clock.now += 1000;
    },
  };
}

test("the same token is given until it is renewed", async () => {
  const { tokens: kept, later } = tokens();
  const first = await kept.get("r", undefined);
  later();
  // At once, as a token that is there is not waited for.
  expect(kept.get("r", undefined)).toBe(first);
  expect(await kept.get("other", undefined)).not.toBe(first);
  expect(await kept.get("r", "client")).not.toBe(first);
  expect(kept.get("r", undefined)).toBe(first);
});

test("who ask while one is being signed wait for the same one", async () => {
  const { tokens: kept } = tokens();
  const [one, two] = [kept.get("r", undefined), kept.get("r", undefined)];
  expect(one).toBeInstanceOf(Promise);
  expect(await one).toBe(await two);
});

test("a token that cannot be signed is asked for again by the next", async () => {
  const { tokens: kept, provider } = tokens();
  const { issuer } = provider;
  let asked = 0;
  provider.issuer = {
    ...issuer,
    issueManagedIdentityToken: (request) =>
      asked++ === 0 ? Promise.reject(new Error("no")) : issuer.issueManagedIdentityToken(request),
  };
  await expect(kept.get("r", undefined)).rejects.toThrow("no");
  expect(await kept.get("r", undefined)).toMatch(/^eyJ/);
});

test("a thousand tokens are kept: the oldest goes first", async () => {
  const { tokens: kept, later } = tokens();
  const oldest = await kept.get("0", undefined);
  const asked = Array.from({ length: 1000 }, (_, n) => kept.get(String(n + 1), undefined));
  const newest = (await Promise.all(asked)).at(-1);
  later();
  expect(kept.get("1000", undefined)).toBe(newest);
  expect(await kept.get("0", undefined)).not.toBe(oldest);
});

test.each([
  [
    ["b c", "a"],
    ["c", "a b"],
  ],
  [
    [" b", "a"],
    ["b", "a "],
  ],
] as const)("a resource and a client id are never taken for another pair: %j, %j", async (one, other) => {
  const { tokens: kept } = tokens();
  expect(await kept.get(one[0], one[1])).not.toBe(await kept.get(other[0], other[1]));
});

test("there is no token for an identity that the service does not have", async () => {
  const { tokens: kept, provider } = tokens();
  provider.identities = [{ kind: "user", clientId: "one", principalId: "p" }];
  expect(() => kept.get("r", "two")).toThrow(
    new NoManagedIdentity("No managed identity with the client id 'two' is assigned to the service."),
  );
  expect(() => kept.get("r", undefined)).toThrow("The service has no system-assigned managed identity.");
  expect(await kept.get("r", "ONE")).toBe(await kept.get("r", "one"));
});
