import { arrayOfValues } from "../runtime/collections";
import { argumentNull, type CsEnum, type CsObject, fail, type Value } from "../runtime/value";
import { defineEnum, defineType } from "../types/table";
import { equal } from "./core";
import { tried } from "./tryParse";

defineEnum("System.UriPartial", ["Scheme", "Authority", "Path", "Query"]);
defineEnum("System.UriKind", ["RelativeOrAbsolute", "Absolute", "Relative"]);

class CsUri implements CsObject {
  readonly csType = "Uri";
  constructor(readonly url: URL) {}
  /** Readable: escapes of letters are undone. */
  csText(): string {
    return readable(this.url.href);
  }
  csKey(): string {
    return this.url.href;
  }
}

const readable = (text: string) => {
  try {
    // What has a meaning in a URI stays escaped.
    return decodeURI(text);
  } catch {
    return text;
  }
};

/** @throws UriFormatException */
export function uri(text: string | null, base?: URL): CsUri {
  if (text === null) throw argumentNull("uriString");
  try {
    return new CsUri(new URL(text, base));
  } catch {
    throw fail("UriFormatException", "Invalid URI: The format of the URI could not be determined.");
  }
}

/** Halves of surrogate pairs become U+FFFD, as where UTF-8 is made of them. */
export const wellFormed = (text: string) => Buffer.from(text, "utf8").toString("utf8");

const percent = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

export function escapeData(text: string | null): string {
  if (text === null) throw argumentNull("stringToEscape");
  return encodeURIComponent(wellFormed(text)).replace(/[!'()*]/g, percent);
}

/** Escapes that are none, or that give no text, stay as they are. */
function unescapeData(text: string | null): string {
  if (text === null) throw argumentNull("stringToUnescape");
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

const defaultPorts: Readonly<Record<string, number>> = {
  "http:": 80,
  "https:": 443,
  "ftp:": 21,
  "ws:": 80,
  "wss:": 443,
};
const portOf = ({ url }: CsUri) => (url.port === "" ? (defaultPorts[url.protocol] ?? -1) : Number(url.port));

function leftPart({ url }: CsUri, { value }: CsEnum): string {
  const scheme = `${url.protocol}//`;
  if (value === 0) return scheme;
  const authority = scheme + (url.username === "" ? "" : `${url.username}@`) + url.host;
  return value === 1 ? authority : authority + url.pathname + (value === 3 ? url.search : "");
}

defineType("class", "System.Uri", {
  "new(string uriString)": (text: string | null) => uri(text),
  "new(Uri baseUri, string relativeUri)": (base: CsUri, text: string | null) => uri(text, base.url),
  "static bool TryCreate(string uriString, UriKind uriKind, out Uri result)": (
    text: string | null,
    kind: CsEnum,
  ) => {
    if (kind.value !== 1)
      throw fail("NotSupportedException", "Relative URIs are not supported by this gateway.");
    return tried(() => uri(text), null);
  },
  "static bool IsWellFormedUriString(string uriString, UriKind uriKind)": (text: string | null) =>
    text !== null && URL.canParse(text) && !/\s/.test(text),
  "static string UriSchemeHttp": "http",
  "static string UriSchemeHttps": "https",
  "static string EscapeDataString(string s)": escapeData,
  "static string EscapeUriString(string s)": (text: string | null) => {
    if (text === null) throw argumentNull("stringToEscape");
    return encodeURI(wellFormed(text)).replace(/%5B/g, "[").replace(/%5D/g, "]");
  },
  "static string UnescapeDataString(string s)": unescapeData,
  "string Host": (self: CsUri) => self.url.hostname,
  "string Authority": (self: CsUri) => self.url.host,
  "string AbsolutePath": (self: CsUri) => self.url.pathname,
  "string LocalPath": (self: CsUri) => unescapeData(self.url.pathname),
  "string AbsoluteUri": (self: CsUri) => self.url.href,
  "string OriginalString": (self: CsUri) => self.url.href,
  "string Query": (self: CsUri) => self.url.search,
  "string Fragment": (self: CsUri) => self.url.hash,
  "string Scheme": (self: CsUri) => self.url.protocol.slice(0, -1),
  "string UserInfo": (self: CsUri) =>
    self.url.password === "" ? self.url.username : `${self.url.username}:${self.url.password}`,
  "string PathAndQuery": (self: CsUri) => self.url.pathname + self.url.search,
  "string[] Segments": (self: CsUri) =>
    arrayOfValues("string", self.url.pathname.match(/[^/]*\/|[^/]+$/g) ?? ["/"]),
  "bool IsAbsoluteUri": () => true,
  "bool IsDefaultPort": (self: CsUri) => self.url.port === "",
  "int Port": portOf,
  "string GetLeftPart(UriPartial part)": leftPart,
  "static bool operator ==(Uri a, Uri b)": equal,
  "static bool operator !=(Uri a, Uri b)": (a: Value, b: Value) => !equal(a, b),
});
