import { type Configuration, loadConfiguration } from "apim-gateway";
import { tuneEngine } from "../../infra/engineTuning";
import { declareFleet } from "../../infra/fleet";
import { loadFleet } from "../../infra/loadFleet";
import { renderPolicies } from "../../infra/rendering/renderPolicies";
import { planRouting } from "../../infra/routing/planRouting";
import type { Topology } from "../../infra/topology/topology";
import { FolderWorld } from "../azure/folderWorld";
import { runInProcess } from "../azure/inProcess";
import { seedWorld } from "../azure/seedWorld";
import { worldSettings } from "../azure/settings";

export interface StackWorld {
  /** The world's folder, as the gateway is given it. */
  readonly dir: string;
  readonly topology: Topology;
  readonly configuration: Configuration;
  /** Primary key of a consumer's subscription. @throws Error for a consumer that there is not */
  key(consumer: string): string;
}

/**
 * The world that the real program declares for a topology file, in an empty folder, without the engine.
 *
 * @throws Error when the file has problems or a resource is refused
 */
export async function makeStackWorld(file: string, dir: string): Promise<StackWorld> {
  const checked = loadFleet(file);
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  return makeWorldOf(checked.value, dir);
}

/** The same for a fleet that was read before. @throws Error when a resource is refused */
export async function makeWorldOf(topology: Topology, dir: string): Promise<StackWorld> {
  const plan = planRouting(topology);
  const policies = renderPolicies(topology, plan);
  const world = FolderWorld.open(dir);
  seedWorld(world, worldSettings(), []);
  const { errors } = await runInProcess(
    () => {
      tuneEngine();
      return declareFleet(topology, plan, policies);
    },
    world,
    { project: "aoai-fleet", stack: topology.environment },
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
      if (found?.primaryKey === undefined) throw new Error(`There is no key of ${consumer}.`);
      return found.primaryKey;
    },
  };
}
