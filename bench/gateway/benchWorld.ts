import * as fs from "node:fs";
import * as path from "node:path";
import { makeStackWorld, type StackWorld } from "../../local/simulation/stackWorld";

const root = path.resolve(__dirname, "../..");

/** Prod's world in a folder of its own, with limits of consumers so high that none is reached. */
export async function benchWorld(folder: string): Promise<StackWorld> {
  const yaml = fs.readFileSync(path.join(root, "stacks/prod.yaml"), "utf8");
  const file = path.join(folder, "prod.yaml");
  fs.writeFileSync(file, yaml.replace(/tokensPerMinute: \d+/g, "tokensPerMinute: 1000000000"));
  return makeStackWorld(file, path.join(folder, "world"));
}
