import { existsSync } from "node:fs";
import { today } from "../../infra/today";
import { FolderWorld } from "./folderWorld";
import { applyModelFaults, type ModelFaults } from "./models/modelFaults";
import { type ExistingResource, seedWorld } from "./seedWorld";
import { readWorldSettings } from "./settings";
import { readJson, WorldFileError } from "./worldFiles";

/** Types that can be soft-deleted; what was below them goes with them. */
const SOFT_DELETED = ["Microsoft.CognitiveServices/accounts", "Microsoft.ApiManagement/service"];

/**
 * Changes a world before Pulumi runs: what an administrator of the subscription would do by hand.
 * @param models what happens to models, as the options of `fleet pulumi` say it
 * @param existing a file with a list of resources in Azure's shape that no stack owns
 * @returns what was done, one line each
 * @throws WorldFileError when a file cannot be used
 */
export function prepareWorld(
  folder: string,
  { purge, existing, models = {} }: { purge: boolean; existing?: string; models?: ModelFaults },
): string[] {
  const faults = Object.values(models).flat().length > 0;
  if (!purge && existing === undefined && !faults) return [];
  const world = FolderWorld.open(folder);
  const done: string[] = faults ? applyModelFaults(folder, world, models, today()) : [];
  if (purge) {
    for (const { id } of SOFT_DELETED.flatMap((type) => world.softDeleted(type))) {
      world.purge(id);
      done.push(`purged ${id}`);
    }
    if (done.length === 0) done.push("nothing was soft-deleted");
  }
  if (existing !== undefined) {
    const resources = readExisting(existing);
    try {
      seedWorld(world, readWorldSettings(folder), resources);
    } catch (error) {
      throw new WorldFileError(`${existing}: ${(error as Error).message}`);
    }
    for (const { id } of resources) done.push(`exists ${id}`);
  }
  return done;
}

function readExisting(file: string): ExistingResource[] {
  if (!existsSync(file)) throw new WorldFileError(`${file}: there is no such file.`);
  const value = readJson(file);
  const list = Array.isArray(value) ? value : [value];
  const wrong = list.findIndex((item) => typeof (item as ExistingResource | null)?.id !== "string");
  if (wrong >= 0)
    throw new WorldFileError(
      `${file}: item ${wrong + 1} has no \`id\`. A list of resources as Azure exports them is expected.`,
    );
  return list as ExistingResource[];
}

export { WorldFileError };
