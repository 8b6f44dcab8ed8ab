/**
 * A table of origins and the origins to connect to instead, as `resolve` of the transport.
 *
 * @example backendAddresses({ "https://oai-x.openai.azure.com": "http://127.0.0.1:9001" })
 * @throws Error that lists every entry that is no pair of origins
 */
export function backendAddresses(
  table: Readonly<Record<string, string>>,
): (origin: string) => string | undefined {
  const wrong: string[] = [];
  const addresses = new Map<string, string>();
  for (const [origin, address] of Object.entries(table)) {
    const [from, to] = [originOf(origin), originOf(address)];
    if (from === undefined || to === undefined) wrong.push(`${origin}: ${address}`);
    else addresses.set(from, to);
  }
  if (wrong.length > 0)
    throw new Error(
      `Not from \`https://host\` to \`http://host:port\`, without a path:\n- ${wrong.join("\n- ")}`,
    );
  return (origin) => addresses.get(origin) ?? addresses.get(originOf(origin) ?? "");
}

/** As URLs spell it: small letters, without the usual port. */
function originOf(text: string): string | undefined {
  if (typeof text !== "string" || !URL.canParse(text)) return undefined;
  const { origin, protocol, pathname, search, hash } = new URL(text);
  const bare = pathname === "/" && search === "" && hash === "";
  return bare && (protocol === "http:" || protocol === "https:") ? origin : undefined;
}
