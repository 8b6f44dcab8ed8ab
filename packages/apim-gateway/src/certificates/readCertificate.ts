import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { Certificate } from "./certificate";
import { CertificateError } from "./certificateError";
import { isPkcs12, readPkcs12 } from "./readPkcs12";

/**
 * Reads a certificate: PEM, DER or PFX, or either of them in base64. In PEM the first certificate counts; those after it
 * are its chain, and a private key may stand anywhere.
 *
 * @param password of a PFX or of an encrypted key
 * @throws CertificateError, without anything of the content in the message
 */
export function readCertificate(content: string | Buffer, password = ""): Certificate {
  const bytes = typeof content === "string" ? bytesOf(content) : content;
  if (bytes.length === 0) throw new CertificateError("It is empty.");
  if (bytes.includes("-----BEGIN ")) return readPem(bytes.toString("latin1"), password);
  return isCertificate(bytes) ? new Certificate(bytes) : readPkcs12(bytes, password);
}

/** Longer chains are made by mistake only, and each link costs time. */
const longestShownChain = 10;

/**
 * Reads a certificate as a caller shows it: PEM or DER, or either in base64, and no private key, which is nobody else's.
 * Nothing is decrypted: a PFX says itself how long that takes.
 *
 * @throws CertificateError, also for parts that are read only when somebody asks for them
 */
export function readShownCertificate(content: string): Certificate {
  const bytes = bytesOf(content);
  if (bytes.length === 0) throw new CertificateError("It is empty.");
  const isPem = bytes.includes("-----BEGIN ");
  if (isPem ? bytes.includes("PRIVATE KEY-----") : !isCertificate(bytes) && isPkcs12(bytes))
    throw new CertificateError("It comes with a private key or can hold one; a caller shows a certificate.");
  const certificate = isPem ? readPem(bytes.toString("latin1"), "") : new Certificate(bytes);
  if (certificate.chain.length > longestShownChain)
    throw new CertificateError(`It comes with more than ${longestShownChain} others.`);
  certificate.readAll();
  return certificate;
}

function isCertificate(bytes: Buffer): boolean {
  try {
    return new X509Certificate(bytes).raw.length > 0;
  } catch {
    return false;
  }
}

function bytesOf(text: string): Buffer {
  if (text.includes("-----BEGIN ")) return Buffer.from(text, "latin1");
  const compact = text.replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(compact)) throw new CertificateError("It is neither PEM nor base64.");
  return Buffer.from(compact, "base64");
}

function readPem(text: string, password: string): Certificate {
  const blocks = pemBlocks(text);
  const certificates = blocks
    .filter(({ kind }) => kind === "CERTIFICATE")
    .map(({ body }) => new Certificate(Buffer.from(body, "base64")));
  const [leaf, ...chain] = certificates;
  if (leaf === undefined) throw new CertificateError("It holds no certificate.");
  const block = blocks.find(({ kind }) => kind.endsWith("PRIVATE KEY"));
  if (block === undefined) return new Certificate(leaf.x509.raw, undefined, chain);
  const key = keyOf(block.whole, password);
  if (!leaf.x509.checkPrivateKey(key))
    throw new CertificateError("The private key does not belong to the certificate.");
  return new Certificate(leaf.x509.raw, key, chain);
}

interface PemBlock {
  readonly kind: string;
  readonly body: string;
  readonly whole: string;
}

/** What has an end; what has none is looked for once and then passed over. */
function pemBlocks(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  const endless = new Set<string>();
  const begin = /-----BEGIN ([A-Z0-9 ]{1,100})-----/g;
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const [start, kind = ""] = match;
    if (endless.has(kind)) continue;
    const end = `-----END ${kind}-----`;
    const from = match.index + start.length;
    const to = text.indexOf(end, from);
    if (to < 0) endless.add(kind);
    else {
      begin.lastIndex = to + end.length;
      blocks.push({
        kind,
        body: text.slice(from, to),
        whole: text.slice(match.index, begin.lastIndex),
      });
    }
  }
  return blocks;
}

function keyOf(pem: string, password: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: "pem", passphrase: password });
  } catch {
    throw new CertificateError("The password is not the right one, or the private key cannot be read.");
  }
}
