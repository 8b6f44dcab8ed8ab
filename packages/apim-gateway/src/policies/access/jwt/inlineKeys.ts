import { rsaKey, symmetricKey, type VerifyKey } from "../../../identity/verifyKey";
import { PolicyFailure } from "../../../pipeline/failure";
import { constantGetter, type Getter, getter, mapGetter } from "../../../pipeline/getter";
import type { PolicyCompiler } from "../../../pipeline/policyCompiler";
import { findAttribute, type PolicyElement } from "../../../xml/policyDocument";
import { storedCertificate } from "../storedCertificate";
import { allOf, trimmedContent } from "../textLists";

/** The keys of `issuer-signing-keys`. Mistakes in literals are reported; no message shows a key. */
export function compileInlineKeys(
  element: PolicyElement,
  compiler: PolicyCompiler,
): Getter<readonly VerifyKey[]> {
  const list = element.children.find(({ name }) => name === "issuer-signing-keys");
  return allOf((list?.children ?? []).map((key) => compileKey(key, compiler)));
}

function compileKey(element: PolicyElement, compiler: PolicyCompiler): Getter<VerifyKey> {
  const attribute = (name: string) => findAttribute(element, name)?.text.trim();
  const kid = attribute("id");
  const n = attribute("n");
  const e = attribute("e");
  const certificateId = attribute("certificate-id");
  if (certificateId !== undefined) return ofCertificate(certificateId, kid);
  if (n === undefined && e === undefined) return compileSymmetric(element, kid, compiler);
  const key = n === undefined || e === undefined ? undefined : rsaKey(n, e, kid);
  if (key !== undefined) return constantGetter(key);
  compiler.unusable(
    "signing-key",
    "The attributes 'n' and 'e' must be the modulus and the exponent of an RSA key of at least 2048 bits in Base64url, and be given together.",
    element,
  );
  return constantGetter(unusable);
}

/** The public key of a certificate of the service. @throws PolicyFailure where there is none */
function ofCertificate(id: string, kid: string | undefined): Getter<VerifyKey> {
  return getter((exchange) => ({ kid, key: storedCertificate(exchange, "id", id, "verify").publicKey }));
}

function compileSymmetric(
  element: PolicyElement,
  kid: string | undefined,
  compiler: PolicyCompiler,
): Getter<VerifyKey> {
  const text = trimmedContent(element, compiler);
  if (text.constant !== undefined) {
    const key = symmetricKey(text.constant, kid);
    if (key === undefined) compiler.unusable("signing-key", noBase64, element);
    return constantGetter(key ?? unusable);
  }
  let last: { readonly text: string; readonly key: VerifyKey } | undefined;
  return mapGetter(text, (found) => {
    if (last?.text === found) return last.key;
    const key = symmetricKey(found, kid);
    if (key === undefined)
      throw new PolicyFailure({ reason: "ExpressionValueEvaluationFailure", message: noBase64 });
    last = { text: found, key };
    return key;
  });
}

const noBase64 = "A signing key in 'issuer-signing-keys' is not Base64.";

/** Stands where a mistake was reported: the document is not used. */
const unusable = symmetricKey("AA==", undefined) as VerifyKey;
