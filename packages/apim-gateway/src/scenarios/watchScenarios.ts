import { type Dirent, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** How often the folder is looked at, in milliseconds. */
const POLL = 300;

/** Runs an action now, and each time that a policy, a resource or a scenario of the folder has changed. Never ends. */
export async function watchScenarios(folder: string, action: () => Promise<void>): Promise<never> {
  const root = statSync(folder).isFile() ? dirname(folder) : folder;
  let known: string | undefined;
  for (;;) {
    const present = signatureOf(root);
    if (present !== known) {
      // Taken before the action: what changes meanwhile is a change.
      known = present;
      await action();
    }
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}

/** Sizes and times of the files; what cannot be looked at counts as not there. */
function signatureOf(folder: string): string {
  const lines: string[] = [];
  const visit = (path: string): void => {
    let entries: Dirent[] = [];
    try {
      entries = readdirSync(path, { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries) {
      const { name } = entry;
      if (name.startsWith(".") || name === "node_modules") continue;
      const file = join(path, name);
      if (entry.isDirectory()) visit(file);
      else if (/\.(xml|json|ya?ml)$/i.test(name)) {
        const stats = statSync(file, { throwIfNoEntry: false });
        lines.push(`${file}:${stats?.size}:${stats?.mtimeMs}`);
      }
    }
  };
  visit(folder);
  return lines.sort().join("\n");
}
