import { readFileSync, realpathSync, renameSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes over a file that there is. A process that is killed leaves the old file or the new one. A link stays a link, and
 * the file keeps who may read it.
 *
 * @param was what the new text was made from; a file that says something else by now is left as it is
 * @returns whether the file has the new text
 */
export function writeWhole(file: string, text: string, was?: string): boolean {
  const target = realpathSync(file);
  const partial = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  writeFileSync(partial, text, { mode: statSync(target).mode });
  if (was !== undefined && readFileSync(target, "utf8") !== was) {
    unlinkSync(partial);
    return false;
  }
  renameSync(partial, target);
  return true;
}
