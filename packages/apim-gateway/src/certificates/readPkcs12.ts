import { createPrivateKey, type KeyObject } from "node:crypto";
import { Certificate } from "./certificate";
import {
  CertificateError,
  type DerValue,
  derPart,
  derParts,
  derTag,
  readDer,
  readDerText,
  readOid,
} from "./der";
import { openPkcs12 } from "./pkcs12Cipher";

/** What a PFX holds (RFC 7292). */
interface Contents {
  readonly certificates: { readonly der: Buffer; readonly friendlyName: string }[];
  readonly keys: KeyObject[];
}

const data = "1.2.840.113549.1.7.1";
const encryptedData = "1.2.840.113549.1.7.6";
const bag = "1.2.840.113549.1.12.10.1.";
const friendlyName = "1.2.840.113549.1.9.20";

/** The certificate of a PFX that has its private key there, else the first; the others are its chain. @throws CertificateError */
export function readPkcs12(bytes: Buffer, password: string): Certificate {
  const contents: Contents = { certificates: [], keys: [] };
  const authenticated = readDer(contentOf(derPart(readDer(bytes), 1)));
  for (const part of derParts(authenticated)) readBags(readDer(opened(part, password)), password, contents);
  const { certificates, keys } = contents;
  const fits = (der: Buffer) => {
    const { x509 } = new Certificate(der);
    return keys.find((key) => x509.checkPrivateKey(key));
  };
  const leaf = certificates.find(({ der }) => fits(der) !== undefined) ?? certificates[0];
  if (leaf === undefined) throw new CertificateError("It holds no certificate.");
  const chain = certificates.filter((each) => each !== leaf).map(({ der }) => new Certificate(der));
  return new Certificate(leaf.der, fits(leaf.der), chain, leaf.friendlyName);
}

/** The octets of a `data` content. */
function contentOf(info: DerValue): Buffer {
  if (readOid(derPart(info, 0)) !== data)
    throw new CertificateError(
      "It is protected by a key and not by a password, which is not supported here.",
    );
  return derPart(derPart(info, 1), 0, derTag.octets).content;
}

function opened(info: DerValue, password: string): Buffer {
  if (readOid(derPart(info, 0)) !== encryptedData) return contentOf(info);
  const [, algorithm, secret] = derParts(derPart(derPart(derPart(info, 1), 0), 1));
  if (algorithm === undefined || secret === undefined)
    throw new CertificateError("It is not built as it should be.");
  return openPkcs12(algorithm, secret.content, password);
}

function readBags(bags: DerValue, password: string, into: Contents): void {
  for (const each of derParts(bags)) {
    const [id, wrapped, attributes] = derParts(each);
    if (id === undefined || wrapped === undefined) continue;
    const value = derPart(wrapped, 0);
    const kind = readOid(id).replace(bag, "");
    if (kind === "1") into.keys.push(keyOf(value.whole));
    else if (kind === "2")
      into.keys.push(keyOf(openPkcs12(derPart(value, 0), derPart(value, 1).content, password)));
    else if (kind === "3")
      into.certificates.push({
        der: derPart(derPart(value, 1), 0, derTag.octets).content,
        friendlyName: nameOf(attributes),
      });
  }
}

function keyOf(der: Buffer): KeyObject {
  try {
    return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  } catch {
    throw new CertificateError("The password is not the right one, or its private key cannot be read.");
  }
}

function nameOf(attributes: DerValue | undefined): string {
  if (attributes === undefined) return "";
  const found = derParts(attributes).find((attribute) => readOid(derPart(attribute, 0)) === friendlyName);
  return found === undefined ? "" : readDerText(derPart(derPart(found, 1), 0));
}
