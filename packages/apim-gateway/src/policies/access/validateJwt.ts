import { PolicyFailure } from "../../pipeline/failure";
import { constantGetter, type Getter, mapGetter } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { findAttribute, type PolicyElement } from "../../xml/policyDocument";
import { compileTokenCheck } from "./jwt/checkToken";
import { parseClockSkew } from "./jwt/clockSkew";
import { compileInlineKeys } from "./jwt/inlineKeys";
import { gatherKeys } from "./jwt/keyMaterial";
import { compileRequiredClaims } from "./jwt/requiredClaimsGetter";
import { jwtAnswers } from "./jwt/tokenFault";
import { allOf, compileList } from "./textLists";

/** @see https://learn.microsoft.com/azure/api-management/validate-jwt-policy */
export const validateJwt: PolicyDefinition = {
  name: "validate-jwt",
  limits: "RSA keys of at least 2048 bits; the messages are not word for word those of the service",
  compile(element, compiler) {
    const urls = compileUrls(element, compiler);
    const keys = compileInlineKeys(element, compiler, "issuer-signing-keys");
    const audiences = compileList(element, "audiences", compiler);
    const issuers = compileList(element, "issuers", compiler);
    const required = compileRequiredClaims(element, compiler);
    const requireExpiration = compiler.boolean(element, "require-expiration-time", true);
    const skew = compileClockSkew(element, compiler);
    const openIdIssuer = compiler.settings.openIdIssuer;
    return compileTokenCheck(element, compiler, {
      answers: jwtAnswers,
      requireSigned: compiler.boolean(element, "require-signed-tokens", true),
      keys: (exchange, { kid }) => gatherKeys(exchange, urls(exchange), keys(exchange), kid),
      rules: (exchange, _token, material) => ({
        requireExpiration: requireExpiration(exchange),
        skewSeconds: skew(exchange),
        audiences: audiences?.(exchange),
        issuers: joinIssuers(
          issuers?.(exchange),
          urls(exchange).length > 0 ? material.issuers : undefined,
          openIdIssuer === "added",
        ),
        required: required(exchange),
      }),
    });
  },
};

function compileUrls(element: PolicyElement, compiler: PolicyCompiler): Getter<readonly string[]> {
  const documents = element.children.filter(({ name }) => name === "openid-config");
  return allOf(documents.map((child) => mapGetter(compiler.text(child, "url"), (url) => url.trim())));
}

/** `undefined`: any issuer. */
function joinIssuers(
  given: readonly string[] | undefined,
  fromDocuments: readonly string[] | undefined,
  added: boolean,
): readonly string[] | undefined {
  if (given === undefined) return fromDocuments;
  return fromDocuments === undefined || !added ? given : [...given, ...fromDocuments];
}

function compileClockSkew(element: PolicyElement, compiler: PolicyCompiler): Getter<number> {
  const text = compiler.text(element, "clock-skew", "0");
  const wrong = "The value of clock-skew is neither a number of seconds nor a time span.";
  if (text.constant !== undefined) {
    const seconds = parseClockSkew(text.constant);
    if (seconds === undefined)
      compiler.report("error", "clock-skew", wrong, findAttribute(element, "clock-skew"));
    return constantGetter(seconds ?? 0);
  }
  return mapGetter(text, (found) => {
    const seconds = parseClockSkew(found);
    if (seconds === undefined)
      throw new PolicyFailure({ reason: "ExpressionValueEvaluationFailure", message: wrong });
    return seconds;
  });
}
