import { createHash, createHmac } from "node:crypto";
import type { CsArray } from "../runtime/collections";
import { CsByte, type CsObject, type Value } from "../runtime/value";
import { defineType } from "../types/table";
import { bufferOf } from "./bytes";
import { bytesOf } from "./core";

const algorithms = ["MD5", "SHA1", "SHA256", "SHA384", "SHA512"] as const;

/** A hash or a keyed hash; `digest` takes what is to be hashed. */
class CsHash implements CsObject {
  constructor(
    readonly csType: string,
    readonly bits: number,
    readonly digest: (bytes: Buffer, key: Buffer) => Buffer,
    public key: Buffer = Buffer.alloc(0),
  ) {}
}

const nothing = () => null;
defineType("interface", "System.IDisposable", { "void Dispose()": nothing });
defineType(
  "class",
  "System.Security.Cryptography.HashAlgorithm",
  {
    "byte[] ComputeHash(byte[] buffer)"(self: CsHash, bytes: CsArray | null) {
      const given = bufferOf(bytes);
      this.allocate(given.length);
      return bytesOf(self.digest(given, self.key));
    },
    "byte[] ComputeHash(byte[] buffer, int offset, int count)": (
      self: CsHash,
      bytes: CsArray | null,
      offset: number,
      count: number,
    ) => bytesOf(self.digest(bufferOf(bytes).subarray(offset, offset + count), self.key)),
    "int HashSize": (self: CsHash) => self.bits,
    "void Clear()": nothing,
  },
  { bases: ["IDisposable"] },
);
defineType(
  "class",
  "System.Security.Cryptography.HMAC",
  {
    "byte[] Key": {
      get: (self: CsHash) => bytesOf(self.key),
      set: (self: CsHash, key: CsArray | null) => {
        self.key = bufferOf(key, "value");
        return null;
      },
    },
  },
  { bases: ["HashAlgorithm"] },
);

for (const name of algorithms) {
  const algorithm = name.toLowerCase();
  const bits = createHash(algorithm).digest().length * 8;
  const hash = (type: string) =>
    new CsHash(type, bits, (bytes) => createHash(algorithm).update(bytes).digest());
  const space = "System.Security.Cryptography";
  defineType(
    "class",
    `${space}.${name}`,
    { [`static ${name} Create()`]: () => hash(name) },
    { bases: ["HashAlgorithm"] },
  );
  for (const suffix of name === "MD5" ? ["CryptoServiceProvider"] : ["Managed", "CryptoServiceProvider"])
    defineType(
      "class",
      `${space}.${name}${suffix}`,
      { "new()": () => hash(`${name}${suffix}`) },
      { bases: [name] },
    );
  const keyed = (key: Buffer) =>
    new CsHash(
      `HMAC${name}`,
      bits,
      (bytes, current) => createHmac(algorithm, current).update(bytes).digest(),
      key,
    );
  const blockBytes = bits > 256 ? 128 : 64;
  defineType(
    "class",
    `${space}.HMAC${name}`,
    {
      // A key by chance, as long as a block of the hash.
      "new()"() {
        const { random } = this.environment;
        return keyed(Buffer.from(Array.from({ length: blockBytes }, () => Math.floor(random() * 256))));
      },
      "new(byte[] key)": (key: CsArray | null) => keyed(bufferOf(key, "key")),
    },
    { bases: ["HMAC"] },
  );
}

/** Bytes come from the chance that the evaluation was given, so that a run can be repeated. */
function fill(random: () => number, data: CsArray, isAllowed: (byte: number) => boolean): Value {
  for (const index of data.items.keys()) {
    let byte = Math.floor(random() * 256);
    for (let tries = 0; !isAllowed(byte) && tries < 1000; tries++) byte = Math.floor(random() * 256);
    data.items[index] = new CsByte(byte);
  }
  return null;
}
defineType(
  "class",
  "System.Security.Cryptography.RandomNumberGenerator",
  {
    "static RandomNumberGenerator Create()": () => ({ csType: "RNGCryptoServiceProvider" }),
    "void GetBytes(byte[] data)"(_: Value, data: CsArray | null) {
      bufferOf(data, "data");
      return fill(this.environment.random, data as CsArray, () => true);
    },
    "void GetNonZeroBytes(byte[] data)"(_: Value, data: CsArray | null) {
      bufferOf(data, "data");
      return fill(this.environment.random, data as CsArray, (byte) => byte !== 0);
    },
  },
  { bases: ["IDisposable"] },
);
defineType(
  "class",
  "System.Security.Cryptography.RNGCryptoServiceProvider",
  { "new()": () => ({ csType: "RNGCryptoServiceProvider" }) },
  { bases: ["RandomNumberGenerator"] },
);
