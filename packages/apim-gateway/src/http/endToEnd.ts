/**
 * Headers that belong to one connection and not to the message (RFC 9110 §7.6.1). `Proxy-…` are all taken as such, so
 * that no proxy's credentials travel on.
 *
 * @param name in lower case
 */
export function isOfConnection(name: string): boolean {
  switch (name) {
    case "connection":
    case "keep-alive":
    case "te":
    case "trailer":
    case "transfer-encoding":
    case "upgrade":
      return true;
    default:
      return name.startsWith("proxy-");
  }
}

/** Headers that a `Connection` header names, in lower case. `undefined`: none that has to be looked for. */
export function namedByConnection(value: string): string[] | undefined {
  // What nearly every message says names no header.
  if (value === "keep-alive" || value === "close") return undefined;
  const names = value
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    // Without these two a message would change its meaning or its length; they are never of a connection.
    .filter((name) => name !== "" && name !== "host" && name !== "content-length");
  return names.length === 0 ? undefined : names;
}

/**
 * The headers of a message without those of its connection.
 *
 * @param raw name, value, name, value…
 * @param length instead of every length that is told; `undefined`: as told; `null`: none
 */
export function endToEnd(raw: readonly string[], length?: number | null): string[] {
  const kept: string[] = [];
  let named: string[] | undefined;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] as string;
    if (mayBeDropped(name)) {
      const key = name.toLowerCase();
      if (key === "connection")
        named = [...(named ?? []), ...(namedByConnection(raw[i + 1] as string) ?? [])];
      if (isOfConnection(key) || (length !== undefined && key === "content-length")) continue;
    }
    kept.push(name, raw[i + 1] as string);
  }
  if (typeof length === "number") kept.push("Content-Length", String(length));
  return named === undefined || named.length === 0 ? kept : without(kept, named);
}

/** Spares most names the change of case. */
function mayBeDropped(name: string): boolean {
  switch (name.length) {
    case "te".length:
    case "trailer".length:
    case "connection".length:
    case "content-length".length:
    case "transfer-encoding".length:
      return true;
    default: {
      const first = name.charCodeAt(0);
      return first === 0x70 || first === 0x50;
    }
  }
}

function without(raw: readonly string[], names: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2)
    if (!names.includes((raw[i] as string).toLowerCase())) kept.push(raw[i] as string, raw[i + 1] as string);
  return kept;
}
