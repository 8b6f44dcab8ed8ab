import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { RenderedPolicies } from "./policies";

/** How every generated document starts; a file without it is somebody else's. */
const MARK = "<!-- Generated from ";

/** The documents as files: path below the folder, with `/`, and content; in a stable order. */
export function policyFiles(policies: RenderedPolicies): ReadonlyMap<string, string> {
  const files = [
    ...policies.apis.map(({ surface, xml }) => [`apis/${surface}.xml`, xml] as const),
    ...policies.fragments.map(({ id, xml }) => [`fragments/${id}.xml`, xml] as const),
  ];
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What differs between a folder and what belongs there. */
export interface FolderDifference {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Generated files that nothing generates any more. */
  readonly stale: readonly string[];
  /** Files that were not generated. */
  readonly foreign: readonly string[];
}

export function compareFolder(folder: string, files: ReadonlyMap<string, string>): FolderDifference {
  const found = new Map(filesBelow(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]));
  const foreign = [...found].filter(([, text]) => !text.startsWith(MARK)).map(([file]) => file);
  return {
    missing: [...files.keys()].filter((file) => !found.has(file)),
    changed: [...files]
      .filter(([file, text]) => found.has(file) && found.get(file) !== text)
      .map(([file]) => file),
    stale: [...found.keys()].filter((file) => !files.has(file) && !foreign.includes(file)),
    foreign,
  };
}

/**
 * Makes the folder hold these files: writes what is missing or differs, removes generated files that are stale.
 * Nothing is touched when the folder holds anything that was not generated.
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>): FolderDifference {
  const difference = compareFolder(folder, files);
  if (difference.foreign.length > 0) return difference;
  for (const file of [...difference.missing, ...difference.changed]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), files.get(file) as string);
  }
  for (const file of difference.stale) rmSync(join(folder, file));
  return difference;
}

/** Relative paths of all files at any depth, with `/`, sorted; none when the folder does not exist. */
function filesBelow(folder: string, root = folder): string[] {
  let entries: import("node:fs").Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return entries
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesBelow(join(folder, entry.name), root)
        : [relative(root, join(folder, entry.name)).split("\\").join("/")],
    )
    .sort();
}
