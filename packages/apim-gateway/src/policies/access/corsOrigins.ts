/** `*`, or origins as a browser writes them: scheme, host and port, the port left out where it is the scheme's own. */
export type Origins = "*" | ReadonlySet<string>;

/** An origin as a browser sends it; `undefined` for what is none. */
export function readOrigin(text: string): string | undefined {
  const found = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/i.exec(text.trim());
  if (found === null) return undefined;
  try {
    const { origin } = new URL(found[0]);
    // Schemes that the URL standard does not know have no origin of their own.
    return origin === "null" ? found[0].toLowerCase() : origin;
  } catch {
    return undefined;
  }
}

/** @param texts of the `origin` elements */
export function readOrigins(texts: readonly string[]): Origins {
  if (texts.includes("*")) return "*";
  return new Set(texts.flatMap((text) => readOrigin(text) ?? []));
}

export function isAllowed(origins: Origins, origin: string): boolean {
  if (origins === "*") return true;
  const found = readOrigin(origin);
  return found !== undefined && origins.has(found);
}
