import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";

/** An RSA public key as a JWKS document has it. */
export interface PublicJwk {
  readonly kty: "RSA";
  readonly use: "sig";
  readonly kid: string;
  readonly n: string;
  readonly e: string;
}

/** What an issuer signs with. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: PublicJwk;
}

/** @param privateKey RSA of at least 2048 bits; its id is its thumbprint (RFC 7638) */
export function signingKeyOf(privateKey: KeyObject): SigningKey {
  const { n = "", e = "" } = createPublicKey(privateKey).export({ format: "jwk" });
  const kid = createHash("sha256")
    .update(JSON.stringify({ e, kty: "RSA", n }))
    .digest("base64url");
  return { kid, privateKey, publicJwk: { kty: "RSA", use: "sig", kid, n, e } };
}

export function newSigningKey(): SigningKey {
  return signingKeyOf(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
}

let shared: SigningKey | undefined;

/** One key for the whole process, made when first asked for: a new key takes a tenth of a second. */
export function processSigningKey(): SigningKey {
  shared ??= newSigningKey();
  return shared;
}
