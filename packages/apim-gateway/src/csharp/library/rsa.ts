import {
  constants,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
  sign,
  verify,
} from "node:crypto";
import type { CsArray } from "../runtime/collections";
import { argumentNull, type CsObject, fail, type Value } from "../runtime/value";
import { defineType } from "../types/table";
import { bufferOf } from "./bytes";
import { bytesOf } from "./core";
import { type CsHashName, digestInfo, hashOf } from "./hashNames";
import { type CsPadding, encrypting, signing, withoutPss } from "./rsaPaddings";
import { readRsaXml, writeRsaXml } from "./rsaXml";

const space = "System.Security.Cryptography";

/** An RSA key. `RSA.Create()` gives one without numbers until it reads some. */
export class CsRsa implements CsObject {
  readonly csType = "RSA";
  constructor(
    public publicKey: KeyObject | undefined,
    public privateKey: KeyObject | undefined,
  ) {}

  get toVerify(): KeyObject {
    if (this.publicKey !== undefined) return this.publicKey;
    throw fail("NotSupportedException", "This gateway makes no keys: read one with FromXmlString.");
  }

  /** @throws CryptographicException for a public key alone, in the words of Windows */
  get toSign(): KeyObject {
    if (this.toVerify && this.privateKey !== undefined) return this.privateKey;
    throw fail("CryptographicException", "Key does not exist.");
  }
}

defineType(
  "class",
  `${space}.AsymmetricAlgorithm`,
  {
    "int KeySize": (self: CsRsa) => self.toVerify.asymmetricKeyDetails?.modulusLength ?? 0,
    "string SignatureAlgorithm": "RSA",
    "string KeyExchangeAlgorithm": "RSA",
    "void Clear()": () => null,
    "string ToXmlString(bool includePrivateParameters)": (self: CsRsa, withPrivate: boolean) =>
      writeRsaXml(withPrivate ? self.toSign : self.toVerify),
    "void FromXmlString(string xmlString)": (self: CsRsa, xml: string | null) => {
      if (xml === null) throw argumentNull("xmlString");
      const numbers = readRsaXml(xml);
      if (numbers === undefined)
        throw fail(
          "CryptographicException",
          "Input string does not contain a valid encoding of the 'RSA' 'Modulus' parameter.",
        );
      self.privateKey =
        numbers.d === undefined
          ? undefined
          : keyFrom(() => createPrivateKey({ key: numbers, format: "jwk" }));
      self.publicKey = keyFrom(() =>
        createPublicKey({ key: { kty: numbers.kty, n: numbers.n, e: numbers.e }, format: "jwk" }),
      );
      return null;
    },
  },
  { bases: ["IDisposable"] },
);

function keyFrom(read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch {
    throw fail("CryptographicException", "The parameter is incorrect.");
  }
}

/** What OpenSSL computes. It refuses data that is too long for the key, or was made for another one. */
function computed(compute: () => Buffer): Value {
  let result: Buffer;
  try {
    result = compute();
  } catch {
    throw fail("CryptographicException", "The parameter is incorrect.");
  }
  return bytesOf(result);
}

const sliced = (bytes: CsArray | null, offset: number, count: number): Buffer => {
  const given = bufferOf(bytes, "data");
  if (offset < 0 || count < 0 || offset + count > given.length)
    throw fail(
      "ArgumentOutOfRangeException",
      "Specified argument was out of the range of valid values.\nParameter name: count",
    );
  return given.subarray(offset, offset + count);
};

function signed(self: CsRsa, data: Buffer, hash: CsHashName, used: CsPadding | null): Value {
  const [name, key] = [hashOf(hash), signing(self.toSign, used)];
  return computed(() => sign(name, data, key));
}

defineType(
  "class",
  `${space}.RSA`,
  {
    "static RSA Create()": () => new CsRsa(undefined, undefined),
    "byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)": (
      self: CsRsa,
      data: CsArray | null,
      hash: CsHashName,
      used: CsPadding | null,
    ) => signed(self, bufferOf(data, "data"), hash, used),
    "byte[] SignData(byte[] data, int offset, int count, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)":
      (
        self: CsRsa,
        data: CsArray | null,
        offset: number,
        count: number,
        hash: CsHashName,
        used: CsPadding | null,
      ) => signed(self, sliced(data, offset, count), hash, used),
    "bool VerifyData(byte[] data, byte[] signature, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)":
      (
        self: CsRsa,
        data: CsArray | null,
        signature: CsArray | null,
        hash: CsHashName,
        used: CsPadding | null,
      ) =>
        verify(
          hashOf(hash),
          bufferOf(data, "data"),
          signing(self.toVerify, used),
          bufferOf(signature, "signature"),
        ),
    "byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)": (
      self: CsRsa,
      hash: CsArray | null,
      name: CsHashName,
      used: CsPadding | null,
    ) => {
      withoutPss(used);
      const info = digestInfo(name, bufferOf(hash, "hash"));
      const key = self.toSign;
      return computed(() => privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, info));
    },
    "bool VerifyHash(byte[] hash, byte[] signature, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)":
      (
        self: CsRsa,
        hash: CsArray | null,
        signature: CsArray | null,
        name: CsHashName,
        used: CsPadding | null,
      ) => {
        withoutPss(used);
        const info = digestInfo(name, bufferOf(hash, "hash"));
        const [key, given] = [self.toVerify, bufferOf(signature, "signature")];
        try {
          return publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, given).equals(info);
        } catch {
          return false;
        }
      },
    "byte[] Encrypt(byte[] data, RSAEncryptionPadding padding)": (
      self: CsRsa,
      data: CsArray | null,
      used: CsPadding | null,
    ) => {
      const [given, how] = [bufferOf(data, "data"), encrypting(self.toVerify, used)];
      return computed(() => publicEncrypt(how, given));
    },
    "byte[] Decrypt(byte[] data, RSAEncryptionPadding padding)": (
      self: CsRsa,
      data: CsArray | null,
      used: CsPadding | null,
    ) => {
      const [given, how] = [bufferOf(data, "data"), encrypting(self.toSign, used)];
      return computed(() => privateDecrypt(how, given));
    },
  },
  { bases: ["AsymmetricAlgorithm"] },
);
