import { createPrivateKey, type KeyObject } from "node:crypto";
import type * as Asn1Cms from "@peculiar/asn1-cms";
import type * as Asn1Pfx from "@peculiar/asn1-pfx";
import type * as Asn1Schema from "@peculiar/asn1-schema";
import type * as Asn1X509 from "@peculiar/asn1-x509";
import { Certificate } from "./certificate";
import { CertificateError } from "./certificateError";
import { PasswordOpener } from "./passwordEncryption";

/** What a PFX holds (RFC 7292). */
interface Contents {
  readonly certificates: { readonly der: Buffer; readonly friendlyName: string }[];
  readonly keys: KeyObject[];
}

const data = "1.2.840.113549.1.7.1";
const encrypted = "1.2.840.113549.1.7.6";
const friendlyName = "1.2.840.113549.1.9.20";
const wrongPassword = "The password is not the right one, or it is damaged.";

/** Whether bytes are a PFX; nothing of it is opened. */
export function isPkcs12(bytes: Buffer): boolean {
  try {
    return parsePfx(bytes) !== undefined;
  } catch {
    return false;
  }
}

/** The certificate of a PFX that has its private key there, else the first; the others are its chain. @throws CertificateError */
export function readPkcs12(bytes: Buffer, password: string): Certificate {
  const { certificates, keys } = readContents(bytes, password);
  const fits = (der: Buffer) => {
    const { x509 } = new Certificate(der);
    return keys.find((key) => x509.checkPrivateKey(key));
  };
  const leaf = certificates.find(({ der }) => fits(der) !== undefined) ?? certificates[0];
  if (leaf === undefined) throw new CertificateError("It holds no certificate.");
  const chain = certificates.filter((each) => each !== leaf).map(({ der }) => new Certificate(der));
  return new Certificate(leaf.der, fits(leaf.der), chain, leaf.friendlyName);
}

function readContents(bytes: Buffer, password: string): Contents {
  const contents: Contents = { certificates: [], keys: [] };
  const opener = new PasswordOpener(password);
  try {
    const { AuthenticatedSafe, SafeContents } = asn1Pfx();
    const parts = schema().AsnConvert.parse(dataOf(parsePfx(bytes).authSafe), AuthenticatedSafe);
    for (const part of parts) {
      const bags = part.contentType === encrypted ? opened(part.content, opener) : dataOf(part);
      for (const bag of parsed(bags, SafeContents)) readBag(bag, opener, password, contents);
    }
  } catch (error) {
    if (error instanceof CertificateError) throw error;
    throw new CertificateError("It is a PFX that is damaged.");
  }
  return contents;
}

const asn1Pfx = () => require("@peculiar/asn1-pfx") as typeof Asn1Pfx;
const schema = () => require("@peculiar/asn1-schema") as typeof Asn1Schema;

function parsePfx(bytes: Buffer): Asn1Pfx.PFX {
  try {
    return schema().AsnConvert.parse(bytes, asn1Pfx().PFX);
  } catch {
    throw new CertificateError("It is neither a certificate nor a PFX, or it is cut off.");
  }
}

/** What was behind a password and makes no sense was opened with another one. */
function parsed<T>(bytes: ArrayBuffer | Buffer, type: new () => T): T {
  try {
    return schema().AsnConvert.parse(bytes, type);
  } catch {
    throw new CertificateError(wrongPassword);
  }
}

/** The octets of a `data` content. */
function dataOf({ contentType, content }: Asn1Pfx.PFX["authSafe"]): ArrayBuffer {
  if (contentType !== data)
    throw new CertificateError(
      "It is protected by a key and not by a password, which is not supported here.",
    );
  return schema().AsnConvert.parse(content, schema().OctetString).buffer;
}

function opened(content: ArrayBuffer, opener: PasswordOpener): Buffer {
  const { contentEncryptionAlgorithm, encryptedContent } = schema().AsnConvert.parse(
    content,
    encryptedDataType(),
  ).encryptedContentInfo;
  const { value, constructedValue = [] } = encryptedContent ?? {};
  const pieces = value === undefined ? constructedValue : [value];
  const secret = Buffer.concat(pieces.map(({ buffer }) => Buffer.from(buffer)));
  return opener.open(contentEncryptionAlgorithm, secret);
}

interface EncryptedContents {
  readonly encryptedContentInfo: Asn1Cms.EncryptedContentInfo;
}
let encryptedData: (new () => EncryptedContents) | undefined;

/** `EncryptedData` of CMS (RFC 5652, section 8), which the library has in parts only. */
function encryptedDataType(): new () => EncryptedContents {
  if (encryptedData !== undefined) return encryptedData;
  const { EncryptedContentInfo } = require("@peculiar/asn1-cms") as typeof Asn1Cms;
  const { AsnProp, AsnPropTypes } = schema();
  class EncryptedData {
    version = 0;
    encryptedContentInfo = new EncryptedContentInfo();
  }
  AsnProp({ type: AsnPropTypes.Integer })(EncryptedData.prototype, "version");
  AsnProp({ type: EncryptedContentInfo })(EncryptedData.prototype, "encryptedContentInfo");
  encryptedData = EncryptedData;
  return encryptedData;
}

function readBag(
  { bagId, bagValue, bagAttributes }: Asn1Pfx.SafeBag,
  opener: PasswordOpener,
  password: string,
  into: Contents,
): void {
  const pfx = asn1Pfx();
  if (bagId === pfx.id_keyBag) into.keys.push(keyOf(bagValue, undefined));
  else if (bagId === pfx.id_pkcs8ShroudedKeyBag) {
    // Node opens it, which takes as long as the file says.
    opener.count(parsed(bagValue, pfx.PKCS8ShroudedKeyBag).encryptionAlgorithm);
    into.keys.push(keyOf(bagValue, password));
  } else if (bagId === pfx.id_certBag) {
    const { certValue } = parsed(bagValue, pfx.CertBag);
    const { buffer } = parsed(certValue, schema().OctetString);
    into.certificates.push({ der: Buffer.from(buffer), friendlyName: nameOf(bagAttributes) });
  }
}

function keyOf(der: ArrayBuffer, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8", passphrase });
  } catch {
    throw new CertificateError("The password is not the right one, or its private key cannot be read.");
  }
}

function nameOf(attributes: Asn1Pfx.SafeBag["bagAttributes"]): string {
  const [value] = attributes?.find(({ attrId }) => attrId === friendlyName)?.attrValues ?? [];
  const { AttributeValue } = require("@peculiar/asn1-x509") as typeof Asn1X509;
  return value === undefined ? "" : parsed(value, AttributeValue).toString();
}
