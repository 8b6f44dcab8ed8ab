/** A certificate or a key that cannot be read. The message holds nothing of it. */
export class CertificateError extends Error {
  override readonly name = "CertificateError";
}

/** One value of ASN.1's distinguished encoding (X.690). */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  /** With tag and length. */
  readonly whole: Buffer;
}

export const derTag = { integer: 0x02, bits: 0x03, octets: 0x04, sequence: 0x30, set: 0x31 } as const;

/** The value that starts at an offset. @throws CertificateError for other encodings and for what is cut off */
export function readDer(bytes: Buffer, at = 0): DerValue {
  const tag = bytes[at];
  let length = bytes[at + 1];
  if (tag === undefined || length === undefined) throw new CertificateError("It is cut off.");
  let start = at + 2;
  if (length >= 0x80) {
    const size = length & 0x7f;
    // An indefinite length (0) is not distinguished encoding; more than four bytes is more than anybody has.
    if (size === 0 || size > 4 || start + size > bytes.length)
      throw new CertificateError("It is not encoded as DER asks.");
    length = bytes.readUIntBE(start, size);
    start += size;
  }
  const end = start + length;
  if (end > bytes.length) throw new CertificateError("It is cut off.");
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) };
}

/** The values inside one. */
export function derParts({ content }: DerValue): DerValue[] {
  const parts: DerValue[] = [];
  for (let at = 0; at < content.length; ) {
    const part = readDer(content, at);
    parts.push(part);
    at += part.whole.length;
  }
  return parts;
}

/** A part that must be there. @throws CertificateError */
export function derPart(value: DerValue, index: number, tag?: number): DerValue {
  const part = derParts(value)[index];
  if (part === undefined || (tag !== undefined && part.tag !== tag))
    throw new CertificateError("It is not built as it should be.");
  return part;
}

/** An object identifier in dots. */
export function readOid({ content }: DerValue): string {
  const numbers: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    if (numbers.length > 0) numbers.push(value);
    else {
      const first = Math.min(2, Math.floor(value / 40));
      numbers.push(first, value - first * 40);
    }
    value = 0;
  }
  return numbers.join(".");
}

/** Text in any of ASN.1's alphabets. */
export function readDerText({ tag, content }: DerValue): string {
  if (tag === 0x1e)
    return Buffer.from(content.subarray(0, content.length & ~1))
      .swap16()
      .toString("utf16le");
  return content.toString(tag === 0x0c ? "utf8" : "latin1");
}

/** A whole number that is not negative. @throws CertificateError for one that does not fit */
export function readDerNumber({ content }: DerValue): number {
  if (content.length === 0 || content.length > 6)
    throw new CertificateError("It holds a number of the wrong size.");
  return content.readUIntBE(0, content.length);
}
