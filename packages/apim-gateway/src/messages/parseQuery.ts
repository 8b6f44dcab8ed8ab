/** Parameters of a query by name, decoded as forms are: `%20` and `+` are blanks. @param query without `?` */
export function parseQuery(query: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  if (query === "") return found;
  // Most queries have nothing to decode, and then their pairs are what is between the ampersands.
  const pairs =
    query.includes("%") || query.includes("+") || query.startsWith("?")
      ? new URLSearchParams(query)
      : plainPairs(query);
  for (const [name, value] of pairs) {
    const values = found.get(name);
    if (values === undefined) found.set(name, [value]);
    else values.push(value);
  }
  return found;
}

function plainPairs(query: string): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const mark = pair.indexOf("=");
    pairs.push(mark < 0 ? [pair, ""] : [pair.slice(0, mark), pair.slice(mark + 1)]);
  }
  return pairs;
}
