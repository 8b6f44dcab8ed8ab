import { constants, createHmac, createVerify, type KeyLike, type KeyObject, sign } from "node:crypto";

/** JSON of a part of a token. */
const part = (value: object | string) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

function signature(text: string, key: Buffer | KeyObject, algorithm: string): Buffer {
  const hash = `sha${algorithm.slice(2)}`;
  if (Buffer.isBuffer(key)) return createHmac(hash, key).update(text).digest();
  const padding = algorithm.startsWith("PS")
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {};
  return sign(hash, Buffer.from(text), { key, ...padding, dsaEncoding: "ieee-p1363" });
}

/**
 * A token as an identity provider signs it, made without the library that checks it.
 *
 * @param claims as text: to be signed as they stand
 */
export function signToken(
  header: { readonly alg: string; readonly typ?: string },
  claims: object | string,
  key: Buffer | KeyObject,
): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${signature(text, key, header.alg).toString("base64url")}`;
}

/** A token whose three parts are as given: for those that nobody signs. */
export const assembled = (header: object | string, claims: object | string, signed = ""): string =>
  `${part(header)}.${part(claims)}.${signed}`;

const read = (token: string, index: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString());

export const headerOf = (token: string): Record<string, unknown> => read(token, 0);
export const claimsOf = (token: string): Record<string, unknown> => read(token, 1);

/** Whether a token has an RS256 signature of the key. */
export function isSignedBy(token: string, key: KeyLike): boolean {
  const [header, claims, signed = ""] = token.split(".");
  return createVerify("sha256").update(`${header}.${claims}`).verify(key, Buffer.from(signed, "base64url"));
}
