import type { ExistsAction } from "./changeHeader";
import { decodeFromQuery, encodeForQuery } from "./percentEncoding";

/**
 * A query with one parameter changed. Everything else stays as it is on the wire.
 *
 * @param query without `?`
 */
export function editQuery(
  query: string,
  action: ExistsAction,
  name: string,
  values: readonly string[],
  ignoreCase: boolean,
): string {
  if ((action === "delete" || action === "skip") && !mayHave(query, name))
    return action === "delete" ? query : editQuery(query, "append", name, values, ignoreCase);
  const pairs = query === "" ? [] : query.split("&");
  const wanted = ignoreCase ? name.toLowerCase() : name;
  const isWanted = (pair: string): boolean => {
    const found = nameOf(pair);
    return (ignoreCase ? found.toLowerCase() : found) === wanted;
  };
  if (action === "skip" && pairs.some(isWanted)) return query;
  const kept = action === "append" ? pairs : pairs.filter((pair) => !isWanted(pair));
  if (action === "delete") return kept.join("&");
  const encoded = encodeForQuery(name);
  return [...kept, ...values.map((value) => `${encoded}=${encodeForQuery(value)}`)].join("&");
}

/** `false` only where no parameter has the name, at a glance: every name in the query is of another length. */
function mayHave(query: string, name: string): boolean {
  if (query.includes("%") || name.toLowerCase().length !== name.length) return true;
  for (let at = 0; at <= query.length; ) {
    const next = query.indexOf("&", at);
    const end = next < 0 ? query.length : next;
    const equals = query.indexOf("=", at);
    if ((equals < 0 || equals > end ? end : equals) - at === name.length) return true;
    at = end + 1;
  }
  return false;
}

/** Decoded name of a pair `name=value` or `name`. */
export function nameOf(pair: string): string {
  const end = pair.indexOf("=");
  return decodeFromQuery(end < 0 ? pair : pair.slice(0, end));
}
