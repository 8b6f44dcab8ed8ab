import { createPublicKey } from "node:crypto";
import { newSigningKey, processSigningKey } from "../../src/identity/signingKey";
import { signToken } from "../identity/tokens";
import { type PolicyGatewayOptions, policyGateway } from "./policyGateway";

/** A symmetric key as policies write it, and another one. */
export const secret = Buffer.from("a secret of thirty-two bytes, no less").toString("base64");
export const otherSecret = Buffer.from("another secret of more than 32 bytes").toString("base64");

/** Where a gateway under test starts, in seconds. */
export const start = Date.UTC(2026, 0, 1) / 1000;

export const goodClaims = {
  iss: "https://issuer.example/",
  aud: "api://things",
  sub: "ada",
  exp: start + 3600,
  nbf: start,
};

/** Two identities to sign with, made when first needed: RSA keys take their time. */
export const keys = {
  get first() {
    return processSigningKey();
  },
  get second() {
    second ??= newSigningKey();
    return second;
  },
};
let second: ReturnType<typeof newSigningKey> | undefined;

export { assembled } from "../identity/tokens";

export function hmacToken(claims: object = goodClaims, key = secret, header: object = {}): string {
  return signToken({ alg: "HS256", typ: "JWT", ...header }, claims, Buffer.from(key, "base64"));
}

export function rsaToken(
  claims: object = goodClaims,
  key = keys.first,
  header: object = { kid: key.kid },
  alg = "RS256",
): string {
  return signToken({ alg, typ: "JWT", ...header }, claims, key.privateKey);
}

export const publicPem = (key = keys.first): string =>
  createPublicKey(key.privateKey).export({ type: "spki", format: "pem" }).toString();

/** A gateway whose API starts with the policies given and tells `LastError` in headers. */
export function guardedGateway(inbound: string, options: PolicyGatewayOptions = {}) {
  const gateway = policyGateway({
    inbound: `${inbound}<base />`,
    onError: `<set-header name="x-reason"><value>@(context.LastError.Reason)</value></set-header>
      <set-header name="x-message"><value>@(context.LastError.Message)</value></set-header>
      <set-header name="x-source"><value>@(context.LastError.Source)</value></set-header>`,
    ...options,
  });
  return {
    ...gateway,
    /** Sends a token and tells what came of it. */
    async try(token: string | undefined, header = "Authorization") {
      const { status, headers, text } = await gateway.send({
        headers: token === undefined ? {} : { [header]: token },
      });
      return {
        status,
        reason: headers.get("x-reason"),
        message: headers.get("x-message"),
        told: status < 400 ? undefined : (JSON.parse(text) as { message: string }).message,
      };
    },
  };
}

/** `validate-jwt` with the symmetric key, and what else is given. */
export const validateJwt = (
  attributes = "",
  inner = "",
  key = `<issuer-signing-keys><key>${secret}</key></issuer-signing-keys>`,
) => {
  const source = /header-name|query-parameter-name|token-value/.test(attributes)
    ? ""
    : 'header-name="Authorization"';
  return `<validate-jwt ${source} ${attributes}>${key}${inner}</validate-jwt>`;
};
