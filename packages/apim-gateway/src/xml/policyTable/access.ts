import { basic, certificate, managedIdentity } from "./requestParts";
import { any, element, listOf, maybe, one, policy, some } from "./rules";

const tokenAttributes = {
  "header-name": "@ text",
  "query-parameter-name": "@ text",
  "token-value": "@ text",
  "failed-validation-httpcode": "@ 100..599 = 401",
  "failed-validation-error-message": "@ text",
  "output-token-variable-name": "text",
};
const requiredClaims = element({
  content: {
    claim: some(
      element({
        attributes: { name: "!@ text", match: "@ all|any = all", separator: "@ text" },
        content: { value: any(element({ text: "@ text" })) },
      }),
    ),
  },
});
const key = (extra: Record<string, string> = {}) =>
  element({
    attributes: { id: "text", "certificate-id": "text", n: "text", e: "text", ...extra },
    text: "@ text",
  });

/** Who may call, and as whom the gateway calls. */
export const access = [
  policy("authentication-managed-identity", {
    in: "I",
    alsoIn: "O",
    ...managedIdentity,
    note: "`client-id` takes no expression by the facts that are documented; a sample deploys one. A service deploys it in outbound, for a token in a variable.",
  }),
  policy("authentication-basic", { in: "I", ...basic }),
  policy("authentication-certificate", { in: "I", ...certificate }),
  policy("validate-client-certificate", {
    in: "I",
    attributes: {
      "validate-revocation": "boolean = true",
      "validate-trust": "boolean = true",
      "validate-not-before": "boolean = true",
      "validate-not-after": "boolean = true",
      "ignore-error": "boolean = false",
    },
    content: {
      identities: maybe(
        element({
          content: {
            identity: some(
              element({
                attributes: {
                  thumbprint: "text",
                  "serial-number": "text",
                  "common-name": "text",
                  subject: "text",
                  "dns-name": "text",
                  "issuer-subject": "text",
                  "issuer-thumbprint": "text",
                  "issuer-certificate-id": "text",
                },
              }),
            ),
          },
        }),
      ),
    },
    note: "The page's own example has quotes inside an attribute in quotes, which is not well-formed; they are `&quot;`.",
  }),
  policy("get-authorization-context", {
    in: "I",
    alsoIn: "BO",
    gateways: "CVK",
    attributes: {
      "provider-id": "!@ text",
      "authorization-id": "!@ text",
      "context-variable-name": "!@ text",
      "identity-type": "@ managed|jwt = managed",
      identity: "@ text",
      "ignore-error": "@ boolean = false",
    },
  }),
  policy("check-header", {
    in: "I",
    attributes: {
      name: "!@ text",
      "failed-check-httpcode": "!@ 100..599",
      "failed-check-error-message": "!@ text",
      "ignore-case": "!@ boolean",
    },
    content: { value: any(element({ text: "@ text" })) },
  }),
  policy("ip-filter", {
    in: "I",
    attributes: { action: "!@ allow|forbid" },
    content: {
      address: any(element({ text: "!@ text" })),
      "address-range": any(element({ attributes: { from: "!@ text", to: "!@ text" } })),
    },
  }),
  policy("cors", {
    in: "I",
    once: true,
    attributes: {
      "allow-credentials": "@ boolean = false",
      "terminate-unmatched-request": "@ boolean = true",
    },
    content: {
      "allowed-origins": one(listOf("origin", "@ text")),
      "allowed-methods": maybe({
        ...listOf("method"),
        attributes: element({ attributes: { "preflight-result-max-age": "@ 0.. = 0" } }).attributes,
      }),
      "allowed-headers": maybe(listOf("header")),
      "expose-headers": maybe(listOf("header")),
    },
    note: "`allowed-headers` is called required; documents without it are deployed. The default of `terminate-unmatched-request` is told both ways in one page.",
  }),
  policy("validate-jwt", {
    in: "I",
    attributes: {
      ...tokenAttributes,
      "require-expiration-time": "@ boolean = true",
      "require-scheme": "@ text",
      "require-signed-tokens": "@ boolean = true",
      "clock-skew": "@ text = 0",
    },
    oneOf: ["header-name", "query-parameter-name", "token-value"],
    content: {
      "openid-config": any(element({ attributes: { url: "!@ text" } })),
      "issuer-signing-keys": maybe(element({ content: { key: some(key()) } })),
      "decryption-keys": maybe(element({ content: { key: some(key()) } })),
      audiences: maybe(listOf("audience")),
      issuers: maybe(listOf("issuer")),
      "required-claims": maybe(requiredClaims),
    },
  }),
  policy("validate-azure-ad-token", {
    in: "I",
    attributes: { "tenant-id": "!@ text", "authentication-endpoint": "@ text", ...tokenAttributes },
    exclusive: ["header-name", "query-parameter-name", "token-value"],
    content: {
      "client-application-ids": maybe(listOf("application-id")),
      "backend-application-ids": maybe(listOf("application-id")),
      audiences: maybe(listOf("audience")),
      "required-claims": maybe(requiredClaims),
      "decryption-keys": maybe(element({ content: { key: some(key()) } })),
    },
    note: "`client-application-ids` was required in an older page. `header-name` defaults to Authorization.",
  }),
];
