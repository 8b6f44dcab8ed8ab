/** Parameters of a query by name, decoded as forms are: `%20` and `+` are blanks. @param query without `?` */
export function parseQuery(query: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  if (query === "") return found;
  // Most queries have nothing to decode, and then their pairs are what is between the ampersands.
  if (query.includes("%") || query.includes("+") || query.startsWith("?"))
    for (const [name, value] of new URLSearchParams(query)) add(found, name, value);
  else addPlain(found, query);
  return found;
}

function add(found: Map<string, string[]>, name: string, value: string): void {
  const values = found.get(name);
  if (values === undefined) found.set(name, [value]);
  else values.push(value);
}

function addPlain(found: Map<string, string[]>, query: string): void {
  for (let from = 0; from < query.length; ) {
    const next = query.indexOf("&", from);
    const end = next < 0 ? query.length : next;
    const mark = query.indexOf("=", from);
    if (mark >= 0 && mark < end) add(found, query.slice(from, mark), query.slice(mark + 1, end));
    else if (end > from) add(found, query.slice(from, end), "");
    from = end + 1;
  }
}
