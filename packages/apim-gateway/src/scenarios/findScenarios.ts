import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Ends of the names of scenarios. */
const ENDING = /\.scenario\.ya?ml$/i;
const DEEPEST = 40;

/**
 * Scenarios of a folder and the folders in it, in alphabetical order, as paths from where the folder counts. A file is
 * itself. Folders whose names start with a dot, and `node_modules`, are left out, and links are not followed.
 *
 * @throws Error of the file system where the folder cannot be read
 */
export function findScenarios(folder: string): readonly string[] {
  if (statSync(folder).isFile()) return [folder];
  const found: string[] = [];
  const visit = (path: string, depth: number): void => {
    const entries = readdirSync(path, { withFileTypes: true });
    for (const entry of entries.sort((a: Dirent, b: Dirent) => (a.name < b.name ? -1 : 1))) {
      const { name } = entry;
      if (name.startsWith(".") || name === "node_modules") continue;
      if (entry.isFile() && ENDING.test(name)) found.push(join(path, name));
      else if (entry.isDirectory() && depth < DEEPEST) visit(join(path, name), depth + 1);
    }
  };
  visit(folder, 0);
  return found;
}
