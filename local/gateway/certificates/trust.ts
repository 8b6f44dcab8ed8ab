import { rootCertificates } from "node:tls";
import type { Certificate } from "./certificate";
import { readCertificate } from "./readCertificate";

/** Whom a service believes, besides the roots that everybody believes. */
export interface Authorities {
  readonly roots: readonly Certificate[];
  /** May stand between a certificate and a root. */
  readonly intermediates: readonly Certificate[];
}

/** Longer chains are made by mistake only. */
const longestChain = 8;

let publicRoots: readonly Certificate[] | undefined;

/** The roots that Node ships. Read once, when somebody asks: it takes some ten milliseconds. */
function knownRoots(): readonly Certificate[] {
  publicRoots ??= rootCertificates.map((pem) => readCertificate(pem));
  return publicRoots;
}

/**
 * The issuers of a certificate up to a root, by signature; `undefined` where there is no way to one. Issuers have to be
 * authorities and valid at that time. The certificate's own dates are not looked at, and nobody asks for revocations.
 *
 * @param now milliseconds since 1970
 */
export function findChain(
  certificate: Certificate,
  { roots, intermediates }: Authorities,
  now: number,
): readonly Certificate[] | undefined {
  const trusted = [...roots, ...knownRoots()];
  const between = [...intermediates, ...certificate.chain];
  const isValid = (issuer: Certificate) =>
    issuer.x509.ca && issuer.notBefore <= now && now <= issuer.notAfter;
  const climb = (from: Certificate, depth: number): readonly Certificate[] | undefined => {
    if (trusted.some(({ x509 }) => x509.raw.equals(from.x509.raw))) return [];
    const root = trusted.find((each) => isValid(each) && from.isIssuedBy(each));
    if (root !== undefined) return [root];
    if (depth === longestChain) return undefined;
    for (const each of between) {
      if (each.x509.raw.equals(from.x509.raw) || !isValid(each) || !from.isIssuedBy(each)) continue;
      const above = climb(each, depth + 1);
      if (above !== undefined) return [each, ...above];
    }
    return undefined;
  };
  return climb(certificate, 0);
}
