import { jose } from "../../../identity/jose";
import type { VerifyKey } from "../../../identity/verifyKey";

/**
 * What an encrypted token may ask for. The reference names the three ways to encrypt the content; keys are in the policy, or
 * those of a certificate. What lets a token say how long opening it takes (PBES2) is not among them.
 */
const accepted = {
  keyManagementAlgorithms: ["dir", "A128KW", "A192KW", "A256KW", "RSA-OAEP", "RSA-OAEP-256"],
  contentEncryptionAlgorithms: ["A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512"],
};

/** The token inside an encrypted one: each key is tried until one opens it; `undefined` where none does. */
export async function decryptToken(text: string, keys: readonly VerifyKey[]): Promise<string | undefined> {
  for (const { key } of keys) {
    try {
      const { plaintext } = await jose().compactDecrypt(text, key, accepted);
      return Buffer.from(plaintext).toString("utf8");
    } catch {
      // Another key may fit; whether it was the key, the content or the way is nobody's affair outside.
    }
  }
  return undefined;
}
