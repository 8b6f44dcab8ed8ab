import { createCipheriv, createDecipheriv } from "node:crypto";
import type { CsArray } from "../runtime/collections";
import type { Machine } from "../runtime/machine";
import { argumentNull, type CsEnum, type CsObject, CsEnum as Enum, fail, type Value } from "../runtime/value";
import { defineEnum, defineType } from "../types/table";
import { bufferOf } from "./bytes";
import { bytesOf } from "./core";

const modes = { CBC: 1, ECB: 2, OFB: 3, CFB: 4, CTS: 5 } as const;
const paddings = { None: 1, PKCS7: 2, Zeros: 3, ANSIX923: 4, ISO10126: 5 } as const;
defineEnum("System.Security.Cryptography.CipherMode", modes);
defineEnum("System.Security.Cryptography.PaddingMode", paddings);

type Family = "aes" | "des-ede3";

/** A cipher with its settings; what is not given is made by chance when it is first asked for, as in .NET. */
export class CsSymmetricAlgorithm implements CsObject {
  readonly csType = "SymmetricAlgorithm";
  key: Buffer | undefined;
  iv: Buffer | undefined;
  mode: number = modes.CBC;
  padding: number = paddings.PKCS7;
  constructor(
    readonly family: Family,
    public keyBits: number,
  ) {}
  get blockBits(): number {
    return this.family === "aes" ? 128 : 64;
  }
}

/** By the names that .NET's factory knows. @throws ArgumentNullException, NotSupportedException */
export function algorithmOf(name: string | null): CsSymmetricAlgorithm {
  if (name === null) throw argumentNull("alg");
  const short = name.toLowerCase().replace(/^system\.security\.cryptography\./, "");
  if (["aes", "rijndael", "rijndaelmanaged", "aesmanaged", "aescryptoserviceprovider"].includes(short))
    return new CsSymmetricAlgorithm("aes", 256);
  if (["3des", "tripledes", "triple des", "tripledescryptoserviceprovider"].includes(short))
    return new CsSymmetricAlgorithm("des-ede3", 192);
  throw fail("NotSupportedException", `The algorithm '${name}' is not supported by this gateway.`);
}

function checkKey(self: CsSymmetricAlgorithm, key: Buffer): Buffer {
  const bits = key.length * 8;
  if (self.family === "aes" ? ![128, 192, 256].includes(bits) : bits !== 192)
    throw fail("CryptographicException", "Specified key is not a valid size for this algorithm.");
  return key;
}

function checkStart(self: CsSymmetricAlgorithm, iv: Buffer): Buffer {
  if (iv.length * 8 !== self.blockBits)
    throw fail(
      "CryptographicException",
      "Specified initialization vector (IV) does not match the block size for this algorithm.",
    );
  return iv;
}

const chance = (machine: Machine, bytes: number) =>
  Buffer.from(Array.from({ length: bytes }, () => Math.floor(machine.environment.random() * 256)));

function keyOf(machine: Machine, self: CsSymmetricAlgorithm): Buffer {
  self.key ??= chance(machine, self.keyBits / 8);
  return self.key;
}

function startOf(machine: Machine, self: CsSymmetricAlgorithm): Buffer {
  self.iv ??= chance(machine, self.blockBits / 8);
  return self.iv;
}

/** What `CreateEncryptor` and `CreateDecryptor` give. */
class CsTransform implements CsObject {
  readonly csType = "ICryptoTransform";
  constructor(readonly run: (bytes: Buffer) => Buffer) {}
}

function transform(
  self: CsSymmetricAlgorithm,
  key: Buffer,
  iv: Buffer,
  direction: "in" | "out",
): CsTransform {
  checkKey(self, key);
  checkStart(self, iv);
  const { mode, padding } = self;
  if (mode !== modes.CBC && mode !== modes.ECB)
    throw fail("NotSupportedException", "This gateway does not support this cipher mode.");
  if (padding > paddings.Zeros)
    throw fail("NotSupportedException", "This gateway does not support this padding.");
  const family = self.family === "aes" ? `aes-${key.length * 8}` : "des-ede3";
  const name = mode === modes.CBC ? `${family}-cbc` : family === "des-ede3" ? family : `${family}-ecb`;
  const start = mode === modes.CBC ? iv : null;
  const block = self.blockBits / 8;
  return new CsTransform((bytes) => {
    const cipher = (direction === "in" ? createCipheriv : createDecipheriv)(name, key, start);
    cipher.setAutoPadding(padding === paddings.PKCS7);
    const isShort = bytes.length % block !== 0;
    const filled =
      direction === "in" && padding === paddings.Zeros && isShort
        ? Buffer.concat([bytes, Buffer.alloc(block - (bytes.length % block))])
        : bytes;
    try {
      return Buffer.concat([cipher.update(filled), cipher.final()]);
    } catch {
      throw fail(
        "CryptographicException",
        direction === "out" && padding === paddings.PKCS7 && !isShort
          ? "Padding is invalid and cannot be removed."
          : "Length of the data is invalid.",
      );
    }
  });
}

/** Encrypts, or decrypts; the key and the vector of the algorithm count where none are given. */
export function crypt(
  machine: Machine,
  direction: "in" | "out",
  input: CsArray | null,
  self: CsSymmetricAlgorithm | null,
  key?: CsArray | null,
  iv?: CsArray | null,
): Value {
  if (self === null) throw argumentNull("alg");
  const secret = key === undefined ? keyOf(machine, self) : bufferOf(key, "key");
  const start = iv === undefined ? startOf(machine, self) : bufferOf(iv, "iv");
  const bytes = bufferOf(input, "input");
  machine.allocate(bytes.length);
  return bytesOf(transform(self, secret, start, direction).run(bytes));
}

defineType(
  "interface",
  "System.Security.Cryptography.ICryptoTransform",
  {
    "byte[] TransformFinalBlock(byte[] inputBuffer, int inputOffset, int inputCount)"(
      self: CsTransform,
      input: CsArray | null,
      offset: number,
      count: number,
    ) {
      this.allocate(count);
      return bytesOf(self.run(bufferOf(input, "inputBuffer").subarray(offset, offset + count)));
    },
  },
  { bases: ["IDisposable"] },
);
defineType(
  "class",
  "System.Security.Cryptography.SymmetricAlgorithm",
  {
    "static SymmetricAlgorithm Create()": () => algorithmOf("aes"),
    "static SymmetricAlgorithm Create(string algName)": algorithmOf,
    "byte[] Key": {
      get(self: CsSymmetricAlgorithm) {
        return bytesOf(keyOf(this, self));
      },
      set: (self: CsSymmetricAlgorithm, key: CsArray | null) => {
        self.key = checkKey(self, bufferOf(key, "value"));
        self.keyBits = self.key.length * 8;
        return null;
      },
    },
    "byte[] IV": {
      get(self: CsSymmetricAlgorithm) {
        return bytesOf(startOf(this, self));
      },
      set: (self: CsSymmetricAlgorithm, iv: CsArray | null) => {
        self.iv = checkStart(self, bufferOf(iv, "value"));
        return null;
      },
    },
    "int KeySize": {
      get: (self: CsSymmetricAlgorithm) => self.keyBits,
      set: (self: CsSymmetricAlgorithm, bits: number) => {
        checkKey(self, Buffer.alloc(Math.max(0, bits / 8)));
        self.keyBits = bits;
        self.key = undefined;
        return null;
      },
    },
    "int BlockSize": {
      get: (self: CsSymmetricAlgorithm) => self.blockBits,
      set: (self: CsSymmetricAlgorithm, bits: number) => {
        if (bits !== self.blockBits)
          throw fail("CryptographicException", "Specified block size is not valid for this algorithm.");
        return null;
      },
    },
    "CipherMode Mode": {
      get: (self: CsSymmetricAlgorithm) => new Enum("CipherMode", self.mode),
      set: (self: CsSymmetricAlgorithm, mode: CsEnum) => {
        self.mode = mode.value;
        return null;
      },
    },
    "PaddingMode Padding": {
      get: (self: CsSymmetricAlgorithm) => new Enum("PaddingMode", self.padding),
      set: (self: CsSymmetricAlgorithm, padding: CsEnum) => {
        self.padding = padding.value;
        return null;
      },
    },
    "void GenerateKey()"(self: CsSymmetricAlgorithm) {
      self.key = chance(this, self.keyBits / 8);
      return null;
    },
    "void GenerateIV()"(self: CsSymmetricAlgorithm) {
      self.iv = chance(this, self.blockBits / 8);
      return null;
    },
    "void Clear()": () => null,
    ...Object.fromEntries(
      (["Encryptor", "Decryptor"] as const).flatMap((name) => {
        const direction = name === "Encryptor" ? "in" : "out";
        return [
          [
            `ICryptoTransform Create${name}()`,
            function (this: Machine, self: CsSymmetricAlgorithm) {
              return transform(self, keyOf(this, self), startOf(this, self), direction);
            },
          ],
          [
            `ICryptoTransform Create${name}(byte[] rgbKey, byte[] rgbIV)`,
            (self: CsSymmetricAlgorithm, key: CsArray | null, iv: CsArray | null) =>
              transform(self, bufferOf(key, "rgbKey"), bufferOf(iv, "rgbIV"), direction),
          ],
        ];
      }),
    ),
  },
  { bases: ["IDisposable"] },
);
