import { IdentityProvider } from "../../../local/gateway/identity/identityProvider";
import {
  ManagedIdentityTokens,
  NoManagedIdentity,
} from "../../../local/gateway/identity/managedIdentityTokens";
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

test("a resource and a client id are never taken for another pair", () => {
  const { tokens: kept } = tokens();
  for (const [first, second] of [
    [
      ["b c", "a"],
      ["c", "a b"],
    ],
    [
      [" b", "a"],
      ["b", "a "],
    ],
  ] as const)
    expect(kept.get(...first)).not.toBe(kept.get(...second));
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
