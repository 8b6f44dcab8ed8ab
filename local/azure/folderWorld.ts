import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { MemoryWorld } from "./memoryWorld";
import { idKey } from "./resourceId";
import type { ArmResource } from "./world";
import {
  fileOf,
  readJson,
  readResources,
  removeWhole,
  resourceText,
  WorldFileError,
  writeWhole,
} from "./worldFiles";
import type { SecretValues } from "./worldStore";

const DELETED = "deleted";
const SECRETS = "secrets.json";

interface SecretsFile {
  readonly seed: string;
  readonly values: Record<string, SecretValues>;
}

/**
 * A world in a folder, one JSON file per resource at the path of its id:
 * `<folder>/subscriptions/<sub>/resourceGroups/<rg>/providers/<namespace>/<type>/<name>.json`, soft-deleted ones under
 * `<folder>/deleted/`. What Azure never shows (subscription keys, secret named values) is not in those files but in
 * `<folder>/secrets.json`, which only the owner may read. That file also holds the random seed of the world's keys.
 */
export class FolderWorld extends MemoryWorld {
  private constructor(
    readonly folder: string,
    seed: string,
  ) {
    super(seed);
  }

  /**
   * Opens the folder, or makes it.
   * @param newSeed the seed of a world that has none yet
   * @throws WorldFileError when a file in it cannot be used
   */
  static open(folder: string, newSeed: () => string = () => randomBytes(16).toString("hex")): FolderWorld {
    mkdirSync(folder, { recursive: true });
    const known = FolderWorld.seedOf(folder);
    const world = new FolderWorld(folder, known ?? newSeed());
    if (known === undefined) world.savedSecrets();
    world.reload();
    return world;
  }

  /** The seed of the world in a folder; `undefined`: there is none. @throws WorldFileError as `open` */
  static seedOf(folder: string): string | undefined {
    const file = join(folder, SECRETS);
    return existsSync(file) ? readSecrets(file).seed : undefined;
  }

  override reload(): void {
    this.live.clear();
    this.deleted.clear();
    this.kept.clear();
    for (const resource of readResources(this.folder)) this.live.set(idKey(resource.id), resource);
    for (const resource of readResources(join(this.folder, DELETED)))
      this.deleted.set(idKey(resource.id), resource);
    for (const [id, values] of Object.entries(readSecrets(join(this.folder, SECRETS)).values))
      this.kept.set(idKey(id), values);
  }

  protected override saved(resource: ArmResource, deleted: boolean): void {
    writeWhole(fileOf(this.top(deleted), resource.id), resourceText(resource));
  }
  protected override dropped(resource: ArmResource, deleted: boolean): void {
    removeWhole(fileOf(this.top(deleted), resource.id), this.top(deleted));
  }
  protected override savedSecrets(): void {
    const values = Object.fromEntries([...this.kept].sort(([a], [b]) => (a < b ? -1 : 1)));
    const content: SecretsFile = { seed: this.seed, values };
    writeWhole(join(this.folder, SECRETS), `${JSON.stringify(content, undefined, 2)}\n`, 0o600);
  }

  private top(deleted: boolean): string {
    return deleted ? join(this.folder, DELETED) : this.folder;
  }
}

function readSecrets(file: string): SecretsFile {
  const value = readJson(file) as Partial<SecretsFile> | null;
  if (typeof value?.seed !== "string" || typeof value.values !== "object" || value.values === null) {
    throw new WorldFileError(
      `${file}: \`seed\` (a text) and \`values\` (an object) are expected. Remove the file: new keys are made then.`,
    );
  }
  return value as SecretsFile;
}
