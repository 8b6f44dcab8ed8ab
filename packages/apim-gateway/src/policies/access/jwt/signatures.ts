import type { KeyObject } from "node:crypto";
import { type Algorithm, JsonWebTokenError, verify } from "jsonwebtoken";
import type { VerifyKey } from "../../../identity/verifyKey";
import type { ParsedToken } from "./parsedToken";
import type { TokenFault } from "./tokenFault";

/** The key that signed a token, or why none did. */
export type SignatureResult = { readonly key: KeyObject } | { readonly fault: TokenFault };

/**
 * Checks a signature with the keys whose id the token names, or with every key where none has that id.
 *
 * @param algorithms those that are accepted, as a JWT names them
 * @param known the key that signed this token when it was seen before
 */
export function checkSignature(
  token: ParsedToken,
  keys: readonly VerifyKey[],
  algorithms: ReadonlySet<string>,
  known: KeyObject | undefined,
): SignatureResult {
  const { kid, algorithm } = token;
  if (!token.signed || algorithm === "none")
    return invalid("IDX10504: the token has no signature and signed tokens are required. Access denied.");
  if (!algorithms.has(algorithm))
    return invalid(`IDX10511: the algorithm '${shownName(algorithm)}' is not accepted. Access denied.`);
  if (keys.length === 0)
    return notFound("IDX10500: there is no key to check the signature with. Access denied.");
  const named = kid === undefined ? [] : keys.filter((key) => key.kid === kid);
  const candidates = named.length > 0 ? named : keys;
  if (known !== undefined && candidates.some(({ key }) => key === known)) return { key: known };
  const fitting = candidates.find(({ key }) => fits(algorithm, key) && isSignedWith(token, key));
  if (fitting !== undefined) return { key: fitting.key };
  if (kid !== undefined && named.length === 0)
    return notFound(`IDX10501: no key has the id '${shownName(kid)}' that the token names. Access denied.`);
  return invalid(`${kid === undefined ? "IDX10503" : "IDX10511"}: the signature is invalid. Access denied.`);
}

/**
 * Whether an algorithm may be used with a key. An HMAC with a public key as its secret could be made by anybody who has
 * read the key set, so the kind of key decides and not the token.
 */
function fits(algorithm: string, key: KeyObject): boolean {
  const family = algorithm.slice(0, 2);
  if (family === "HS") return key.type === "secret";
  return key.type === "public" && key.asymmetricKeyType === (family === "ES" ? "ec" : "rsa");
}

function isSignedWith({ text, algorithm }: ParsedToken, key: KeyObject): boolean {
  try {
    // Times are checked elsewhere, by the gateway's clock.
    verify(text, key, {
      algorithms: [algorithm as Algorithm],
      ignoreExpiration: true,
      ignoreNotBefore: true,
    });
    return true;
  } catch (error) {
    if (error instanceof JsonWebTokenError || error instanceof TypeError) return false;
    throw error;
  }
}

/** Names come from the caller: only the start goes into a message. */
const shownName = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name);

const invalid = (message: string): SignatureResult => ({
  fault: { reason: "TokenSignatureInvalid", message },
});
const notFound = (message: string): SignatureResult => ({
  fault: { reason: "TokenSignatureKeyNotFound", message },
});
