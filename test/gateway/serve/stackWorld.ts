import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { makeStackWorld, type StackWorld } from "../../../local/simulation/stackWorld";

export type { StackWorld };

/** The world of a stack file in a folder of its own; `remove` takes it away. */
export async function stackWorld(stack: "dev" | "prod"): Promise<StackWorld & { remove(): void }> {
  const dir = mkdtempSync(path.join(tmpdir(), "fleet-world-"));
  const file = path.resolve(__dirname, "../../../stacks", `${stack}.yaml`);
  return {
    ...(await makeStackWorld(file, dir)),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
