import { realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes over a file that there is. A process that is killed leaves the old file or the new one. A link stays a link, and
 * the file keeps who may read it.
 */
export function writeWhole(file: string, text: string): void {
  const target = realpathSync(file);
  const partial = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  writeFileSync(partial, text, { mode: statSync(target).mode });
  renameSync(partial, target);
}
