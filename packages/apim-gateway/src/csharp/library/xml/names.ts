import { argumentNull, type Value } from "../../runtime/value";
import { CsXName, CsXNamespace, makeName, parseName, xmlnsUri, xmlUri } from "../../runtime/xml/names";
import { defineType } from "../../types/table";
import { equal } from "../core";

const differ = (a: Value, b: Value) => !equal(a, b);
const named = (text: string | null) => {
  if (text === null) throw argumentNull("expandedName");
  return parseName(text);
};

defineType("class", "System.Xml.Linq.XName", {
  "implicit XName(string expandedName)": (text: string | null) => (text === null ? null : parseName(text)),
  "static XName Get(string expandedName)": named,
  "static XName Get(string localName, string namespaceName)": makeName,
  "string LocalName": (self: CsXName) => self.local,
  "string NamespaceName": (self: CsXName) => self.uri,
  "XNamespace Namespace": (self: CsXName) => new CsXNamespace(self.uri),
  "static bool operator ==(XName left, XName right)": equal,
  "static bool operator !=(XName left, XName right)": differ,
});
defineType("class", "System.Xml.Linq.XNamespace", {
  "implicit XNamespace(string namespaceName)": (text: string | null) =>
    text === null ? null : new CsXNamespace(text),
  "static XNamespace Get(string namespaceName)": (text: string) => new CsXNamespace(text),
  "static XNamespace None": () => new CsXNamespace(""),
  "static XNamespace Xml": () => new CsXNamespace(xmlUri),
  "static XNamespace Xmlns": () => new CsXNamespace(xmlnsUri),
  "static XName operator +(XNamespace ns, string localName)": (ns: CsXNamespace, local: string | null) => {
    if (local === null) throw argumentNull("localName");
    return makeName(local, ns.uri);
  },
  "XName GetName(string localName)": (self: CsXNamespace, local: string) => new CsXName(local, self.uri),
  "string NamespaceName": (self: CsXNamespace) => self.uri,
  "static bool operator ==(XNamespace left, XNamespace right)": equal,
  "static bool operator !=(XNamespace left, XNamespace right)": differ,
});
