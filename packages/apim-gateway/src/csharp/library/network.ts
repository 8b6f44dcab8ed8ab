import { isIP } from "node:net";
import { decodeHtml, encodeHtml } from "../runtime/htmlEntities";
import { argumentNull, type CsObject, fail } from "../runtime/value";
import { defineType } from "../types/table";
import { bytesOf } from "./core";
import { tried } from "./tryParse";
import { wellFormed } from "./uri";

/** Bytes that are no UTF-8 become U+FFFD. */
const urlDecoded = (text: string) =>
  text
    .replace(/\+/g, " ")
    .replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replace(/%/g, ""), "hex").toString("utf8"));

defineType("static", "System.Net.WebUtility", {
  "static string UrlEncode(string value)": (text: string | null) =>
    text === null
      ? null
      : encodeURIComponent(wellFormed(text))
          .replace(/%20/g, "+")
          .replace(/['~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`),
  "static string UrlDecode(string value)": (text: string | null) => (text === null ? null : urlDecoded(text)),
  "static string HtmlEncode(string value)": (text: string | null) =>
    text === null ? null : encodeHtml(text),
  "static string HtmlDecode(string value)": (text: string | null) =>
    text === null ? null : decodeHtml(text),
});

/** An address, written as `URL` writes it: the shortest form. */
class CsIpAddress implements CsObject {
  readonly csType = "IPAddress";
  constructor(readonly text: string) {}
  csText(): string {
    return this.text;
  }
  csKey(): string {
    return this.text;
  }
}

function parseAddress(text: string | null): CsIpAddress {
  if (text === null) throw argumentNull("ipString");
  const bare = text.trim().replace(/^\[(.*)\](?::\d+)?$/, "$1");
  const kind = isIP(bare);
  if (kind === 0) throw fail("FormatException", "An invalid IP address was specified.");
  return new CsIpAddress(
    kind === 4 ? bare : new URL(`http://[${bare.replace(/%.*/, "")}]`).hostname.slice(1, -1),
  );
}

function addressBytes({ text }: CsIpAddress): Buffer {
  if (isIP(text) === 4) return Buffer.from(text.split(".").map(Number));
  const [head = "", tail] = text.split("::");
  const words = (part: string) => (part === "" ? [] : part.split(":"));
  const missing = tail === undefined ? 0 : 8 - words(head).length - words(tail).length;
  const all = [...words(head), ...Array<string>(missing).fill("0"), ...words(tail ?? "")];
  return Buffer.from(all.map((word) => word.padStart(4, "0")).join(""), "hex");
}

defineType("class", "System.Net.IPAddress", {
  "static IPAddress Loopback": () => new CsIpAddress("127.0.0.1"),
  "static IPAddress Any": () => new CsIpAddress("0.0.0.0"),
  "static IPAddress Parse(string ipString)": parseAddress,
  "static bool TryParse(string ipString, out IPAddress address)": (text: string | null) =>
    tried(() => parseAddress(text), null),
  "static bool IsLoopback(IPAddress address)": (address: CsIpAddress) =>
    address.text === "::1" || address.text.startsWith("127."),
  "byte[] GetAddressBytes()": (self: CsIpAddress) => bytesOf(addressBytes(self)),
});
