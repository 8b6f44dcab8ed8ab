import type { KeyObject } from "node:crypto";
import { rsaKey, symmetricKey, type VerifyKey } from "../../../identity/verifyKey";
import { PolicyFailure } from "../../../pipeline/failure";
import { constantGetter, type Getter, getter, mapGetter } from "../../../pipeline/getter";
import type { PolicyCompiler } from "../../../pipeline/policyCompiler";
import { findAttribute, type PolicyElement } from "../../../xml/policyDocument";
import { storedCertificate } from "../storedCertificate";
import { allOf, trimmedContent } from "../textLists";

type KeyList = "issuer-signing-keys" | "decryption-keys";

/** The keys of a list. Mistakes in literals are reported; no message shows a key. */
export function compileInlineKeys(
  element: PolicyElement,
  compiler: PolicyCompiler,
  name: KeyList,
): Getter<readonly VerifyKey[]> {
  const list = element.children.find((child) => child.name === name);
  return allOf((list?.children ?? []).map((key) => compileKey(key, compiler, name)));
}

function compileKey(element: PolicyElement, compiler: PolicyCompiler, list: KeyList): Getter<VerifyKey> {
  const attribute = (name: string) => findAttribute(element, name)?.text.trim();
  const kid = attribute("id");
  const n = attribute("n");
  const e = attribute("e");
  const certificateId = attribute("certificate-id");
  if (certificateId !== undefined) return ofCertificate(certificateId, kid, list);
  if (n === undefined && e === undefined) return compileSymmetric(element, kid, compiler, list);
  const key = n === undefined || e === undefined ? undefined : rsaKey(n, e, kid);
  if (key !== undefined) return constantGetter(key);
  compiler.unusable(
    "signing-key",
    "The attributes 'n' and 'e' must be the modulus and the exponent of an RSA key of at least 2048 bits in Base64url, and be given together.",
    element,
  );
  return constantGetter(unusable);
}

/** The key of a certificate of the service: the public one, or to decrypt the private one. @throws PolicyFailure where there is none */
function ofCertificate(id: string, kid: string | undefined, list: KeyList): Getter<VerifyKey> {
  if (list === "issuer-signing-keys")
    return getter((exchange) => ({ kid, key: storedCertificate(exchange, "id", id, "verify").publicKey }));
  return getter((exchange) => ({ kid, key: storedCertificate(exchange, "id", id).privateKey as KeyObject }));
}

function compileSymmetric(
  element: PolicyElement,
  kid: string | undefined,
  compiler: PolicyCompiler,
  list: KeyList,
): Getter<VerifyKey> {
  const noBase64 = `A key in '${list}' is not Base64.`;
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

/** Stands where a mistake was reported: the document is not used. */
const unusable = symmetricKey("AA==", undefined) as VerifyKey;
