import { createDecipheriv, createHash, pbkdf2Sync } from "node:crypto";
import { CertificateError, type DerValue, derPart, derParts, derTag, readDerNumber, readOid } from "./der";

/** More than any tool writes; each takes time. */
const mostRounds = 1_000_000;

const hashes: Readonly<Record<string, string | undefined>> = {
  "1.2.840.113549.2.7": "sha1",
  "1.2.840.113549.2.9": "sha256",
  "1.2.840.113549.2.10": "sha384",
  "1.2.840.113549.2.11": "sha512",
};
const ciphers: Readonly<Record<string, readonly [name: string, keyBytes: number] | undefined>> = {
  "2.16.840.1.101.3.4.1.2": ["aes-128-cbc", 16],
  "2.16.840.1.101.3.4.1.22": ["aes-192-cbc", 24],
  "2.16.840.1.101.3.4.1.42": ["aes-256-cbc", 32],
  "1.2.840.113549.3.7": ["des-ede3-cbc", 24],
};

/**
 * Opens what a password protects in a PFX: PBES2 (RFC 8018) with AES or triple DES, or the triple DES of PKCS #12.
 *
 * @throws CertificateError
 */
export function openPkcs12(algorithm: DerValue, secret: Buffer, password: string): Buffer {
  const oid = readOid(derPart(algorithm, 0));
  const parameters = derPart(algorithm, 1);
  const [cipher, key, iv] =
    oid === "1.2.840.113549.1.5.13"
      ? modernKey(parameters, password)
      : oid === "1.2.840.113549.1.12.1.3"
        ? olderKey(parameters, password)
        : unknownCipher();
  try {
    const decipher = createDecipheriv(cipher, key, iv);
    return Buffer.concat([decipher.update(secret), decipher.final()]);
  } catch {
    throw new CertificateError("The password is not the right one, or it is damaged.");
  }
}

type CipherKey = readonly [cipher: string, key: Buffer, iv: Buffer];

function unknownCipher(): never {
  throw new CertificateError("It is encrypted in a way that is not supported here; export it with AES-256.");
}

function modernKey(parameters: DerValue, password: string): CipherKey {
  const derivation = derPart(parameters, 0, derTag.sequence);
  const encryption = derPart(parameters, 1, derTag.sequence);
  const [salt, rounds, ...rest] = derParts(derPart(derivation, 1));
  const prf = rest.find(({ tag }) => tag === derTag.sequence);
  const hash = prf === undefined ? "sha1" : hashes[readOid(derPart(prf, 0))];
  const cipher = ciphers[readOid(derPart(encryption, 0))];
  if (readOid(derPart(derivation, 0)) !== "1.2.840.113549.1.5.12" || !hash || !cipher || !salt || !rounds)
    return unknownCipher();
  const key = pbkdf2Sync(Buffer.from(password, "utf8"), salt.content, roundsOf(rounds), cipher[1], hash);
  return [cipher[0], key, derPart(encryption, 1).content];
}

function olderKey(parameters: DerValue, password: string): CipherKey {
  const salt = derPart(parameters, 0).content;
  const rounds = roundsOf(derPart(parameters, 1));
  return ["des-ede3-cbc", derive(1, 24, salt, rounds, password), derive(2, 8, salt, rounds, password)];
}

function roundsOf(value: DerValue): number {
  const rounds = readDerNumber(value);
  if (rounds < 1 || rounds > mostRounds) throw new CertificateError("Its password has too many rounds.");
  return rounds;
}

/** RFC 7292, appendix B.2, with SHA-1. @param purpose 1 for a key, 2 for an initial vector */
function derive(purpose: number, size: number, salt: Buffer, rounds: number, password: string): Buffer {
  const block = 64;
  const text = Buffer.from(`${password}\0`, "utf16le").swap16();
  const filled = (bytes: Buffer) =>
    bytes.length === 0 ? bytes : Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
  const input = Buffer.concat([filled(salt), filled(text)]);
  const made: Buffer[] = [];
  for (let length = 0; length < size; length += 20) {
    let digest = createHash("sha1").update(Buffer.alloc(block, purpose)).update(input).digest();
    for (let round = 1; round < rounds; round++) digest = createHash("sha1").update(digest).digest();
    made.push(digest);
    addToBlocks(input, Buffer.alloc(block, digest), block);
  }
  return Buffer.concat(made).subarray(0, size);
}

/** Adds a number and one to each block, as big-endian numbers that wrap. */
function addToBlocks(input: Buffer, number: Buffer, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let at = block - 1; at >= 0; at--) {
      carry += (input[start + at] as number) + (number[at] as number);
      input[start + at] = carry & 0xff;
      carry >>= 8;
    }
  }
}
