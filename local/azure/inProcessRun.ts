import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { type Clock, realClock } from "./clock";
import { PackageTypes } from "./declared/packageTypes";
import type { Fault } from "./faults";
import { AzureNative } from "./provider/azureNative";
import type { PackageProvider } from "./provider/packageProvider";
import { ProviderFailure } from "./provider/packageProvider";
import { Random } from "./provider/random";
import { plain, UNKNOWN, type Values } from "./provider/wire";
import { ResourceManager } from "./resourceManager";
import { allRules } from "./rules/allRules";
import { type WorldSettings, worldSettings } from "./settings";
import type { World } from "./worldStore";

export interface InProcessOptions {
  readonly project: string;
  readonly stack: string;
  /** Stack configuration by full key, e.g. `aoai-fleet:topology`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Values that only Azure can say stay unknown, and nothing is written. @default false */
  readonly preview?: boolean;
  readonly settings?: WorldSettings;
  readonly durations?: Readonly<Record<string, number>>;
  readonly faults?: readonly Fault[];
  readonly clock?: Clock;
  /** @param resource Pulumi's name of the one that draws. @default the system's */
  readonly randomBytes?: (count: number, resource: string) => Uint8Array;
}

export interface InProcessResource {
  readonly urn: string;
  /** Pulumi's token. */
  readonly type: string;
  readonly name: string;
  /** URN of the parent. */
  readonly parent: string | undefined;
  /** `undefined` for components, in a preview, and for what was refused. */
  readonly id: string | undefined;
  /** Plain values, secrets included: for tests and the world, never for a screen. */
  readonly inputs: Values;
}

/** What a run on the real engine would have stopped at. */
export interface InProcessError {
  readonly type: string;
  readonly name: string;
  readonly message: string;
}

export interface InProcessResult {
  readonly outputs: Values;
  /** In the order in which the program declared them, dependencies first. */
  readonly resources: readonly InProcessResource[];
  readonly errors: readonly InProcessError[];
}

/** What the SDK's mocks are answered with during one run. */
export class InProcessRun {
  readonly resources: InProcessResource[] = [];
  readonly errors: InProcessError[] = [];
  private readonly made = new Map<string, { id: string | undefined; inputs: Values }>();
  private readonly providers: Readonly<Record<string, PackageProvider>>;
  private readonly preview: boolean;
  /** Name of the resource that is being made: it draws before anything is waited for. */
  private drawing = "";

  constructor(world: World, options: InProcessOptions) {
    const clock = options.clock ?? realClock;
    const settings = options.settings ?? worldSettings();
    const { faults, durations, randomBytes: bytes = (count: number) => randomBytes(count) } = options;
    const manager = new ResourceManager({ world, rules: allRules, settings, clock, faults, durations });
    this.preview = options.preview ?? false;
    this.providers = {
      "azure-native": new AzureNative({ manager, settings, clock, types: azureNativeTypes() }),
      random: new Random(randomTypes(), (count) => bytes(count, this.drawing)),
    };
  }

  async newResource({
    type,
    name,
    inputs,
    id,
    custom,
  }: pulumi.runtime.MockResourceArgs): Promise<{ id: string | undefined; state: Values }> {
    if (custom === false || type.startsWith("pulumi:"))
      return this.done(type, name, undefined, inputs, inputs);
    const provider = this.providers[type.split(":")[0] as string];
    try {
      if (provider === undefined) throw new ProviderFailure(`the local Azure has no package for \`${type}\``);
      if (id !== undefined && id !== "") return await this.read(provider, type, name, id, inputs);
      const urn = `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${type}::${name}`;
      const known = unknownsMarked(inputs) as Values;
      const checked = provider.check({
        type,
        name,
        urn,
        olds: {},
        news: known,
        seed: new Uint8Array(),
        proposedName: undefined,
      });
      for (const { path, reason } of checked.failures)
        this.failed(type, name, path === "" ? reason : `\`${path}\`: ${reason}`);
      if (checked.failures.length > 0)
        return this.done(type, name, undefined, checked.inputs, checked.inputs);
      this.drawing = name;
      const created = await provider.create({ type, inputs: checked.inputs, preview: this.preview });
      return this.done(
        type,
        name,
        created.id === "" ? undefined : created.id,
        checked.inputs,
        created.outputs,
      );
    } catch (error) {
      // A mock that throws rejects every output of the resource, and with them the whole process.
      this.failed(
        type,
        name,
        error instanceof ProviderFailure ? error.message : String((error as Error).stack ?? error),
      );
      return this.done(type, name, undefined, inputs, inputs);
    }
  }

  async call({ token, inputs }: pulumi.runtime.MockCallArgs): Promise<Values> {
    try {
      const provider = this.providers[token.split(":")[0] as string];
      if (provider === undefined)
        throw new ProviderFailure(`the local Azure has no package for \`${token}\``);
      return await provider.invoke(token, inputs);
    } catch (error) {
      this.failed(
        token,
        token,
        error instanceof ProviderFailure ? error.message : String((error as Error).stack ?? error),
      );
      return {};
    }
  }

  registered(request: RegisterResourceRequest, urn: string): void {
    const [type, name] = [request.getType(), request.getName()];
    if (type === "pulumi:pulumi:Stack") return;
    const made = this.made.get(`${type}::${name}`);
    this.resources.push({
      urn,
      type,
      name,
      parent: request.getParent() || undefined,
      id: made?.id,
      inputs: made?.inputs ?? {},
    });
  }

  private async read(provider: PackageProvider, type: string, name: string, id: string, inputs: Values) {
    const found = await provider.read({ type, id, inputs: {}, outputs: {} });
    if (found === undefined) throw new ProviderFailure(`resource '${id}' does not exist`);
    return this.done(type, name, id, inputs, found.outputs);
  }

  private done(type: string, name: string, id: string | undefined, inputs: Values, state: Values) {
    this.made.set(`${type}::${name}`, { id, inputs: plain(inputs) as Values });
    return { id: id ?? (this.preview ? undefined : ""), state };
  }

  private failed(type: string, name: string, message: string): void {
    this.errors.push({ type, name, message });
  }
}

let azureTypes: PackageTypes | undefined;
let otherTypes: PackageTypes | undefined;
const azureNativeTypes = () => (azureTypes ??= new PackageTypes("@pulumi/azure-native"));
const randomTypes = () => (otherTypes ??= new PackageTypes("@pulumi/random"));

/** The SDK's mocks mark an unknown in their own way; the protocol has another. */
function unknownsMarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unknownsMarked);
  if (typeof value !== "object" || value === null) return value;
  if ("__pulumiUnknown" in value) return UNKNOWN;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unknownsMarked(item)]));
}
