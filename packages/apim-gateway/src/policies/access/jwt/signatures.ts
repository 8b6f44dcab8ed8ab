import type { KeyObject } from "node:crypto";
import { jose } from "../../../identity/jose";
import type { VerifyKey } from "../../../identity/verifyKey";
import type { ParsedToken } from "./parsedToken";
import type { TokenFault } from "./tokenFault";

/** The key that signed a token, or why none did. */
export type SignatureResult = { readonly key: KeyObject } | { readonly fault: TokenFault };

/**
 * Checks a signature with the keys whose id the token names, or with every key where none has that id. A promise where
 * a signature has to be computed, which happens in another thread.
 *
 * @param algorithms those that are accepted, as a JWT names them
 * @param known the key that signed this token when it was seen before
 */
export function checkSignature(
  token: ParsedToken,
  keys: readonly VerifyKey[],
  algorithms: ReadonlySet<string>,
  known: KeyObject | undefined,
): SignatureResult | Promise<SignatureResult> {
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
  const fitting = candidates.filter(({ key }) => fits(algorithm, key));
  const refused =
    kid !== undefined && named.length === 0
      ? notFound(`IDX10501: no key has the id '${shownName(kid)}' that the token names. Access denied.`)
      : invalid(`${kid === undefined ? "IDX10503" : "IDX10511"}: the signature is invalid. Access denied.`);
  return fitting.length === 0 ? refused : tryKeys(token, fitting, refused);
}

async function tryKeys(
  token: ParsedToken,
  keys: readonly VerifyKey[],
  refused: SignatureResult,
): Promise<SignatureResult> {
  for (const { key } of keys) if (await isSignedWith(token, key)) return { key };
  return refused;
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

/** Claims are checked elsewhere, by the gateway's clock and the policy's rules. */
async function isSignedWith({ text, algorithm }: ParsedToken, key: KeyObject): Promise<boolean> {
  try {
    await jose().compactVerify(text, key, { algorithms: [algorithm] });
    return true;
  } catch {
    // A wrong signature, a header that asks for what is not there (`crit`), or a key that is not one for this algorithm.
    return false;
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
