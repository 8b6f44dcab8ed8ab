import type { CsArray } from "../runtime/collections";
import { argumentNull, type CsObject, fail } from "../runtime/value";
import { defineType } from "../types/table";
import { bufferOf } from "./bytes";
import { bytesOf } from "./core";

type Name = "utf8" | "ascii" | "utf16le" | "latin1" | "utf16be" | "utf32le";
interface CsEncoding extends CsObject {
  readonly name: Name;
}

const names: Readonly<Record<string, Name>> = {
  "utf-8": "utf8",
  utf8: "utf8",
  "us-ascii": "ascii",
  ascii: "ascii",
  "utf-16": "utf16le",
  unicode: "utf16le",
  "utf-16be": "utf16be",
  "iso-8859-1": "latin1",
  latin1: "latin1",
  "windows-1252": "latin1",
};

/** By number of their code page. */
const codePages: Readonly<Record<number, Name>> = {
  1200: "utf16le",
  1201: "utf16be",
  12000: "utf32le",
  20127: "ascii",
  28591: "latin1",
  65001: "utf8",
};

function encode(name: Name, text: string): Buffer {
  switch (name) {
    case "ascii":
      return Buffer.from(text.replace(/[^\0-\x7f]/g, "?"), "ascii");
    case "latin1":
      return Buffer.from(text.replace(/[^\0-\xff]/g, "?"), "latin1");
    case "utf16be":
      return Buffer.from(text, "utf16le").swap16();
    case "utf32le": {
      const codes = [...text].map((char) => char.codePointAt(0) as number);
      return Buffer.from(new Uint32Array(codes).buffer);
    }
    default:
      return Buffer.from(text, name);
  }
}

function decode(name: Name, bytes: Buffer): string {
  switch (name) {
    case "ascii":
      return bytes.toString("latin1").replace(/[^\0-\x7f]/g, "?");
    case "utf16be":
      return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
        .swap16()
        .toString("utf16le");
    case "utf32le":
      return Array.from({ length: bytes.length >> 2 }, (_, at) =>
        String.fromCodePoint(Math.min(bytes.readUInt32LE(at * 4), 0x10ffff)),
      ).join("");
    default:
      return bytes.toString(name);
  }
}

const encoding = (name: Name) => () => ({ csType: "Encoding", name }) as CsEncoding;

defineType("class", "System.Text.Encoding", {
  "static Encoding UTF8": encoding("utf8"),
  "static Encoding Default": encoding("utf8"),
  "static Encoding ASCII": encoding("ascii"),
  "static Encoding Unicode": encoding("utf16le"),
  "static Encoding BigEndianUnicode": encoding("utf16be"),
  "static Encoding UTF32": encoding("utf32le"),
  "static Encoding GetEncoding(string name)": (name: string | null) => {
    if (name === null) throw argumentNull("name");
    const found = names[name.toLowerCase()];
    if (found === undefined)
      throw fail("ArgumentException", `'${name}' is not a supported encoding name.\nParameter name: name`);
    return encoding(found)();
  },
  "static Encoding GetEncoding(int codepage)": (codePage: number) => {
    const found = codePages[codePage];
    if (found === undefined)
      throw fail("NotSupportedException", `No data is available for encoding ${codePage}.`);
    return encoding(found)();
  },
  "byte[] GetBytes(string s)"(self: CsEncoding, text: string | null) {
    if (text === null) throw argumentNull("s");
    this.allocate(text.length * 4);
    return bytesOf(encode(self.name, text));
  },
  "int GetByteCount(string s)": (self: CsEncoding, text: string) => encode(self.name, text).length,
  "string GetString(byte[] bytes)": (self: CsEncoding, bytes: CsArray | null) =>
    decode(self.name, bufferOf(bytes, "bytes")),
  "string GetString(byte[] bytes, int index, int count)": (
    self: CsEncoding,
    bytes: CsArray | null,
    index: number,
    count: number,
  ) => decode(self.name, bufferOf(bytes, "bytes").subarray(index, index + count)),
});
defineType("class", "System.Text.UTF8Encoding", { "new()": encoding("utf8") }, { bases: ["Encoding"] });
