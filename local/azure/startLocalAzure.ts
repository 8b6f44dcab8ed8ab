import { randomBytes } from "node:crypto";
import { type Clock, serverClock } from "./clock";
import { PackageTypes } from "./declared/packageTypes";
import type { Fault } from "./faults";
import { FolderWorld } from "./folderWorld";
import { AzureNative } from "./provider/azureNative";
import { Random } from "./provider/random";
import { serveProvider } from "./provider/server";
import { ResourceManager } from "./resourceManager";
import { allRules } from "./rules/allRules";
import { readWorldSettings, type WorldSettingsInput } from "./settings";
import type { World } from "./worldStore";

export interface LocalAzureOptions {
  /** The world's folder; made where it is missing. */
  readonly dir: string;
  /** Stand before the folder's `settings.json`. */
  readonly settings?: WorldSettingsInput;
  /** Milliseconds of an operation by ARM type, e.g. `{ "Microsoft.CognitiveServices/accounts/deployments": 50 }`. */
  readonly durations?: Readonly<Record<string, number>>;
  readonly faults?: readonly Fault[];
  /** @default the real one */
  readonly clock?: Clock;
  /** Random bytes of the `random` package and of a new world's seed. @default Node's */
  readonly randomBytes?: (count: number) => Uint8Array;
}

export interface LocalAzure {
  /** Ports of the two providers on 127.0.0.1. */
  readonly ports: { readonly azureNative: number; readonly random: number };
  /** What the Pulumi CLI needs in its environment to use them. */
  readonly env: Readonly<Record<string, string>>;
  readonly world: World;
  stop(): Promise<void>;
}

/**
 * Starts the provider servers for a world in a folder.
 * @throws WorldFileError when a file of the world cannot be used
 */
export async function startLocalAzure(options: LocalAzureOptions): Promise<LocalAzure> {
  const random = options.randomBytes ?? randomBytes;
  const clock = options.clock ?? serverClock;
  const settings = readWorldSettings(options.dir, options.settings);
  const world = FolderWorld.open(options.dir, () => Buffer.from(random(16)).toString("hex"));
  const manager = new ResourceManager({
    world,
    rules: allRules,
    settings,
    clock,
    faults: options.faults,
    durations: options.durations,
  });
  const azureNative = await serveProvider(
    new AzureNative({ manager, settings, clock, types: new PackageTypes("@pulumi/azure-native") }),
  );
  const randomServer = await serveProvider(new Random(new PackageTypes("@pulumi/random"), random));
  return {
    ports: { azureNative: azureNative.port, random: randomServer.port },
    env: { PULUMI_DEBUG_PROVIDERS: `azure-native:${azureNative.port},random:${randomServer.port}` },
    world,
    stop: async () => {
      await azureNative.stop();
      await randomServer.stop();
    },
  };
}
