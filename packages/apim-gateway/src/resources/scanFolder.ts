import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { isPassedOver } from "./readFolder";

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
  /** Folders behind links, each looked at once: links may go round. */
  const linked = new Set<string>();
  const visit = (path: string, depth: number): void => {
    let entries: Dirent[];
    try {
      entries = readdirSync(path, { withFileTypes: true });
    } catch (error) {
      lines.push(`${path}?${(error as NodeJS.ErrnoException).code}`);
      return;
    }
    for (const entry of entries) {
      const { name } = entry;
      if (isPassedOver(name)) continue;
      const file = `${path}/${name}`;
      if (entry.isDirectory()) {
        if (depth < DEEPEST) visit(file, depth + 1);
      } else if (entry.isSymbolicLink() || /\.(json|xml)$/i.test(name)) look(file, depth);
    }
  };
  const look = (file: string, depth: number): void => {
    try {
      const stats = statSync(file);
      if (stats.isDirectory()) {
        const real = realpathSync(file);
        const isNew = !linked.has(real);
        linked.add(real);
        lines.push(`${file}>${real}`);
        if (isNew && depth < DEEPEST) visit(file, depth + 1);
        return;
      }
      lines.push(`${file}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}:${stats.ino}:${stats.mode}`);
      newest = Math.max(newest, stats.mtimeMs, stats.ctimeMs);
    } catch (error) {
      lines.push(`${file}?${(error as NodeJS.ErrnoException).code}`);
    }
  };
  visit(folder, 0);
  return { signature: lines.sort().join("\n"), newest };
}

const DEEPEST = 40;
