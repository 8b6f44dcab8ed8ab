import { type KeyObject, X509Certificate } from "node:crypto";
import { CertificateError } from "./certificateError";
import { type CertificateFields, readFields } from "./certificateFields";
import { type NamePart, writeName } from "./distinguishedName";

/** An X.509 certificate, with its private key where that is known here. */
export class Certificate {
  /** What policy expressions see in it. */
  readonly csType = "X509Certificate2";
  readonly x509: X509Certificate;
  private fields: CertificateFields | undefined;
  private key: KeyObject | undefined;

  /**
   * @param privateKey fits the certificate
   * @param chain other certificates that came with it: its issuers
   * @param friendlyName a name for people, from a PFX
   * @throws CertificateError
   */
  constructor(
    der: Buffer,
    readonly privateKey: KeyObject | undefined = undefined,
    readonly chain: readonly Certificate[] = [],
    readonly friendlyName = "",
  ) {
    try {
      this.x509 = new X509Certificate(der);
    } catch {
      throw new CertificateError("It is not an X.509 certificate.");
    }
  }

  /** Always the same object. */
  get publicKey(): KeyObject {
    this.key ??= this.x509.publicKey;
    return this.key;
  }
  /** SHA-1 over the certificate, in upper case hexadecimal digits. */
  get thumbprint(): string {
    return this.x509.fingerprint.replaceAll(":", "");
  }
  get subject(): string {
    return writeName(this.read.subject);
  }
  get issuer(): string {
    return writeName(this.read.issuer);
  }
  get subjectParts(): readonly NamePart[] {
    return this.read.subject;
  }
  get issuerParts(): readonly NamePart[] {
    return this.read.issuer;
  }
  /** Upper case hexadecimal digits, the highest byte first. */
  get serialNumber(): string {
    return this.read.serial.toString("hex").toUpperCase();
  }
  get version(): number {
    return this.read.version;
  }
  get signatureAlgorithm(): string {
    return this.read.signatureAlgorithm;
  }
  get keyAlgorithm(): string {
    return this.read.keyAlgorithm;
  }
  get encodedKeyParameters(): Buffer {
    return this.read.keyParameters;
  }
  /** The public key as the certificate has it. */
  get encodedKey(): Buffer {
    return this.read.encodedKey;
  }
  /** Milliseconds since 1970. */
  get notBefore(): number {
    return Date.parse(this.x509.validFrom);
  }
  get notAfter(): number {
    return Date.parse(this.x509.validTo);
  }
  /** Names of hosts among its alternative names. */
  get dnsNames(): readonly string[] {
    return this.alternativeNames("DNS");
  }

  /** @param kind as Node writes it: `DNS`, `email`, `URI` */
  alternativeNames(kind: string): readonly string[] {
    const names = this.x509.subjectAltName?.match(/(?:"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|[^",])+/gs) ?? [];
    return names.flatMap((name) => {
      const [, found, value = ""] = /^\s*([^\s:][^:]*):(.*)$/s.exec(name) ?? [];
      return found === kind ? [value.startsWith('"') ? (JSON.parse(value) as string) : value] : [];
    });
  }

  /** The first part of a type in its name. */
  nameOf(type: string, parts = this.subjectParts): string | undefined {
    return parts.findLast((part) => part.type === type)?.value;
  }

  /** Reads of it and of its chain what is else read when somebody asks. @throws CertificateError */
  readAll(): void {
    try {
      this.key ??= this.x509.publicKey;
      this.fields ??= readFields(this.x509.raw);
      this.alternativeNames("DNS");
    } catch {
      throw new CertificateError("Its key or its names cannot be read here.");
    }
    if (Number.isNaN(this.notBefore + this.notAfter))
      throw new CertificateError("Its dates cannot be read here.");
    for (const each of this.chain) each.readAll();
  }

  isIssuedBy(issuer: Certificate): boolean {
    return this.x509.checkIssued(issuer.x509) && this.x509.verify(issuer.publicKey);
  }

  private get read(): CertificateFields {
    this.fields ??= readFields(this.x509.raw);
    return this.fields;
  }
}
