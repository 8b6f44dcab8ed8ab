import { type CsObject, fail, type Value } from "../runtime/value";
import { defineType } from "../types/table";

/** DigestInfo of RFC 8017, section 9.2, without the hash itself. */
const prefixes: Readonly<Record<string, string | undefined>> = {
  md5: "3020300c06082a864886f70d020505000410",
  sha1: "3021300906052b0e03021a05000414",
  sha256: "3031300d060960864801650304020105000420",
  sha384: "3041300d060960864801650304020205000430",
  sha512: "3051300d060960864801650304020305000440",
};
const known = ["MD5", "SHA1", "SHA256", "SHA384", "SHA512"] as const;

/** The name of a hash: a value type, so that names compare by their text. */
export class CsHashName implements CsObject {
  readonly csType = "HashAlgorithmName";
  constructor(readonly name: string | null = null) {}
  csText(): string {
    return this.name ?? "";
  }
  csEquals(other: Value): boolean {
    return other instanceof CsHashName && other.name === this.name;
  }
  csKey(): string {
    return this.name ?? "";
  }
}

/** What Node calls a hash. @throws CryptographicException for one that is not known */
export function hashOf({ name }: CsHashName): string {
  if (name === null || name === "")
    throw fail(
      "ArgumentException",
      "The hash algorithm name cannot be null or empty.\nParameter name: hashAlgorithm",
    );
  const found = known.find((each) => each === name);
  if (found === undefined) throw fail("CryptographicException", `'${name}' is not a known hash algorithm.`);
  return found.toLowerCase();
}

/** A hash as RSA signs it. @throws CryptographicException for a hash of another length */
export function digestInfo(name: CsHashName, hash: Buffer): Buffer {
  const prefix = Buffer.from(prefixes[hashOf(name)] ?? "", "hex");
  if (hash.length !== prefix.at(-1)) throw fail("CryptographicException", "The parameter is incorrect.");
  return Buffer.concat([prefix, hash]);
}

defineType("struct", "System.Security.Cryptography.HashAlgorithmName", {
  ...Object.fromEntries(known.map((name) => [`static HashAlgorithmName ${name}`, new CsHashName(name)])),
  "static HashAlgorithmName Default": () => new CsHashName(),
  "new(string name)": (name: string | null) => new CsHashName(name),
  "string Name": (self: CsHashName) => self.name,
  "static bool operator ==(HashAlgorithmName left, HashAlgorithmName right)": (
    left: CsHashName,
    right: CsHashName,
  ) => left.name === right.name,
  "static bool operator !=(HashAlgorithmName left, HashAlgorithmName right)": (
    left: CsHashName,
    right: CsHashName,
  ) => left.name !== right.name,
});
