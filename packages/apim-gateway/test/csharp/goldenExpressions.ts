import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const decode = (text: string) =>
  text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, "&");

/** Every expression of the rendered policies, by their generator's own convention: attributes in `'`, whole values. */
export function goldenExpressions(): string[] {
  const folder = join(__dirname, "../fixtures/fleet");
  const found = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!entry.endsWith(".xml")) continue;
    const xml = readFileSync(join(folder, entry), "utf8").replace(/<!--[\s\S]*?-->/g, "");
    for (const [, attribute, text] of xml.matchAll(/='(@[({][^']*)'|>\s*(@[({][\s\S]*?)<\//g))
      found.add(decode((attribute ?? text) as string).trim());
  }
  return [...found];
}
