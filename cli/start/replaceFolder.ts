import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { removeWhole, writeWhole } from "../../local/azure/worldFiles";

/**
 * Makes a folder hold what another one holds, file by file: who reads it meanwhile finds each file whole.
 *
 * @returns whether anything differed
 */
export function replaceFolder(folder: string, by: string): boolean {
  let differed = false;
  const wanted = new Set(filesOf(by));
  for (const file of wanted) {
    const from = join(by, file);
    const text = readFileSync(from, "utf8");
    if (textOf(join(folder, file)) === text) continue;
    writeWhole(join(folder, file), text, statSync(from).mode & 0o777);
    differed = true;
  }
  for (const file of filesOf(folder)) {
    if (wanted.has(file)) continue;
    removeWhole(join(folder, file), folder);
    differed = true;
  }
  return differed;
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
