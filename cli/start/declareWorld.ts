import { rmSync } from "node:fs";
import { tuneEngine } from "../../infra/engineTuning";
import { declareFleet } from "../../infra/fleet";
import { FolderWorld } from "../../local/azure/folderWorld";
import { type InProcessResult, runInProcess } from "../../local/azure/inProcess";
import { seedWorld } from "../../local/azure/seedWorld";
import { worldSettings } from "../../local/azure/settings";
import { adopted } from "./adopted";
import { bytesOf, freshWorld } from "./freshWorld";
import type { FleetFile } from "./readFleetFile";
import { replaceFolder } from "./replaceFolder";

/** Declares a fleet to an empty world, which takes the place of what a folder held before. */
export function declareWorld(fleet: FleetFile, folder: string): Promise<InProcessResult> {
  return declareTo(fleet, freshWorld(folder));
}

export interface Redeclared {
  readonly errors: InProcessResult["errors"];
  /** Whether the folder holds something else than before. */
  readonly differs: boolean;
}

/**
 * The same for a folder that is being served: file by file, and not at all where Azure would refuse something. Names and
 * keys of what stays are the same, as they follow from the world's seed and their own names.
 */
export async function redeclareWorld(fleet: FleetFile, folder: string): Promise<Redeclared> {
  const next = `${folder}.next`;
  rmSync(next, { recursive: true, force: true });
  try {
    const { seed } = FolderWorld.open(folder);
    const result = await declareTo(
      fleet,
      FolderWorld.open(next, () => seed),
    );
    return { errors: result.errors, differs: result.errors.length === 0 && replaceFolder(folder, next) };
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

function declareTo({ topology, plan, policies }: FleetFile, world: FolderWorld): Promise<InProcessResult> {
  const settings = worldSettings();
  seedWorld(world, settings, adopted(topology, settings.subscriptionId));
  return runInProcess(
    () => {
      tuneEngine();
      return declareFleet(topology, plan, policies);
    },
    world,
    { project: "aoai-fleet", stack: topology.environment, randomBytes: bytesOf(world.seed) },
  );
}
