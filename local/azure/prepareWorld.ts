import { existsSync } from "node:fs";
import { today } from "../../infra/today";
import { FolderWorld } from "./folderWorld";
import { applyModelFaults, type ModelFaults } from "./models/modelFaults";
import { type ExistingResource, seedWorld } from "./seedWorld";
import { readWorldSettings } from "./settings";
import { applySubscriptionFaults, type SubscriptionFaults } from "./subscriptionFaults";
import { readJson, WorldFileError } from "./worldFiles";

/** Types that can be soft-deleted; what was below them goes with them. */
const SOFT_DELETED = ["Microsoft.CognitiveServices/accounts", "Microsoft.ApiManagement/service"];

/**
 * Changes a world before Pulumi runs: what an administrator of the subscription would do by hand.
 * @param models what happens to models, as the options of `fleet pulumi` say it
 * @param subscription what is different about the subscription, said likewise
 * @param existing a file with a list of resources in Azure's shape that no stack owns
 * @returns what was done, one line each
 * @throws WorldFileError when a file cannot be used
 */
export function prepareWorld(
  folder: string,
  {
    purge,
    existing,
    models = {},
    subscription = {},
  }: { purge: boolean; existing?: string; models?: ModelFaults; subscription?: SubscriptionFaults },
): string[] {
  const hasModelFaults = Object.values(models).flat().length > 0;
  const differs = Object.values(subscription).some((value) => value === true || value.length > 0);
  if (!purge && existing === undefined && !hasModelFaults && !differs) return [];
  const world = FolderWorld.open(folder);
  const done: string[] = hasModelFaults ? applyModelFaults(folder, world, models, today()) : [];
  if (differs) done.push(...applySubscriptionFaults(folder, subscription));
  if (purge) {
    const before = done.length;
    for (const { id } of SOFT_DELETED.flatMap((type) => world.softDeleted(type))) {
      world.purge(id);
      done.push(`purged ${id}`);
    }
    if (done.length === before) done.push("nothing was soft-deleted");
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
