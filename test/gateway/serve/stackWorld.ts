import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { makeStackWorld, type StackWorld } from "../../../local/simulation/stackWorld";

export type { StackWorld };

/**
 * The world of a stack file in a folder of its own; `remove` takes it away.
 *
 * @param change of the file's text
 * @param beside files that it names, by their path from it
 */
export async function stackWorld(
  stack: "dev" | "prod",
  change: (yaml: string) => string = (yaml) => yaml,
  beside: Readonly<Record<string, string>> = {},
): Promise<StackWorld & { remove(): void }> {
  const folder = mkdtempSync(path.join(tmpdir(), "fleet-world-"));
  const file = path.join(folder, `${stack}.yaml`);
  const text = readFileSync(path.resolve(__dirname, "../../../stacks", `${stack}.yaml`), "utf8");
  writeFileSync(file, change(text));
  for (const [name, content] of Object.entries(beside)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return {
    ...(await makeStackWorld(file, path.join(folder, "world"))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
