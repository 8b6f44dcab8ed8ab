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
  const folder = backendFolder(url);
  const stacks = path.join(folder ?? "", ".pulumi", "stacks");
  if (folder === undefined || !fs.existsSync(stacks)) return [];
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

/**
 * The folder of a backend that is one, `undefined` for every other kind. `file://~/x` and `file://./x` are Pulumi's own
 * spellings beside real file URLs.
 */
export function backendFolder(url: string): string | undefined {
  if (!url.startsWith("file://")) return undefined;
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
