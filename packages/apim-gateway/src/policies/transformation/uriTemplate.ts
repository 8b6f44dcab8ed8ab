import { nameOf } from "./editQuery";
import { encodeForPath, encodeForQuery, encodeRest } from "./percentEncoding";

export interface UriParts {
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
}

/** Fills a template with parameters: the parts, encoded, or the name of a parameter that there is no value for. */
export type FillUri = (parameters: ReadonlyMap<string, string>) => UriParts | { readonly missing: string };

/**
 * A template with `{name}` in it: `/v2/{store}?city={city}`. Parameters that were given take precedence in their own
 * case, then in any. An asterisk in `{*rest}` says that the value may hold slashes; here every value may.
 */
export function parseUriTemplate(template: string): FillUri {
  const start = template.indexOf("?");
  const path = parsePart(start < 0 ? template : template.slice(0, start), encodeForPath);
  const query = parsePart(start < 0 ? "" : template.slice(start + 1), encodeForQuery);
  return (parameters) => {
    const missing = firstMissing(path, parameters) ?? firstMissing(query, parameters);
    if (missing !== undefined) return { missing };
    const filled = fill(path, parameters);
    return { path: filled.startsWith("/") ? filled : `/${filled}`, query: fill(query, parameters) };
  };
}

type Part = string | { readonly name: string; readonly encode: (value: string) => string };

function parsePart(text: string, encode: (value: string) => string): Part[] {
  const parts = text.split(/(\{[^{}]*\})/).map((part) => {
    if (!part.startsWith("{") || !part.endsWith("}")) return encodeRest(part);
    return { name: part.slice(1, -1).replace(/^\*|\*$/g, ""), encode };
  });
  return parts.filter((part) => part !== "");
}

const parameterOf = (name: string, parameters: ReadonlyMap<string, string>): string | undefined =>
  parameters.get(name) ?? inAnyCase(name, parameters);

function firstMissing(parts: readonly Part[], parameters: ReadonlyMap<string, string>): string | undefined {
  for (const part of parts)
    if (typeof part === "object" && parameterOf(part.name, parameters) === undefined) return part.name;
  return undefined;
}

function fill(parts: readonly Part[], parameters: ReadonlyMap<string, string>): string {
  let filled = "";
  for (const part of parts)
    filled += typeof part === "string" ? part : part.encode(parameterOf(part.name, parameters) ?? "");
  return filled;
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
  if (ofTemplate === "" && matched.size === 0 && !hasEmptyPair(ofCaller)) return ofCaller;
  const pairs = ofTemplate === "" ? [] : ofTemplate.split("&");
  const set = new Set(duplicates ? [] : pairs.map((pair) => nameOf(pair).toLowerCase()));
  const added = ofCaller.split("&").filter((pair) => {
    const name = nameOf(pair).toLowerCase();
    return pair !== "" && !matched.has(name) && !set.has(name);
  });
  return [...pairs, ...added].join("&");
}

/** Whether something in it is left out: `a=1&&b=2`. */
const hasEmptyPair = (query: string): boolean =>
  query.startsWith("&") || query.endsWith("&") || query.includes("&&");
