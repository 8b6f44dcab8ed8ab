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

test("the same token is given until it is renewed", () => {
  const { tokens: kept, later } = tokens();
  const first = kept.get("r", undefined);
  later();
  expect(kept.get("r", undefined)).toBe(first);
  expect(kept.get("other", undefined)).not.toBe(first);
  expect(kept.get("r", "client")).not.toBe(first);
});

test("a thousand tokens are kept: the oldest goes first", () => {
  const { tokens: kept, later } = tokens();
  const oldest = kept.get("0", undefined);
  const newest = Array.from({ length: 1000 }, (_, n) => kept.get(String(n + 1), undefined)).at(-1);
  later();
  expect(kept.get("1000", undefined)).toBe(newest);
  expect(kept.get("0", undefined)).not.toBe(oldest);
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
] as const)("a resource and a client id are never taken for another pair: %j, %j", (one, other) => {
  const { tokens: kept } = tokens();
  expect(kept.get(one[0], one[1])).not.toBe(kept.get(other[0], other[1]));
});

test("there is no token for an identity that the service does not have", () => {
  const { tokens: kept, provider } = tokens();
  provider.identities = [{ kind: "user", clientId: "one", principalId: "p" }];
  expect(() => kept.get("r", "two")).toThrow(
    new NoManagedIdentity("No managed identity with the client id 'two' is assigned to the service."),
  );
  expect(() => kept.get("r", undefined)).toThrow("The service has no system-assigned managed identity.");
  expect(kept.get("r", "ONE")).toBe(kept.get("r", "one"));
});
