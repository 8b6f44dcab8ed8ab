import type * as Asn1Schema from "@peculiar/asn1-schema";
import type * as Asn1X509 from "@peculiar/asn1-x509";
import { CertificateError } from "./certificateError";
import { type NamePart, readName } from "./distinguishedName";

/** What policies ask of a certificate and Node does not tell. */
export interface CertificateFields {
  /** 1 to 3. */
  readonly version: number;
  readonly serial: Buffer;
  /** Object identifiers in dots. */
  readonly signatureAlgorithm: string;
  readonly keyAlgorithm: string;
  readonly issuer: readonly NamePart[];
  readonly subject: readonly NamePart[];
  /** As the certificate has them, in DER. */
  readonly keyParameters: Buffer;
  readonly encodedKey: Buffer;
}

/** @throws CertificateError */
export function readFields(der: Buffer): CertificateFields {
  // Loaded when first asked for: what Node tells of a certificate is enough for most.
  const { AsnConvert } = require("@peculiar/asn1-schema") as typeof Asn1Schema;
  const { Certificate } = require("@peculiar/asn1-x509") as typeof Asn1X509;
  try {
    const { tbsCertificate: body } = AsnConvert.parse(der, Certificate);
    const { algorithm, subjectPublicKey } = body.subjectPublicKeyInfo;
    return {
      version: body.version + 1,
      serial: Buffer.from(body.serialNumber),
      signatureAlgorithm: body.signature.algorithm,
      keyAlgorithm: algorithm.algorithm,
      issuer: readName(body.issuer),
      subject: readName(body.subject),
      keyParameters: encodedParameters(algorithm.parameters),
      encodedKey: Buffer.from(subjectPublicKey),
    };
  } catch {
    throw new CertificateError("It is not an X.509 certificate, or it is damaged.");
  }
}

/** The library gives null for ASN.1's NULL. */
const encodedParameters = (parameters: ArrayBuffer | null | undefined): Buffer =>
  parameters === undefined
    ? Buffer.alloc(0)
    : parameters === null
      ? Buffer.from([0x05, 0x00])
      : Buffer.from(parameters);
