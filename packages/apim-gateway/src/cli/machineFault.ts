import { statSync } from "node:fs";
import { dirname } from "node:path";
import { printable } from "../text/printable";

/**
 * What the machine refuses a person's command (a full disk, a file where a folder is needed, no permission), as one line
 * with the way out. `undefined`: the error is of something else, such as a defect.
 *
 * @param place what it is about, where the error names no path
 */
export function machineFault(error: unknown, place?: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = "", syscall = "", path } = error as NodeJS.ErrnoException;
  const says = reasons[code];
  if (syscall === "" || says === undefined) return undefined;
  const file = code === "ENOTDIR" || code === "EEXIST" ? (fileOnTheWay(path) ?? path) : path;
  const about = file === undefined ? (place ?? places[syscall] ?? "A file") : `\`${printable(file)}\``;
  return `${about} ${says[0]} (${code}, ${syscall}). ${says[1]}\n`;
}

const otherFolder = "Name a folder of your own, or change its permissions.";

const reasons: Readonly<Record<string, readonly [string, string]>> = {
  EACCES: ["may not be used by this user", otherFolder],
  EPERM: ["may not be used by this user", otherFolder],
  EROFS: ["is on a file system that is read-only", "Name a folder elsewhere."],
  ENOSPC: ["cannot be written: the disk is full", "Free some space, or name a folder elsewhere."],
  EDQUOT: ["cannot be written: this user's share of the disk is used up", "Free some space."],
  ENOTDIR: ["is a file, and a folder is needed there", "Name another folder, or move the file away."],
  EEXIST: ["is a file, and a folder is needed there", "Name another folder, or move the file away."],
  EISDIR: ["is a folder, and a file is needed there", "Name the file itself."],
  ENOENT: ["is not there", "Check the path and the folder that you are in."],
  ENAMETOOLONG: ["has a name that is too long", "Name a shorter path."],
  ELOOP: ["is a link that leads back to itself", "Remove the link."],
  EIO: ["cannot be read or written: the device fails", "Look at the disk, or name a folder elsewhere."],
  EMFILE: ["has too many files open for one process", "Raise the limit (`ulimit -n`)."],
  ENFILE: ["has too many files open", "End what else runs, or raise the limit."],
};

/** Where a call names no path. */
const places: Readonly<Record<string, string>> = {
  read: "A path",
  uv_cwd: "The folder that you are in",
};

/** Of a path whose end cannot be: the part that is a file. */
function fileOnTheWay(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  for (let part = path; ; part = dirname(part)) {
    try {
      return statSync(part).isFile() ? part : undefined;
    } catch {
      if (dirname(part) === part) return undefined;
    }
  }
}
