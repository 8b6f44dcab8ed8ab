import * as fs from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Removes what a killed CLI has half-written into a backend that is a folder. The states themselves are replaced by a
 * rename and are always whole, but the small `.attrs` file beside each is written in place; an empty one makes the CLI
 * say `failed to load checkpoint: EOF`, a missing one is fine.
 *
 * @param url as `pulumi whoami --json` tells it; every other kind of backend is left alone
 * @returns the files that were removed
 */
export function mendFileBackend(url: string, stack: string): string[] {
  if (!url.startsWith("file://")) return [];
  const stacks = path.join(folderOf(url), ".pulumi", "stacks");
  if (!fs.existsSync(stacks)) return [];
  const removed: string[] = [];
  for (const name of fs.readdirSync(stacks, { recursive: true, encoding: "utf8" })) {
    const file = path.join(stacks, name);
    if (!path.basename(name).startsWith(`${stack}.json`) || !name.endsWith(".attrs") || isWhole(file))
      continue;
    fs.rmSync(file);
    removed.push(file);
  }
  return removed;
}

/** `file://~/x` and `file://./x` are Pulumi's own spellings beside real file URLs. */
function folderOf(url: string): string {
  const rest = url.slice("file://".length).replace(/\?.*$/s, "");
  if (rest.startsWith("~")) return path.join(process.env.HOME ?? "", rest.slice(1));
  return rest.startsWith("/") ? fileURLToPath(`file://${rest}`) : path.resolve(rest);
}

function isWhole(file: string): boolean {
  try {
    JSON.parse(fs.readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
