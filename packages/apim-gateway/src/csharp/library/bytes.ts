import type { CsArray } from "../runtime/collections";
import { makeInteger } from "../runtime/integers";
import { argumentNull, type CsByte, CsDouble, CsFloat, charOf, fail, type Value } from "../runtime/value";
import { defineType, type Rows } from "../types/table";
import { bytesOf } from "./core";

/** The bytes of a `byte[]`. @throws ArgumentNullException */
export function bufferOf(array: CsArray | null, parameter = "buffer"): Buffer {
  if (array === null) throw argumentNull(parameter);
  const made = Buffer.allocUnsafe(array.items.length);
  for (const [index, item] of array.items.entries()) made[index] = (item as CsByte).value;
  return made;
}

const hex = (bytes: Buffer) =>
  bytes
    .toString("hex")
    .toUpperCase()
    .replace(/(..)(?=.)/g, "$1-");

function part(array: CsArray | null, start: number, size: number): Buffer {
  const bytes = bufferOf(array, "value");
  if (start < 0 || start >= bytes.length || start + size > bytes.length)
    throw fail(
      "ArgumentException",
      "Destination array is not long enough to copy all the items in the collection.",
    );
  return bytes.subarray(start, start + size);
}

/** Little-endian, as on every machine that runs API Management. */
const written: Readonly<Record<string, (value: never) => Buffer>> = {
  bool: (value: boolean) => Buffer.from([value ? 1 : 0]),
  short: (value: { value: bigint }) => Buffer.from(new Int16Array([Number(value.value)]).buffer),
  ushort: (value: { value: bigint }) => Buffer.from(new Uint16Array([Number(value.value)]).buffer),
  int: (value: number) => Buffer.from(new Int32Array([value]).buffer),
  uint: (value: { value: bigint }) => Buffer.from(new Uint32Array([Number(value.value)]).buffer),
  long: (value: bigint) => Buffer.from(new BigInt64Array([value]).buffer),
  ulong: (value: { value: bigint }) => Buffer.from(new BigUint64Array([value.value]).buffer),
  float: (value: CsFloat) => Buffer.from(new Float32Array([value.value]).buffer),
  double: (value: CsDouble) => Buffer.from(new Float64Array([value.value]).buffer),
  char: (value: { code: number }) => Buffer.from(new Uint16Array([value.code]).buffer),
};

const readers: readonly (readonly [string, string, number, (bytes: Buffer) => Value])[] = [
  ["bool", "Boolean", 1, (bytes) => bytes[0] !== 0],
  ["char", "Char", 2, (bytes) => charOf(bytes.readUInt16LE())],
  ["short", "Int16", 2, (bytes) => makeInteger("short", BigInt(bytes.readInt16LE()))],
  ["ushort", "UInt16", 2, (bytes) => makeInteger("ushort", BigInt(bytes.readUInt16LE()))],
  ["int", "Int32", 4, (bytes) => bytes.readInt32LE()],
  ["uint", "UInt32", 4, (bytes) => makeInteger("uint", BigInt(bytes.readUInt32LE()))],
  ["long", "Int64", 8, (bytes) => bytes.readBigInt64LE()],
  ["ulong", "UInt64", 8, (bytes) => makeInteger("ulong", bytes.readBigUInt64LE())],
  ["float", "Single", 4, (bytes) => new CsFloat(bytes.readFloatLE())],
  ["double", "Double", 8, (bytes) => new CsDouble(bytes.readDoubleLE())],
];

const rows: Record<string, Rows[string]> = {
  "static bool IsLittleEndian": true,
  "static string ToString(byte[] value)": (bytes: CsArray | null) => hex(bufferOf(bytes, "value")),
  "static string ToString(byte[] value, int startIndex)": (bytes: CsArray | null, start: number) =>
    hex(bufferOf(bytes, "value").subarray(start)),
  "static string ToString(byte[] value, int startIndex, int length)": (
    bytes: CsArray | null,
    start: number,
    length: number,
  ) => hex(part(bytes, start, length)),
};
for (const [type, write] of Object.entries(written))
  rows[`static byte[] GetBytes(${type} value)`] = (value: Value) => bytesOf(write(value as never));
for (const [type, name, size, read] of readers)
  rows[`static ${type} To${name}(byte[] value, int startIndex)`] = (bytes: CsArray | null, start: number) =>
    read(part(bytes, start, size));
defineType("static", "System.BitConverter", rows);
