import { createHash, createHmac } from "node:crypto";
import type { CsArray } from "../runtime/collections";
import type { Machine } from "../runtime/machine";
import { argumentNull, type CsByte, CsDouble, type CsObject, fail, type Value } from "../runtime/value";
import { defineType, type Rows } from "../types/table";
import { bytesOf, equal } from "./core";
import { tried } from "./tried";

/** A GUID in its usual spelling. */
export class CsGuid implements CsObject {
  readonly csType = "Guid";
  constructor(readonly text: string) {}
  csText() {
    return this.text;
  }
  csKey() {
    return this.text;
  }
}
const guidOf = (text: string): CsGuid => {
  const found =
    /^[{(]?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})[)}]?$/i.exec(
      text.trim(),
    );
  if (found === null)
    throw fail(
      "FormatException",
      "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).",
    );
  return new CsGuid(found.slice(1).join("-").toLowerCase());
};
const emptyGuid = "00000000-0000-0000-0000-000000000000";
defineType("struct", "System.Guid", {
  "static Guid Default": () => new CsGuid(emptyGuid),
  "static Guid Empty": () => new CsGuid(emptyGuid),
  "new(string g)": guidOf,
  "static Guid Parse(string input)": guidOf,
  "static bool TryParse(string input, out Guid result)": (text: string) =>
    tried(() => guidOf(text), new CsGuid(emptyGuid)),
  "static Guid NewGuid()"() {
    const hex = Array.from({ length: 32 }, () =>
      Math.floor(this.surroundings.random() * 16).toString(16),
    ).join("");
    return guidOf(
      `${hex.slice(0, 12)}4${hex.slice(13, 16)}${"89ab"[Math.floor(this.surroundings.random() * 4)]}${hex.slice(17)}`,
    );
  },
  "string ToString(string format)": (self: CsGuid, format: string) =>
    format === "N"
      ? self.text.replaceAll("-", "")
      : format === "B"
        ? `{${self.text}}`
        : format === "P"
          ? `(${self.text})`
          : self.text,
  "static bool operator ==(Guid a, Guid b)": equal,
  "static bool operator !=(Guid a, Guid b)": (a: Value, b: Value) => !equal(a, b),
});
const between = (machine: Machine, low: number, high: number) => {
  if (high < low)
    throw fail(
      "ArgumentOutOfRangeException",
      "'minValue' cannot be greater than maxValue.\nParameter name: minValue",
    );
  return low + Math.floor(machine.surroundings.random() * (high - low));
};
defineType("class", "System.Random", {
  "new()": () => ({ csType: "Random" }),
  "new(int Seed)": () => ({ csType: "Random" }),
  "int Next()"(_: Value) {
    return between(this, 0, 2147483647);
  },
  "int Next(int maxValue)"(_: Value, high: number) {
    return between(this, 0, high);
  },
  "int Next(int minValue, int maxValue)"(_: Value, low: number, high: number) {
    return between(this, low, high);
  },
  "double NextDouble()"() {
    return new CsDouble(this.surroundings.random());
  },
});

const bufferOf = (array: CsArray) => Buffer.from((array.items as CsByte[]).map(({ value }) => value));
const encoding = (name: BufferEncoding) => () => ({ csType: "Encoding", name }) as CsObject;
type Named = { readonly name: BufferEncoding };
defineType("class", "System.Text.Encoding", {
  "static Encoding UTF8": encoding("utf8"),
  "static Encoding ASCII": encoding("ascii"),
  "static Encoding Unicode": encoding("utf16le"),
  "byte[] GetBytes(string s)"(self: Named, text: string) {
    this.allocate(text.length * 4);
    return bytesOf(Buffer.from(self.name === "ascii" ? text.replace(/[^\0-\x7f]/g, "?") : text, self.name));
  },
  "string GetString(byte[] bytes)": (self: Named, bytes: CsArray) => bufferOf(bytes).toString(self.name),
});
defineType("static", "System.BitConverter", {
  "static string ToString(byte[] value)": (bytes: CsArray) =>
    bufferOf(bytes)
      .toString("hex")
      .toUpperCase()
      .replace(/(..)(?=.)/g, "$1-"),
});
for (const [name, algorithm] of [
  ["MD5", "md5"],
  ["SHA1", "sha1"],
  ["SHA256", "sha256"],
  ["SHA384", "sha384"],
  ["SHA512", "sha512"],
] as const) {
  const rows: Rows = {
    "byte[] ComputeHash(byte[] buffer)": (_: Value, bytes: CsArray) =>
      bytesOf(createHash(algorithm).update(bufferOf(bytes)).digest()),
  };
  defineType("class", `System.Security.Cryptography.${name}`, {
    ...rows,
    [`static ${name} Create()`]: () => ({ csType: name }),
  });
  defineType(
    "class",
    `System.Security.Cryptography.${name}${name === "MD5" ? "CryptoServiceProvider" : "Managed"}`,
    { "new()": () => ({ csType: name }) },
    { bases: [name] },
  );
  defineType("class", `System.Security.Cryptography.HMAC${name}`, {
    "new(byte[] key)": (key: CsArray) => ({ csType: `HMAC${name}`, key: bufferOf(key) }) as CsObject,
    "byte[] ComputeHash(byte[] buffer)": (self: { key: Buffer }, bytes: CsArray) =>
      bytesOf(createHmac(algorithm, self.key).update(bufferOf(bytes)).digest()),
  });
}
/** Halves of surrogate pairs become U+FFFD, as where UTF-8 is made of them. */
const wellFormed = (text: string) => Buffer.from(text, "utf8").toString("utf8");
const escapeData = (text: string | null) => {
  if (text === null) throw argumentNull("stringToEscape");
  return encodeURIComponent(wellFormed(text)).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
};
const unescape_ = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
defineType("static", "System.Net.WebUtility", {
  "static string UrlEncode(string value)": (text: string) =>
    text === null
      ? null
      : encodeURIComponent(wellFormed(text))
          .replace(/%20/g, "+")
          .replace(/['~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`),
  "static string UrlDecode(string value)": (text: string | null) =>
    text === null ? null : unescape_(text.replace(/\+/g, " ")),
  "static string HtmlEncode(string value)": (text: string | null) =>
    text === null
      ? null
      : text.replace(
          /[&<>"']/g,
          (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[char] as string,
        ),
  "static string HtmlDecode(string value)": (text: string | null) =>
    text === null
      ? null
      : text.replace(
          /&(amp|lt|gt|quot|#39);/g,
          (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name] as string,
        ),
});
class CsUri implements CsObject {
  readonly csType = "Uri";
  constructor(readonly url: URL) {}
  csText() {
    return this.url.href;
  }
  csKey() {
    return this.url.href;
  }
}
const uri = (text: string) => {
  try {
    return new CsUri(new URL(text));
  } catch {
    throw fail("UriFormatException", "Invalid URI: The format of the URI could not be determined.");
  }
};
defineType("class", "System.Uri", {
  "new(string uriString)": uri,
  "static string EscapeDataString(string s)": escapeData,
  "static string UnescapeDataString(string s)": unescape_,
  "string Host": (self: CsUri) => self.url.hostname,
  "string AbsolutePath": (self: CsUri) => self.url.pathname,
  "string AbsoluteUri": (self: CsUri) => self.url.href,
  "string Query": (self: CsUri) => self.url.search,
  "string Scheme": (self: CsUri) => self.url.protocol.slice(0, -1),
  "string PathAndQuery": (self: CsUri) => self.url.pathname + self.url.search,
  "int Port": (self: CsUri) => Number(self.url.port || (self.url.protocol === "https:" ? 443 : 80)),
});
for (const count of [1, 2, 3, 4]) {
  const names = Array.from({ length: count }, (_, at) => `T${at + 1}`);
  const rows: Record<string, Rows[string]> = {
    [`new(${names.map((name, at) => `${name} item${at + 1}`).join(", ")})`]: (
      types: readonly { key: string }[],
      ...items: Value[]
    ) => ({ csType: "Tuple", csArgs: types.map(({ key }) => key), items }) as Value,
  };
  names.forEach((name, at) => {
    rows[`${name} Item${at + 1}`] = (self: CsArray) => self.items[at] as Value;
  });
  defineType("class", "System.Tuple", rows, { parameters: names });
}
