import type { Headers } from "../../messages/headers";

export type ExistsAction = "override" | "skip" | "append" | "delete";

export const isExistsAction = (text: string): text is ExistsAction =>
  text === "override" || text === "skip" || text === "append" || text === "delete";

/** Headers whose values may hold commas of their own. Source: set-header, usage notes. */
const keptApart = new Set([
  "user-agent",
  "www-authenticate",
  "proxy-authenticate",
  "cookie",
  "set-cookie",
  "warning",
  "date",
  "expires",
  "if-modified-since",
  "if-unmodified-since",
  "last-modified",
  "retry-after",
]);

/** Headers that describe the connection: the gateway sets them itself. Source: set-header, limitations. */
const ofConnection = new Set(["connection", "content-length", "keep-alive", "transfer-encoding"]);

/** Whether set-header cannot do this. `Server` cannot be removed from a response. */
export function isProtected(name: string, action: ExistsAction, ofResponse: boolean): boolean {
  const key = name.toLowerCase();
  return ofConnection.has(key) || (ofResponse && action === "delete" && key === "server");
}

/** Sets values as set-header is told. `joined`: several values become one line, where the header allows that. */
export function changeHeader(
  headers: Headers,
  action: Exclude<ExistsAction, "delete">,
  name: string,
  values: readonly string[],
  joined: boolean,
): void {
  if (action === "skip" && headers.has(name)) return;
  const known = action === "append" ? headers.values(name) : undefined;
  const all = known === undefined ? values : [...known, ...values];
  if (all.length === 0) headers.delete(name);
  else if (all.length === 1) headers.set(name, all[0] as string);
  else headers.set(name, joined && !keptApart.has(name.toLowerCase()) ? all.join(",") : all);
}
