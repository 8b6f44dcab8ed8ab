import { type SettingRows, words } from "./row";

/** What is not documented, or not fully, about policies that change messages. */
export const transformationSettings = {
  severalHeaderValues: {
    default: "joined",
    values: words("joined", "separate"),
    meaning: "several values of a header in one line with commas, or in a line each",
    source: "set-header: joined, but for the headers that it lists; not said for those of HTTP/2",
  },
  protectedHeaders: {
    default: "ignored",
    values: words("ignored", "failure", "allowed"),
    meaning: "what becomes of set-header for a header that cannot be changed",
    source: "set-header lists such headers and does not say what an attempt does",
  },
  emptyHeaderValue: {
    default: "set",
    values: words("set", "left-out"),
    meaning: "a header's value that is empty: set as it is, or left out",
    source: "not documented",
  },
  queryParameterNames: {
    default: "ignore-case",
    values: words("ignore-case", "exact"),
    meaning: "whether set-query-parameter tells names in different case apart",
    source: "not documented; .NET's own collections of query parameters ignore case",
  },
  rewriteDuplicates: {
    default: "both",
    values: words("both", "template"),
    meaning: "a query parameter of the caller that the template of rewrite-uri sets too",
    source:
      "rewrite-uri: parameters that are not in the operation's template are added; not said for duplicates",
  },
  bodyWithoutBody: {
    default: "get-fails",
    values: words("get-fails", "fails", "allowed"),
    meaning: "set-body for a request that has no body: fails for GET and HEAD, for every method, or never",
    source: "set-body: an exception is thrown, for example in an inbound GET; POST is not spoken of",
  },
  compressedBodies: {
    default: "as-is",
    values: words("as-is", "decoded"),
    meaning:
      "a compressed body for find-and-replace, the conversions and Liquid: read as it is, or decompressed and sent plain",
    source: "not documented; the advice is to delete Accept-Encoding, as policies see compressed bytes",
  },
  convertedContentType: {
    default: "set",
    values: words("set", "kept"),
    meaning: "Content-Type after json-to-xml and xml-to-json: of the new form, or as it was",
    source: "not documented",
  },
  xmlComments: {
    default: "kept",
    values: words("kept", "dropped"),
    meaning:
      "comments in XML: they stand in the result of xml-to-json, which is not JSON then, or are left out",
    source: "seen on the service: an issue of Microsoft's course AZ-204 complains about them",
  },
  javascriptFriendly: {
    default: "plain",
    values: words("plain", "refused"),
    meaning:
      "xml-to-json of the kind javascript-friendly: attributes without `@`, names without prefix, no namespaces; or an error",
    source: "not documented beyond its name",
  },
  absentResponse: {
    default: "failure",
    values: words("failure", "ignored"),
    meaning: "a policy that changes the response where there is none yet",
    source: "not documented",
  },
} as const satisfies SettingRows;
