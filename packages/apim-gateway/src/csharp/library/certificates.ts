import { Certificate } from "../../certificates/certificate";
import { CertificateError } from "../../certificates/certificateError";
import { readCertificate } from "../../certificates/readCertificate";
import type { HostContext } from "../host/data";
import type { CsArray } from "../runtime/collections";
import type { Machine } from "../runtime/machine";
import { CsDateTime } from "../runtime/time";
import { argumentNull, type CsEnum, type CsObject, fail, nullReference, type Value } from "../runtime/value";
import { defineEnum, defineType, type Rows } from "../types/table";
import { bufferOf } from "./bytes";
import { bytesOf } from "./core";
import { CsOid } from "./oid";
import { CsRsa } from "./rsa";

const space = "System.Security.Cryptography.X509Certificates";
const [simpleName, emailName, , dnsName, dnsFromAlternativeName, urlName] = [0, 1, 2, 3, 4, 5];
defineEnum(`${space}.X509NameType`, [
  "SimpleName",
  "EmailName",
  "UpnName",
  "DnsName",
  "DnsFromAlternativeName",
  "UrlName",
]);

/** A name as expressions see it; the list of allowed types has `Name` of it and nothing else. */
interface CsName extends CsObject {
  readonly name: string;
}
defineType("class", `${space}.X500DistinguishedName`, { "string Name": (self: CsName) => self.name });
const nameOf = (name: string): CsName => ({ csType: "X500DistinguishedName", name });

const hex = (bytes: Buffer) => bytes.toString("hex").toUpperCase();
/** .NET gives the local time, which is UTC here. */
const time = (milliseconds: number) => CsDateTime.fromUnix(milliseconds, "Local");
const both = (name: string, get: (self: Certificate) => Buffer): Rows => ({
  [`byte[] ${name}()`]: (self: Certificate) => bytesOf(get(self)),
  [`string ${name}String()`]: (self: Certificate) => hex(get(self)),
});

/** @throws CryptographicException, as .NET does for what is no certificate and for a wrong password */
function read(bytes: CsArray | null, password: string | null): Certificate {
  const given = bufferOf(bytes, "rawData");
  try {
    return readCertificate(given, password ?? "");
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    throw fail("CryptographicException", `The certificate cannot be read. ${error.message}`);
  }
}

const verified = (machine: Machine, certificate: Certificate, revocation: boolean): boolean =>
  (machine.context as HostContext | null)?.verifyCertificate?.(certificate, revocation) ?? false;

const isSame = (self: Certificate, other: Value): boolean =>
  other instanceof Certificate && other.issuer === self.issuer && other.serialNumber === self.serialNumber;

defineType(
  "class",
  `${space}.X509Certificate`,
  {
    "string Subject": (self: Certificate) => self.subject,
    "string Issuer": (self: Certificate) => self.issuer,
    ...both("GetCertHash", (self) => Buffer.from(self.thumbprint, "hex")),
    ...both("GetPublicKey", (self) => self.encodedKey),
    ...both("GetRawCertData", (self) => self.x509.raw),
    ...both("GetKeyAlgorithmParameters", (self) => self.encodedKeyParameters),
    // The bytes stand with the lowest first, the digits with the highest.
    "byte[] GetSerialNumber()": (self: Certificate) =>
      bytesOf(Buffer.from(self.serialNumber, "hex").reverse()),
    "string GetSerialNumberString()": (self: Certificate) => self.serialNumber,
    "string GetKeyAlgorithm()": (self: Certificate) => self.keyAlgorithm,
    "string GetFormat()": () => "X509",
    "string GetEffectiveDateString()": (self: Certificate) => time(self.notBefore).csText(),
    "string GetExpirationDateString()": (self: Certificate) => time(self.notAfter).csText(),
    "bool Equals(X509Certificate other)": isSame,
  },
  { bases: ["IDisposable"] },
);

defineType(
  "class",
  `${space}.X509Certificate2`,
  {
    "new(byte[] rawData)": (bytes: CsArray | null) => read(bytes, null),
    "new(byte[] rawData, string password)": read,
    "string Thumbprint": (self: Certificate) => self.thumbprint,
    "string SerialNumber": (self: Certificate) => self.serialNumber,
    "string FriendlyName": (self: Certificate) => self.friendlyName,
    "bool HasPrivateKey": (self: Certificate) => self.privateKey !== undefined,
    "bool Archived": false,
    "DateTime NotBefore": (self: Certificate) => time(self.notBefore),
    "DateTime NotAfter": (self: Certificate) => time(self.notAfter),
    "X500DistinguishedName SubjectName": (self: Certificate) => nameOf(self.subject),
    "X500DistinguishedName IssuerName": (self: Certificate) => nameOf(self.issuer),
    "int Version": (self: Certificate) => self.version,
    "byte[] RawData": (self: Certificate) => bytesOf(self.x509.raw),
    "Oid SignatureAlgorithm": (self: Certificate) => new CsOid(self.signatureAlgorithm),
    "PublicKey PublicKey": (self: Certificate) => ({ csType: "PublicKey", of: self }),
    "AsymmetricAlgorithm PrivateKey": (self: Certificate) => privateKeyOf(self),
    "string GetNameInfo(X509NameType nameType, bool forIssuer)": nameInfo,
    "bool Verify()"(self: Certificate) {
      return verified(this, self, true);
    },
  },
  { bases: ["X509Certificate"] },
);

interface CsPublicKey extends CsObject {
  readonly of: Certificate;
}
defineType("class", `${space}.PublicKey`, {
  "AsymmetricAlgorithm Key": (self: CsPublicKey) => publicKeyOf(self.of),
  "Oid Oid": (self: CsPublicKey) => new CsOid(self.of.keyAlgorithm),
});

function publicKeyOf({ publicKey }: Certificate): CsRsa | null {
  return publicKey.asymmetricKeyType === "rsa" ? new CsRsa(publicKey, undefined) : null;
}

function privateKeyOf({ publicKey, privateKey }: Certificate): CsRsa | null {
  return privateKey?.asymmetricKeyType === "rsa" ? new CsRsa(publicKey, privateKey) : null;
}

function given(certificate: Certificate | null): Certificate {
  if (certificate === null) throw argumentNull("certificate");
  return certificate;
}
defineType("static", `${space}.RSACertificateExtensions`, {
  "ext RSA GetRSAPublicKey(X509Certificate2 certificate)": (of: Certificate | null) => publicKeyOf(given(of)),
  "ext RSA GetRSAPrivateKey(X509Certificate2 certificate)": (of: Certificate | null) =>
    privateKeyOf(given(of)),
});

/** Documented for policy expressions only. */
defineType("static", "Microsoft.CertificateExtensions", {
  "ext bool VerifyNoRevocation(X509Certificate2 certificate)"(certificate: Certificate | null) {
    if (certificate === null) throw nullReference();
    return verified(this, certificate, false);
  },
});

/** Common name, organisational unit, organisation, mail address: the first that the name has. */
const simple = ["2.5.4.3", "2.5.4.11", "2.5.4.10", "1.2.840.113549.1.9.1"];

function nameInfo(self: Certificate, { value }: CsEnum, forIssuer: boolean): string {
  const parts = forIssuer ? self.issuerParts : self.subjectParts;
  const part = (type: string) => self.nameOf(type, parts);
  const alternative = (kind: string) => (forIssuer ? undefined : self.alternativeNames(kind)[0]);
  switch (value) {
    case simpleName:
      return (
        simple.map(part).find((found) => found !== undefined) ??
        alternative("email") ??
        alternative("DNS") ??
        ""
      );
    case emailName:
      return alternative("email") ?? part("1.2.840.113549.1.9.1") ?? "";
    case dnsName:
      return alternative("DNS") ?? part("2.5.4.3") ?? "";
    case dnsFromAlternativeName:
      return alternative("DNS") ?? "";
    case urlName:
      return alternative("URI") ?? "";
    default:
      return "";
  }
}
