import type { ChildrenRule, ValueRule } from "apim-gateway/check";

/** What API Management would take and this fleet does not: keys in policies, expressions inside words. */
export const houseRules: readonly ValueRule[] = [
  ({ text, element, attribute }) =>
    looksSecret(text)
      ? [
          {
            rule: "secret",
            message: `${place(element, attribute)} looks like a key or a secret; policies hold none.`,
          },
        ]
      : [],
  ({ kind, element, attribute }) =>
    kind === "mixed"
      ? [
          {
            rule: "expression-not-whole",
            message: `${place(element, attribute)} has an expression inside text; it must be the whole value.`,
          },
        ]
      : [],
  ({ kind, element, attribute, text }) =>
    kind === "expression" && attribute !== undefined && hasLineComment(text)
      ? [
          {
            rule: "comment-in-attribute",
            message: `${place(element, attribute)} has a comment to the end of its line; XML joins the lines of an attribute, and the comment swallows what follows.`,
          },
        ]
      : [],
  ({ element, attribute, text }) =>
    element === "cache-store-value" && attribute === "duration" && Number(text) === 0
      ? [{ rule: "kept-for-nothing", message: `${place(element, attribute)} is 0 s; nothing would be kept.` }]
      : [],
];

/** Azure keeps five dimensions of a metric and loses the others without a word. */
export const fiveDimensions: ChildrenRule = (element, children) => {
  const dimensions = children.filter((name) => name === "dimension").length;
  return dimensions > 5
    ? [
        {
          rule: "dimensions-lost",
          message: `'${element}' has ${dimensions} dimensions; five reach the metric.`,
        },
      ]
    : [];
};

/** Whether C# has a comment that ends with its line; what looks like one in a string is none. What never closes is passed over whole. */
const hasLineComment = (code: string): boolean =>
  [
    ...code.matchAll(
      /@"[^"]*"?|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|(\/\/)/gs,
    ),
  ].some(([, found]) => found !== undefined);

/** The routes of a fleet are JSON in variables: the backends that they name exist. */
export const backendsOfRoutes =
  (known: ReadonlySet<string>): ValueRule =>
  ({ element, attribute, text }) =>
    element !== "set-variable" || attribute !== "value"
      ? []
      : backendsIn(text)
          .filter((id) => !known.has(id))
          .map((id) => ({ rule: "unknown-backend", message: `There is no backend '${id}'.` }));

const place = (element: string, attribute: string | undefined): string =>
  attribute === undefined ? `The text of '${element}'` : `'${attribute}' of '${element}'`;

/** The ids that a JSON literal names as `backend`, at any depth. */
function backendsIn(value: string): string[] {
  if (!/^[[{]/.test(value)) return [];
  const found: string[] = [];
  try {
    JSON.parse(value, (key, item: unknown) => {
      if (key === "backend" && typeof item === "string") found.push(item);
      return item;
    });
  } catch {
    // Not JSON: some other literal.
  }
  return found;
}

/** Forty characters of base64 or more, a digit and a capital among them. */
function holdsLongKey(value: string): boolean {
  return [...value.matchAll(/[A-Za-z0-9+/]{40,}/g)].some(({ 0: run, index }) => {
    // Part of a path or of a name; a `+` may begin a key all the same.
    const inName = /[\w./-]/.test(value[index - 1] ?? "");
    const key = inName ? run.slice(run.indexOf("+") + 1 || run.length) : run;
    const ends = /[+/]/.test(key.slice(40)) || !/[_-]/.test(value[index + run.length] ?? "");
    return key.length >= 40 && /\d/.test(key) && /[A-Z]/.test(key) && ends;
  });
}

/** Forms that keys have: 32 hexadecimal digits, long base64, connection strings, keys of model vendors. */
function looksSecret(value: string): boolean {
  return (
    /(?<![\w-])[0-9a-fA-F]{32,}(?![\w-])/.test(value) ||
    holdsLongKey(value) ||
    /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|client_secret|Password)\s*=/i.test(value) ||
    /\bsk-[A-Za-z0-9]{16,}/.test(value)
  );
}
