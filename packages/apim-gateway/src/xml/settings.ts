/** One behaviour of reading a policy that Microsoft does not document, or documents in two ways. */
export interface XmlSettingRow {
  readonly default: string;
  readonly values: readonly string[];
  readonly meaning: string;
  /** Why this default. */
  readonly source: string;
}

/** Where the service's behaviour is not known for sure, this table says what is assumed and what else may be true. */
export const xmlSettings = {
  attributeLineEnds: {
    default: "kept",
    values: ["kept", "spaces"],
    meaning: "line ends in an expression that is an attribute: as they are, or spaces as XML has it",
    source: "not documented; with spaces a `//` comment would swallow the rest of the expression",
  },
  embeddedExpressions: {
    default: "found",
    values: ["found", "text"],
    meaning: "an expression among other text of an element: a part of a mixed value, or only characters",
    source:
      "not documented; four public documents have one, and Microsoft's own sample of `trace` is among them",
  },
  namedValueCase: {
    default: "ignored",
    values: ["ignored", "exact"],
    meaning:
      "`{{name}}` whose letters are large or small otherwise than those of the named value: that value, with a warning; or none",
    source: "not documented; names of resources in Azure are compared without regard to case",
  },
  namedValueText: {
    default: "escaped",
    values: ["escaped", "raw"],
    meaning: "a named value goes in as text, or as markup that can close a quote or open an element",
    source: "not documented; a value with `&` would break documents that the service accepts",
  },
  childOrder: {
    default: "warning",
    values: ["warning", "error"],
    meaning: "children of a policy out of the documented order",
    source: "every page asks for its order; documents in another order are deployed",
  },
  otherScopes: {
    default: "warning",
    values: ["warning", "error"],
    meaning: "a policy in a scope that its page does not list, such as `quota` in an API",
    source:
      "the reference lists scopes; a document by itself does not tell its own, and the policy works alike",
  },
  sampleSections: {
    default: "warning",
    values: ["warning", "error"],
    meaning: "a policy in a section that only samples or Microsoft's policy toolkit use it in",
    source: "the reference and deployed samples disagree",
  },
} as const satisfies Readonly<Record<string, XmlSettingRow>>;

export type XmlSettings = {
  readonly [K in keyof typeof xmlSettings]: (typeof xmlSettings)[K]["values"][number];
};

/** Completes what was given with the defaults. */
export function completeXmlSettings(given: Partial<XmlSettings> = {}): XmlSettings {
  const defaults = Object.fromEntries(Object.entries(xmlSettings).map(([name, row]) => [name, row.default]));
  return { ...(defaults as unknown as XmlSettings), ...given };
}
