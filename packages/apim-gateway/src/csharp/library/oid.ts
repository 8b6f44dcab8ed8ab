import type { CsObject } from "../runtime/value";
import { defineType } from "../types/table";

/** Names that Windows has for what certificates hold. */
const friendlyNames: Readonly<Record<string, string | undefined>> = {
  "1.2.840.113549.1.1.1": "RSA",
  "1.2.840.113549.1.1.4": "md5RSA",
  "1.2.840.113549.1.1.5": "sha1RSA",
  "1.2.840.113549.1.1.10": "RSASSA-PSS",
  "1.2.840.113549.1.1.11": "sha256RSA",
  "1.2.840.113549.1.1.12": "sha384RSA",
  "1.2.840.113549.1.1.13": "sha512RSA",
  "1.2.840.10045.2.1": "ECC",
  "1.2.840.10045.4.1": "sha1ECDSA",
  "1.2.840.10045.4.3.2": "sha256ECDSA",
  "1.2.840.10045.4.3.3": "sha384ECDSA",
  "1.2.840.10045.4.3.4": "sha512ECDSA",
};

/** What an object identifier stands for. */
export class CsOid implements CsObject {
  readonly csType = "Oid";
  constructor(
    public value: string | null,
    public friendlyName: string | null = value === null ? null : (friendlyNames[value] ?? null),
  ) {}
}

defineType("class", "System.Security.Cryptography.Oid", {
  "new()": () => new CsOid(null),
  "new(string oid)": (value: string | null) => new CsOid(value),
  "new(string value, string friendlyName)": (value: string | null, name: string | null) =>
    new CsOid(value, name),
  "string Value": {
    get: (self: CsOid) => self.value,
    set: (self: CsOid, value: string | null) => {
      self.value = value;
      return null;
    },
  },
  "string FriendlyName": (self: CsOid) => self.friendlyName,
});
