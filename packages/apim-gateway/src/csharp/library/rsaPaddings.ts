import { constants, type KeyObject } from "node:crypto";
import { argumentNull, type CsObject, fail } from "../runtime/value";
import { defineType } from "../types/table";
import { type CsHashName, hashOf } from "./hashNames";

const space = "System.Security.Cryptography";

/** How RSA fills up what it signs or encrypts. */
export interface CsPadding extends CsObject {
  readonly name: string;
  /** Hash of OAEP. */
  readonly hash?: string;
  csText(): string;
}
const padding = (csType: string, name: string, hash?: string): CsPadding => ({
  csType,
  name,
  ...(hash === undefined ? {} : { hash }),
  csText: () => name,
  csEquals: (other) => (other as CsPadding | null)?.csType === csType && (other as CsPadding).name === name,
});

const signatures = ["Pkcs1", "Pss"].map((name) => [name, padding("RSASignaturePadding", name)] as const);
defineType(
  "class",
  `${space}.RSASignaturePadding`,
  Object.fromEntries(signatures.map(([name, value]) => [`static RSASignaturePadding ${name}`, value])),
);
const encryptions = [
  ["Pkcs1", padding("RSAEncryptionPadding", "Pkcs1")] as const,
  ...["SHA1", "SHA256", "SHA384", "SHA512"].map(
    (hash) => [`Oaep${hash}`, padding("RSAEncryptionPadding", `Oaep${hash}`, hash.toLowerCase())] as const,
  ),
];
defineType("class", `${space}.RSAEncryptionPadding`, {
  ...Object.fromEntries(encryptions.map(([name, value]) => [`static RSAEncryptionPadding ${name}`, value])),
  "static RSAEncryptionPadding CreateOaep(HashAlgorithmName hashAlgorithm)": (name: CsHashName) =>
    padding("RSAEncryptionPadding", `Oaep${name.name}`, hashOf(name)),
});

/** What Node calls a padding of signatures; the salt of PSS is as long as the hash, as in .NET. */
export function signing(key: KeyObject, used: CsPadding | null) {
  if (used === null) throw argumentNull("padding");
  return used.name === "Pss"
    ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { key, padding: constants.RSA_PKCS1_PADDING };
}

/** What Node calls a padding of secrets. */
export function encrypting(key: KeyObject, used: CsPadding | null) {
  if (used === null) throw argumentNull("padding");
  return used.hash === undefined
    ? { key, padding: constants.RSA_PKCS1_PADDING }
    : { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: used.hash };
}

/** @throws NotSupportedException: OpenSSL signs with PSS only what it hashes itself */
export function withoutPss(used: CsPadding | null): void {
  if (used === null) throw argumentNull("padding");
  if (used.name !== "Pkcs1")
    throw fail("NotSupportedException", "This gateway signs hashes with RSASignaturePadding.Pkcs1 only.");
}
