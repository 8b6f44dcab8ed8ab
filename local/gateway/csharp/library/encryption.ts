import { createCipheriv, createDecipheriv } from "node:crypto";
import type { CsArray } from "../runtime/collections";
import { argumentNull, fail, type Value } from "../runtime/value";
import { defineType } from "../types/table";
import { bufferOf } from "./bytes";
import { bytesOf } from "./core";

defineType(
  "class",
  "System.Security.Cryptography.CryptographicException",
  {},
  { bases: ["SystemException"] },
);

/** By the names that .NET's factory knows; all of them chain blocks (CBC) and pad as PKCS #7 says. */
function cipherOf(algorithm: string | null, key: Buffer, iv: Buffer): string {
  if (algorithm === null) throw argumentNull("alg");
  const bits = key.length * 8;
  const isAes = ["aes", "rijndael", "rijndaelmanaged", "aesmanaged"].includes(algorithm.toLowerCase());
  const isTriple = ["3des", "tripledes", "triple des"].includes(algorithm.toLowerCase());
  if (!isAes && !isTriple)
    throw fail("NotSupportedException", `The algorithm '${algorithm}' is not supported by this gateway.`);
  if (isAes ? ![128, 192, 256].includes(bits) : bits !== 192)
    throw fail("CryptographicException", "Specified key is not a valid size for this algorithm.");
  if (iv.length !== (isAes ? 16 : 8))
    throw fail(
      "CryptographicException",
      "Specified initialization vector (IV) does not match the block size for this algorithm.",
    );
  return isAes ? `aes-${bits}-cbc` : "des-ede3-cbc";
}

function encrypt(
  input: CsArray | null,
  algorithm: string | null,
  key: CsArray | null,
  iv: CsArray | null,
): Value {
  const [secret, start] = [bufferOf(key, "key"), bufferOf(iv, "iv")];
  const cipher = createCipheriv(cipherOf(algorithm, secret, start), secret, start);
  return bytesOf(Buffer.concat([cipher.update(bufferOf(input, "input")), cipher.final()]));
}

function decrypt(
  input: CsArray | null,
  algorithm: string | null,
  key: CsArray | null,
  iv: CsArray | null,
): Value {
  const [secret, start] = [bufferOf(key, "key"), bufferOf(iv, "iv")];
  const cipher = createDecipheriv(cipherOf(algorithm, secret, start), secret, start);
  try {
    return bytesOf(Buffer.concat([cipher.update(bufferOf(input, "input")), cipher.final()]));
  } catch {
    throw fail("CryptographicException", "Padding is invalid and cannot be removed.");
  }
}

/** Documented for policy expressions only. */
defineType("static", "Microsoft.EncryptionExtensions", {
  "ext byte[] Encrypt(byte[] input, string alg, byte[] key, byte[] iv)": encrypt,
  "ext byte[] Decrypt(byte[] input, string alg, byte[] key, byte[] iv)": decrypt,
});
