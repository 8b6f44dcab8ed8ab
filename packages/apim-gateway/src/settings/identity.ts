import { number, type SettingRows, words } from "./row";

const seconds = (max: number) => ({ kind: "number", min: 0, max }) as const;

/** What is not documented, or may change without notice, about tokens and the documents that they are checked against. */
export const identitySettings = {
  managedIdentityTokenSeconds: {
    default: 86_400,
    values: number(1, 31_536_000),
    meaning: "life of a managed identity's token",
    source: "Managed identities: their back ends keep a token for around 24 hours",
  },
  managedIdentityRefreshSeconds: {
    default: 300,
    values: seconds(86_400),
    meaning: "a managed identity's token is renewed this long before it expires",
    source: "the policy's page says that a token is cached until it expires; SDKs renew five minutes before",
  },
  openIdRefreshSeconds: {
    default: 3_600,
    values: seconds(31_536_000),
    meaning: "age at which OpenID documents are fetched again",
    source: "validate-jwt-policy: every hour, subject to change without notice",
  },
  openIdRetrySeconds: {
    default: 300,
    values: seconds(86_400),
    meaning: "least time between two fetches, after a failure or for a key that is not known",
    source: "validate-jwt-policy: at most once per five minutes",
  },
  openIdTimeoutSeconds: {
    default: 10,
    values: number(1, 300),
    meaning: "how long an OpenID document may take",
    source: "not documented",
  },
  openIdAfterFailure: {
    default: "kept",
    values: words("kept", "dropped"),
    meaning: "what was known of an identity provider when it cannot be fetched again",
    source: "not documented",
  },
} as const satisfies SettingRows;
