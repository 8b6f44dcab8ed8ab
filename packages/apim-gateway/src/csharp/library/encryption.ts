import type { CsArray } from "../runtime/collections";
import type { Machine } from "../runtime/machine";
import { defineType } from "../types/table";
import { algorithmOf, type CsSymmetricAlgorithm, crypt } from "./symmetricAlgorithms";

defineType(
  "class",
  "System.Security.Cryptography.CryptographicException",
  {},
  { bases: ["SystemException"] },
);

type Bytes = CsArray | null;
const rowsOf = (name: string, direction: "in" | "out") => ({
  [`ext byte[] ${name}(byte[] input, string alg, byte[] key, byte[] iv)`](
    this: Machine,
    input: Bytes,
    algorithm: string | null,
    key: Bytes,
    iv: Bytes,
  ) {
    return crypt(this, direction, input, algorithmOf(algorithm), key, iv);
  },
  [`ext byte[] ${name}(byte[] input, SymmetricAlgorithm alg)`](
    this: Machine,
    input: Bytes,
    algorithm: CsSymmetricAlgorithm | null,
  ) {
    return crypt(this, direction, input, algorithm);
  },
  [`ext byte[] ${name}(byte[] input, SymmetricAlgorithm alg, byte[] key, byte[] iv)`](
    this: Machine,
    input: Bytes,
    algorithm: CsSymmetricAlgorithm | null,
    key: Bytes,
    iv: Bytes,
  ) {
    return crypt(this, direction, input, algorithm, key, iv);
  },
});

/** Documented for policy expressions only. */
defineType("static", "Microsoft.EncryptionExtensions", {
  ...rowsOf("Encrypt", "in"),
  ...rowsOf("Decrypt", "out"),
});
