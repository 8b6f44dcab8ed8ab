import { existsSync } from "node:fs";

/** Where the topology files of the stacks are, from the project's folder. */
export const STACKS = "stacks";

/** A topology file by its path, or by the name of its stack: `prod` is `stacks/prod.yaml`. */
export function stackFile(name: string): string {
  const file = `${STACKS}/${name}.yaml`;
  return !/[/\\.]/.test(name) && !existsSync(name) && existsSync(file) ? file : name;
}
