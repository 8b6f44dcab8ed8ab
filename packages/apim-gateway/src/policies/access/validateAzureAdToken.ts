import { constantGetter, mapGetter } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import { compileTokenCheck } from "./jwt/checkToken";
import { configurationUrls, isTenantAllowed, readTenant } from "./jwt/entraTenant";
import { gatherKeys } from "./jwt/keyMaterial";
import { claimNotAllowed } from "./jwt/requiredClaims";
import { compileRequiredClaims } from "./jwt/requiredClaimsGetter";
import { entraAnswers, type TokenFault } from "./jwt/tokenFault";
import { allOf, compileList } from "./textLists";

/** @see https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy */
export const validateAzureAdToken: PolicyDefinition = {
  name: "validate-azure-ad-token",
  limits: "RSA keys of at least 2048 bits; the messages are not word for word those of the service",
  compile(element, compiler) {
    const tenant = mapGetter(
      allOf([
        compiler.text(element, "tenant-id"),
        compiler.text(element, "authentication-endpoint", "https://login.microsoftonline.com"),
      ]),
      ([id = "", endpoint = ""]) => readTenant(id, endpoint),
    );
    const urls = mapGetter(tenant, configurationUrls);
    const clients = compileList(element, "client-application-ids", compiler);
    const given = compileList(element, "audiences", compiler);
    const backends =
      compiler.settings.backendApplicationIds === "audience"
        ? compileList(element, "backend-application-ids", compiler)
        : undefined;
    const required = compileRequiredClaims(element, compiler);
    return compileTokenCheck(element, compiler, {
      answers: entraAnswers,
      requireSigned: constantGetter(true),
      keys: (exchange, { kid }) => gatherKeys(exchange, urls(exchange), [], kid),
      rules: (exchange, _token, { issuers }) => ({
        requireExpiration: true,
        skewSeconds: 0,
        audiences: joinAudiences(given?.(exchange), backends?.(exchange)),
        issuers,
        required: required(exchange),
      }),
      findFault: (exchange, { claims }) =>
        isTenantAllowed(tenant(exchange), claims.tid)
          ? findClientFault(claims, clients?.(exchange))
          : claimNotAllowed("tid", claims.tid),
    });
  },
};

/** An application's tokens are for its id, or for `api://` and its id. `undefined`: any audience. */
function joinAudiences(
  given: readonly string[] | undefined,
  backends: readonly string[] | undefined,
): readonly string[] | undefined {
  if (given === undefined && backends === undefined) return undefined;
  return [...(given ?? []), ...(backends ?? []).flatMap((id) => [id, `api://${id}`])];
}

/** Tokens of version 2.0 name the caller's application in `azp`, those of 1.0 in `appid`. */
function findClientFault(
  { azp, appid }: Readonly<Record<string, unknown>>,
  allowed: readonly string[] | undefined,
): TokenFault | undefined {
  if (allowed === undefined) return undefined;
  const client = azp ?? appid;
  if (client === undefined)
    return {
      reason: "TokenClaimNotFound",
      message: "JWT token is missing the following claims: azp, appid. Access denied.",
    };
  const found = String(client).toLowerCase();
  return allowed.some((id) => id.toLowerCase() === found)
    ? undefined
    : claimNotAllowed(azp === undefined ? "appid" : "azp", client);
}
