import { type SettingRows, type ValuesOf, words } from "./row";

/** Where the service's behaviour is not known for sure, this table says what is assumed and what else may be true. */
export const xmlSettings = {
  attributeLineEnds: {
    default: "kept",
    values: words("kept", "spaces"),
    meaning: "line ends in an expression that is an attribute: as they are, or spaces as XML has it",
    source: "not documented; with spaces a `//` comment would swallow the rest of the expression",
  },
  embeddedExpressions: {
    default: "found",
    values: words("found", "text"),
    meaning: "an expression among other text of an element: a part of a mixed value, or only characters",
    source:
      "not documented; four public documents have one, and Microsoft's own sample of `trace` is among them",
  },
  namedValueCase: {
    default: "ignored",
    values: words("ignored", "exact"),
    meaning:
      "`{{name}}` whose letters are large or small otherwise than those of the named value: that value, with a warning; or none",
    source: "not documented; names of resources in Azure are compared without regard to case",
  },
  namedValueText: {
    default: "escaped",
    values: words("escaped", "raw"),
    meaning: "a named value goes in as text, or as markup that can close a quote or open an element",
    source: "not documented; a value with `&` would break documents that the service accepts",
  },
  childOrder: {
    default: "warning",
    values: words("warning", "error"),
    meaning: "children of a policy out of the documented order",
    source: "every page asks for its order; documents in another order are deployed",
  },
  otherScopes: {
    default: "warning",
    values: words("warning", "error"),
    meaning: "a policy in a scope that its page does not list, such as `quota` in an API",
    source:
      "the reference lists scopes; a document by itself does not tell its own, and the policy works alike",
  },
  sampleSections: {
    default: "warning",
    values: words("warning", "error"),
    meaning: "a policy in a section that only samples or Microsoft's policy toolkit use it in",
    source: "the reference and deployed samples disagree",
  },
} as const satisfies SettingRows;

export type XmlSettings = ValuesOf<typeof xmlSettings>;
