import { nameOf } from "./editQuery";
import { encodeForPath, encodeForQuery, encodeRest } from "./percentEncoding";

export interface UriParts {
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
}

/**
 * Fills `{name}` in a template: `/v2/{store}?city={city}`. Parameters that were given take precedence in their own
 * case, then in any. An asterisk in `{*rest}` says that the value may hold slashes; here every value may.
 *
 * @returns the parts, encoded; or the name of a parameter that there is no value for
 */
export function fillUriTemplate(
  template: string,
  parameters: ReadonlyMap<string, string>,
): UriParts | { readonly missing: string } {
  const start = template.indexOf("?");
  const path = fill(start < 0 ? template : template.slice(0, start), parameters, encodeForPath);
  const query = fill(start < 0 ? "" : template.slice(start + 1), parameters, encodeForQuery);
  if (typeof path === "object") return path;
  if (typeof query === "object") return query;
  return { path: path.startsWith("/") ? path : `/${path}`, query };
}

function fill(
  text: string,
  parameters: ReadonlyMap<string, string>,
  encode: (value: string) => string,
): string | { readonly missing: string } {
  let missing: string | undefined;
  const filled = text
    .split(/(\{[^{}]*\})/)
    .map((part) => {
      if (!part.startsWith("{") || !part.endsWith("}")) return encodeRest(part);
      const name = part.slice(1, -1).replace(/^\*|\*$/g, "");
      const value = parameters.get(name) ?? inAnyCase(name, parameters);
      if (value === undefined) missing ??= name;
      return encode(value ?? "");
    })
    .join("");
  return missing === undefined ? filled : { missing };
}

function inAnyCase(name: string, parameters: ReadonlyMap<string, string>): string | undefined {
  const wanted = name.toLowerCase();
  for (const [known, value] of parameters) if (known.toLowerCase() === wanted) return value;
  return undefined;
}

/** Names of the query parameters of an operation's template, in lower case. */
export function queryNamesOf(urlTemplate: string): ReadonlySet<string> {
  const start = urlTemplate.indexOf("?");
  if (start < 0) return new Set();
  return new Set(
    urlTemplate
      .slice(start + 1)
      .split("&")
      .map((pair) => nameOf(pair).toLowerCase()),
  );
}

/**
 * The query of a rewritten URL: the template's, then what the caller sent and the operation's template does not name.
 *
 * @param duplicates whether a parameter of the caller is added although the rewrite template sets it
 */
export function mergeQueries(
  ofTemplate: string,
  ofCaller: string,
  matched: ReadonlySet<string>,
  duplicates: boolean,
): string {
  const pairs = ofTemplate === "" ? [] : ofTemplate.split("&");
  const set = new Set(duplicates ? [] : pairs.map((pair) => nameOf(pair).toLowerCase()));
  const added = ofCaller.split("&").filter((pair) => {
    const name = nameOf(pair).toLowerCase();
    return pair !== "" && !matched.has(name) && !set.has(name);
  });
  return [...pairs, ...added].join("&");
}
