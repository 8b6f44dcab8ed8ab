import { createPublicKey, createSecretKey, type KeyObject } from "node:crypto";

/** A key that tokens are checked with. */
export interface VerifyKey {
  /** `undefined`: it has no id and is tried for every token. */
  readonly kid: string | undefined;
  readonly key: KeyObject;
}

/** With a smaller RSA key no signature is checked (RFC 7518, section 3.3). */
const leastModulusBits = 2048;

/** The key in an entry of a JWKS document; `undefined` for one that checks no signatures or cannot be read. */
export function readJwk(entry: unknown): VerifyKey | undefined {
  if (typeof entry !== "object" || entry === null) return undefined;
  const { kty, use, kid, n, e, crv, x, y } = entry as Readonly<Record<string, unknown>>;
  if (use !== undefined && use !== "sig") return undefined;
  const jwk = kty === "RSA" ? { kty, n, e } : kty === "EC" ? { kty, crv, x, y } : undefined;
  if (jwk === undefined) return undefined;
  try {
    const key = createPublicKey({ key: jwk as { kty: string }, format: "jwk" });
    // What is no Base64url is read as far as it goes, down to a key of no bits.
    if (kty === "RSA" && (key.asymmetricKeyDetails?.modulusLength ?? 0) < leastModulusBits) return undefined;
    return { kid: typeof kid === "string" ? kid : undefined, key };
  } catch {
    return undefined;
  }
}

/** A public key from its modulus and exponent, both Base64url; `undefined` where they make none. */
export function rsaKey(n: string, e: string, kid: string | undefined): VerifyKey | undefined {
  return readJwk({ kty: "RSA", n, e, kid });
}

/** A symmetric key; `undefined` for what is no Base64. */
export function symmetricKey(base64: string, kid: string | undefined): VerifyKey | undefined {
  const text = base64.replace(/\s+/g, "");
  if (text === "" || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  return { kid, key: createSecretKey(Buffer.from(text, "base64")) };
}
