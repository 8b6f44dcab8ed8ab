import { field, object, type PlacedFields, required } from "./objectShape";
import { anything, either, isMapping, isScalar, mapped, named, text, word, type YamlShape } from "./shape";

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

export const bodyText = either<string | { readonly contains: string }>(
  "a text, or `contains: …`",
  { when: isScalar, shape: text() },
  {
    when: isMapping,
    shape: mapped(
      object({ contains: required(text(), "A part of it.") }, { what: "a part of a text" }),
      ({ contains = "" }) => ({ contains }),
    ),
  },
);

/** A header's value, or `null` for one that must not be there. */
const headerValue: YamlShape<string | { readonly absent: true }> = {
  expects: "a text, or `null` for a header that must not be there",
  schema: { type: ["string", "number", "boolean", "null"] },
  read: (node, report) =>
    node.kind === "scalar" && node.value === null ? { absent: true } : text().read(node, report),
};

export const expectedHeaders = named(headerValue, "a mapping of headers");

const callFields = {
  method: field(word(...methods), "Method of the call."),
  path: field(text("a path"), "Path and query of the call."),
  headers: field(expectedHeaders, "Headers of the call: those that are named; `null`: not there."),
  body: field(word("as sent", "empty"), "The body: the caller's, byte for byte, or none."),
  json: field(anything, "Body in JSON: what is named must match."),
  text: field(bodyText, "Body as it is."),
};

/** What is known of a call, or wanted of it. */
export type CallParts = PlacedFields<typeof callFields>;

export const oneCall: YamlShape<CallParts> = object(callFields, { what: "a call" });
