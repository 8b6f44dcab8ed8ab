import type { Certificate } from "./certificate";
import { CertificateError } from "./certificateError";
import { readShownCertificate } from "./readCertificate";
import { type Authorities, findChain } from "./trust";

/** A certificate of the service. */
export interface StoredCertificate {
  /** Name of the resource. */
  readonly id: string;
  /** As the resource tells it; `undefined`: neither it nor the content is known. */
  readonly thumbprint: string | undefined;
  /** `undefined`: its content is not known here. */
  readonly certificate: Certificate | undefined;
}

/** More callers than anybody tries locally; the certificate of any further one is read at each of its requests. */
const mostCallers = 1000;

/** The certificates of one service, and those of its callers. */
export class CertificateStore {
  private readonly callers = new Map<string, Certificate>();

  constructor(
    readonly all: readonly StoredCertificate[],
    private readonly authorities: Authorities,
    /** Whether a check of revocations passes. */
    private readonly revocationPasses: boolean,
  ) {}

  byId(id: string): StoredCertificate | undefined {
    return this.all.find((each) => each.id.toLowerCase() === id.trim().toLowerCase());
  }

  byThumbprint(thumbprint: string): StoredCertificate | undefined {
    const wanted = hexDigits(thumbprint);
    return this.all.find((each) => each.thumbprint !== undefined && hexDigits(each.thumbprint) === wanted);
  }

  /** Issuers up to a trusted root; `undefined`: none is trusted. @param now milliseconds since 1970 */
  chainOf(certificate: Certificate, now: number): readonly Certificate[] | undefined {
    return findChain(certificate, this.authorities, now);
  }

  /** Every certificate that could be the issuer of another one. */
  issuersOf(certificate: Certificate): readonly Certificate[] {
    const { roots, intermediates } = this.authorities;
    const stored = this.all.flatMap(({ certificate: known }) => known ?? []);
    return [...certificate.chain, ...intermediates, ...roots, ...stored].filter((issuer) =>
      certificate.isIssuedBy(issuer),
    );
  }

  get passesRevocation(): boolean {
    return this.revocationPasses;
  }

  /** `Verify()` of expressions: trusted, within its dates, and not revoked where that is looked at. */
  verify(certificate: Certificate, now: number, revocation: boolean): boolean {
    return (
      (!revocation || this.revocationPasses) &&
      certificate.notBefore <= now &&
      now <= certificate.notAfter &&
      this.chainOf(certificate, now) !== undefined
    );
  }

  /** A caller's certificate out of a header. @throws CertificateError */
  ofCaller(header: string): Certificate {
    const known = this.callers.get(header);
    if (known !== undefined) return known;
    const certificate = readShownCertificate(decoded(header));
    if (this.callers.size < mostCallers) this.callers.set(header, certificate);
    return certificate;
  }
}

/** Proxies escape PEM, as a header has one line. Others put spaces where the lines ended. */
function decoded(header: string): string {
  if (!header.includes("%")) return header;
  try {
    return decodeURIComponent(header);
  } catch {
    throw new CertificateError("It is wrongly percent-encoded.");
  }
}

/** Hexadecimal digits as people copy them: in groups, in either case, with a mark in front. */
export const hexDigits = (text: string): string => text.replace(/[^0-9a-f]/gi, "").toUpperCase();
