import { ArmReadError, type ArmReader } from "../azure/armReader";
import { type Answers, type CapacityAnswer, type ModelAnswer, regionName, versionKey } from "./answers";

const PROVIDER = "/providers/Microsoft.CognitiveServices";
const VERSION = "api-version=2025-06-01";
/** Requests under way at once. */
const AT_ONCE = 4;

/** Some region could not be read, so nothing is known of Azure as a whole. */
export class ReadingFailed extends Error {
  override readonly name = "ReadingFailed";
}

/**
 * Asks every region for its models, and Azure for where each version can be deployed. All or nothing: a region that fails
 * would look like one that offers nothing.
 *
 * @param progress told of every region
 * @throws ReadingFailed with every region that failed; ArmReadError when not even the regions can be read
 */
export async function readAnswers(reader: ArmReader, progress: (line: string) => void): Promise<Answers> {
  const regions = await readRegions(reader);
  progress(`${regions.length} regions`);
  const failures: string[] = [];
  const models = new Map<string, readonly ModelAnswer[]>();
  let done = 0;
  await forEach(regions, async (region) => {
    try {
      const list = (await reader.list(`${PROVIDER}/locations/${region}/models?${VERSION}`)) as ModelAnswer[];
      models.set(region, list);
      const count = new Set(list.map(({ model }) => `${model?.name} ${model?.version}`)).size;
      progress(`[${++done}/${regions.length}] ${region}: ${count} ${count === 1 ? "model" : "models"}`);
    } catch (error) {
      if (!(error instanceof ArmReadError)) throw error;
      failures.push(`${region}: ${error.message}`);
      progress(`[${++done}/${regions.length}] ${region}: failed`);
      // What one region refuses for want of rights, all do.
      if (error.status === 401 || error.status === 403) throw new ReadingFailed(error.message);
    }
  });
  if (failures.length > 0) throw new ReadingFailed(failures.sort().join("\n"));
  const capacities = await readCapacities(reader, models, progress);
  return { models: new Map([...models].sort(([a], [b]) => (a < b ? -1 : 1))), capacities };
}

/** The regions where the provider has models, by the list of resource providers. */
async function readRegions(reader: ArmReader): Promise<string[]> {
  const provider = (await reader.read(`${PROVIDER}?api-version=2021-04-01`)) as {
    resourceTypes?: { resourceType?: string; locations?: string[] }[];
  } | null;
  const { resourceTypes = [] } = provider ?? {};
  const of = (type: string) =>
    resourceTypes.find(({ resourceType }) => resourceType?.toLowerCase() === type)?.locations ?? [];
  const locations = of("locations/models").length > 0 ? of("locations/models") : of("accounts");
  const regions = locations.map(regionName).filter((region) => region !== "global");
  if (regions.length === 0)
    throw new ArmReadError("Azure names no region with models; is Microsoft.CognitiveServices registered?");
  return [...new Set(regions)].sort();
}

async function readCapacities(
  reader: ArmReader,
  models: ReadonlyMap<string, readonly ModelAnswer[]>,
  progress: (line: string) => void,
): Promise<Answers["capacities"]> {
  const versions = new Map<string, { name: string; version: string }>();
  for (const { model } of [...models.values()].flat()) {
    const { format, name, version, lifecycleStatus } = model ?? {};
    if (format !== "OpenAI" || !name || !version || lifecycleStatus === "Deprecated") continue;
    versions.set(versionKey(name, version), { name, version });
  }
  const capacities = new Map<string, CapacityAnswer[]>();
  const failures: string[] = [];
  await forEach([...versions].sort(), async ([key, { name, version }]) => {
    const query = new URLSearchParams({ modelFormat: "OpenAI", modelName: name, modelVersion: version });
    try {
      const list = await reader.list(`${PROVIDER}/modelCapacities?${VERSION}&${query}`);
      capacities.set(key, list as CapacityAnswer[]);
    } catch (error) {
      if (!(error instanceof ArmReadError)) throw error;
      // Of a version that cannot be deployed there is no capacity to tell.
      if (error.status !== 404 && error.status !== 400) failures.push(`${key}: ${error.message}`);
    }
  });
  if (failures.length > 0) throw new ReadingFailed(failures.sort().join("\n"));
  progress(`capacities of ${versions.size} versions`);
  return capacities;
}

/** Runs the action for every item, a few at once; the first error ends it. */
async function forEach<T>(items: readonly T[], action: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await action(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
