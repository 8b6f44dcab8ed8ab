import { rootCertificates } from "node:tls";
import type { Certificate } from "./certificate";
import { readCertificate } from "./readCertificate";

/** Whom a service believes, besides the roots that everybody believes. */
export interface Authorities {
  readonly roots: readonly Certificate[];
  /** May stand between a certificate and a root. */
  readonly intermediates: readonly Certificate[];
}

let publicRoots: readonly Certificate[] | undefined;

/** The roots that Node ships. Read once, when somebody asks: it takes some ten milliseconds. */
function knownRoots(): readonly Certificate[] {
  publicRoots ??= rootCertificates.map((pem) => readCertificate(pem));
  return publicRoots;
}

/**
 * The issuers of a certificate up to a root, by signature; `undefined` where there is no way to one. Issuers have to be
 * authorities and valid at that time. The certificate's own dates are not looked at, and nobody asks for revocations.
 * Each issuer is tried once: callers send authorities along with their certificates, and may send many that vouch for
 * each other.
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
  const tried = new Set<Certificate>();
  const climb = (from: Certificate): readonly Certificate[] | undefined => {
    if (trusted.some(({ x509 }) => x509.raw.equals(from.x509.raw))) return [];
    const root = trusted.find((each) => isValid(each) && from.isIssuedBy(each));
    if (root !== undefined) return [root];
    for (const each of between) {
      if (tried.has(each) || !isValid(each) || !from.isIssuedBy(each)) continue;
      tried.add(each);
      const above = climb(each);
      if (above !== undefined) return [each, ...above];
    }
    return undefined;
  };
  return climb(certificate);
}
