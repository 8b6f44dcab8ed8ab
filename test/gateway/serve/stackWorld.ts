import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { tuneEngine } from "../../../infra/engineTuning";
import { declareFleet } from "../../../infra/fleet";
import { renderPolicies } from "../../../infra/rendering/renderPolicies";
import { planRouting } from "../../../infra/routing/planRouting";
import { loadTopology } from "../../../infra/topology/load";
import type { Topology } from "../../../infra/topology/topology";
import { FolderWorld } from "../../../local/azure/folderWorld";
import { runInProcess } from "../../../local/azure/inProcess";
import { seedWorld } from "../../../local/azure/seedWorld";
import { worldSettings } from "../../../local/azure/settings";
import type { Configuration } from "../../../local/gateway/resources/configuration";
import { loadConfiguration } from "../../../local/gateway/resources/loadConfiguration";

export interface StackWorld {
  /** The world's folder, as the gateway is given it. */
  readonly dir: string;
  readonly topology: Topology;
  readonly configuration: Configuration;
  /** Primary key of a consumer's subscription. */
  key(consumer: string): string;
  remove(): void;
}

/** The world that the real program declares for a stack file. */
export async function stackWorld(stack: "dev" | "prod"): Promise<StackWorld> {
  const checked = loadTopology(path.resolve(__dirname, "../../../stacks", `${stack}.yaml`));
  if (!checked.ok) throw new Error(`${stack}.yaml has problems`);
  const topology = checked.value;
  const plan = planRouting(topology);
  const policies = renderPolicies(topology, plan);
  const dir = mkdtempSync(path.join(tmpdir(), "fleet-world-"));
  const world = FolderWorld.open(dir);
  seedWorld(world, worldSettings(), []);
  const { errors } = await runInProcess(
    () => {
      tuneEngine();
      return declareFleet(topology, plan, policies);
    },
    world,
    { project: "aoai-fleet", stack },
  );
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  const { configuration, problems } = loadConfiguration(dir);
  if (configuration === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return {
    dir,
    topology,
    configuration,
    key(consumer) {
      const found = configuration.subscriptions.find(({ id }) => id.endsWith(`-${consumer}`));
      if (found?.primaryKey === undefined) throw new Error(`no key of ${consumer}`);
      return found.primaryKey;
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
