import type { Certificate } from "../../certificates/certificate";
import { hexDigits } from "../../certificates/certificateStore";
import { isSameName, type NamePart } from "../../certificates/distinguishedName";

/** One `identity` of `validate-client-certificate`; what it does not say matches every certificate. */
export interface CertificateIdentity {
  /** Hexadecimal digits in upper case, like the other two. */
  readonly thumbprint: string | undefined;
  readonly serialNumber: string | undefined;
  readonly issuerThumbprint: string | undefined;
  readonly commonName: string | undefined;
  readonly dnsName: string | undefined;
  readonly subject: readonly NamePart[] | undefined;
  readonly issuerSubject: readonly NamePart[] | undefined;
}

const commonName = "2.5.4.3";
const withoutZeros = (digits: string) => digits.replace(/^0+(?=.)/, "");
const sameText = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/**
 * What of an identity a certificate is not; `undefined`: it is this one. Names compare without regard to case.
 *
 * @param issuers whoever signed it, as far as they are known
 */
export function findMismatch(
  identity: CertificateIdentity,
  certificate: Certificate,
  issuers: () => readonly Certificate[],
): string | undefined {
  const { thumbprint, serialNumber, issuerThumbprint, subject, issuerSubject, dnsName } = identity;
  if (thumbprint !== undefined && thumbprint !== certificate.thumbprint) return "thumbprint";
  if (
    serialNumber !== undefined &&
    withoutZeros(serialNumber) !== withoutZeros(hexDigits(certificate.serialNumber))
  )
    return "serial number";
  const name = certificate.nameOf(commonName);
  if (identity.commonName !== undefined && (name === undefined || !sameText(name, identity.commonName)))
    return "common name";
  if (subject !== undefined && !isSameName(subject, certificate.subjectParts)) return "subject";
  if (dnsName !== undefined && !certificate.dnsNames.some((each) => sameText(each, dnsName)))
    return "DNS name";
  if (issuerSubject !== undefined && !isSameName(issuerSubject, certificate.issuerParts))
    return "issuer's subject";
  if (issuerThumbprint !== undefined && !issuers().some((issuer) => issuer.thumbprint === issuerThumbprint))
    return "issuer's thumbprint";
  return undefined;
}
