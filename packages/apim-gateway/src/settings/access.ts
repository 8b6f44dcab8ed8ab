import { identitySettings } from "./identity";
import { type SettingRows, text, words } from "./row";

export const accessSettings = {
  ...identitySettings,
  managedIdentityFailureReason: {
    default: "ManagedIdentityTokenNotObtained",
    values: text,
    meaning: "`context.LastError.Reason` when there is no token for a managed identity",
    source: "bug reports show the status 500 only",
  },
  jwtAlgorithms: {
    default: "RS256 RS512 PS256 HS256 HS384 HS512",
    values: text,
    meaning: "signature algorithms that are accepted",
    source:
      "validate-jwt-policy: PS256, RS256, RS512; for symmetric keys it names algorithms that encrypt, and samples sign with HMAC",
  },
  jwtFailureAnswer: {
    default: "general",
    values: words("general", "reason"),
    meaning:
      "what a caller with a wrong token is told where the policy has no message: `Invalid JWT.`, or the message of the fault",
    source:
      "public reports show `Invalid JWT.` and `Invalid Azure AD JWT`; the reference says that it depends",
  },
  openIdIssuer: {
    default: "added",
    values: words("added", "replaced"),
    meaning: "with `issuers` and `openid-config`: the documents' issuers are accepted too, or not",
    source: "validate-jwt-policy: the issuer can be obtained from the document; nothing is said about both",
  },
  backendApplicationIds: {
    default: "audience",
    values: words("audience", "ignored"),
    meaning: "`backend-application-ids` are audiences that are accepted, or have no effect",
    source: "validate-azure-ad-token-policy says only that they are for advanced cases",
  },
  corsTerminateUnmatched: {
    default: "true",
    values: words("true", "false"),
    meaning: "`terminate-unmatched-request` where it is absent",
    source: "cors-policy: false in its table, true in its text; the schema says true",
  },
  corsUnmatchedMethods: {
    default: "get-head",
    values: words("get-head", "all"),
    meaning: "which requests of an origin that does not match are ended with an empty 200",
    source: "cors-policy names GET and HEAD; public reports show it for POST too",
  },
  corsPreflightLists: {
    default: "configured",
    values: words("configured", "requested"),
    meaning: "methods and headers in the answer to a preflight: all that are allowed, or those asked for",
    source: "not documented",
  },
} as const satisfies SettingRows;
