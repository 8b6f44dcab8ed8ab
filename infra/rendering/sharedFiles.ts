/** Where a file stands that all stacks have alike; no environment can have this name. */
export const SHARED = "_shared";

export type Files = ReadonlyMap<string, string>;

/**
 * Parts the files of several stacks, so that what is equal in all of them is approved once. Of a single stack nothing is
 * shared.
 *
 * @param stacks by environment; files by path
 * @returns folders by name: {@link SHARED}, and one for each environment
 */
export function shareFiles(stacks: ReadonlyMap<string, Files>): ReadonlyMap<string, Files> {
  const [first, ...others] = [...stacks.values()];
  const shared = new Map(
    others.length === 0 || first === undefined
      ? []
      : [...first].filter(([path, text]) => others.every((files) => files.get(path) === text)),
  );
  const own = [...stacks].map(
    ([environment, files]) =>
      [environment, new Map([...files].filter(([path]) => !shared.has(path)))] as const,
  );
  return new Map([[SHARED, shared] as const, ...own]);
}
