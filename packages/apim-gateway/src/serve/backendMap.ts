/** Origins of backends, and where they are reached instead: `https://a.openai.azure.com` → `http://127.0.0.1:9001`. */
export type BackendMap = ReadonlyMap<string, string>;

/**
 * Reads `{ "https://…": "http://…" }`. A key may be `*`: every backend that no other key names.
 *
 * @returns what is wrong, one line each
 */
export function readBackendMap(text: string): {
  readonly map: BackendMap;
  readonly faults: readonly string[];
} {
  const map = new Map<string, string>();
  const faults: string[] = [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return { map, faults: [`It is not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    return { map, faults: ['It is not an object of origins: { "https://…": "http://…" }.'] };
  for (const [from, to] of Object.entries(parsed)) {
    const origin = from === "*" ? "*" : originOf(from);
    const target = typeof to === "string" ? originOf(to) : undefined;
    if (origin === undefined)
      faults.push(`\`${from}\` is not an origin such as https://name.openai.azure.com.`);
    else if (target === undefined)
      faults.push(
        `The target of \`${from}\` is ${JSON.stringify(to)}; it must be an origin such as http://127.0.0.1:9001.`,
      );
    else map.set(origin, target);
  }
  return { map, faults };
}

/** Where an origin is reached; `undefined`: where it says. */
export const resolveIn =
  (map: BackendMap) =>
  (origin: string): string | undefined =>
    map.get(origin) ?? map.get("*");

function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, origin, pathname, search } = new URL(text);
  const bare = (protocol === "http:" || protocol === "https:") && pathname === "/" && search === "";
  return bare ? origin : undefined;
}
