/**
 * Which of `ids` a policy names. A policy must be created after everything that it names and deleted before it, and with
 * hundreds of backends only the ones really named may become dependencies: a product of both would be quadratic.
 *
 * Ids are compared as whole words of letters, digits and hyphens, so `gpt-5-4` is not found in `gpt-5-4-mini`.
 */
export function mentions(xml: string, ids: { has(id: string): boolean }): readonly string[] {
  const found = new Set<string>();
  for (const [word] of xml.matchAll(/[A-Za-z0-9-]+/g)) if (ids.has(word)) found.add(word);
  return [...found].sort();
}
