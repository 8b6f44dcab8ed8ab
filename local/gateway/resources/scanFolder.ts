import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** What tells that something in a folder changed, without reading a file. */
export interface FolderScan {
  /** Path, size, times and inode of each file; the same while nothing changes. */
  readonly signature: string;
  /** When the latest change was made, in milliseconds since 1970; 0 for an empty folder. */
  readonly newest: number;
}

/** What cannot be looked at is a part of the signature too: it changes when it can. Never throws. */
export function scanFolder(folder: string): FolderScan {
  const lines: string[] = [];
  let newest = 0;
  const visit = (path: string, depth: number): void => {
    let names: string[];
    try {
      names = readdirSync(path).sort();
    } catch (error) {
      lines.push(`${path}?${(error as NodeJS.ErrnoException).code}`);
      return;
    }
    for (const name of names) {
      if (name.startsWith(".")) continue;
      const file = join(path, name);
      try {
        // A link that goes round ends at the limit, like the reading does.
        const stats = statSync(file);
        if (stats.isDirectory()) {
          if (depth < DEEPEST) visit(file, depth + 1);
        } else if (/\.(json|xml)$/i.test(name)) {
          lines.push(`${file}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}:${stats.ino}:${stats.mode}`);
          newest = Math.max(newest, stats.mtimeMs, stats.ctimeMs);
        }
      } catch (error) {
        lines.push(`${file}?${(error as NodeJS.ErrnoException).code}`);
      }
    }
  };
  visit(folder, 0);
  return { signature: lines.join("\n"), newest };
}

const DEEPEST = 40;
