import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Pattern } from "./patterns";

/** Of each: nothing where the time that it takes grows with the text at worst, else why not. */
export function judge(patterns: readonly Pick<Pattern, "source" | "flags">[]): readonly (string | null)[] {
  if (patterns.length === 0) return [];
  const input = JSON.stringify(patterns);
  return JSON.parse(
    execFileSync(process.execPath, [join(__dirname, "recheck.js")], { input, encoding: "utf8" }),
  );
}
