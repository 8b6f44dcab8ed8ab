import type { Clock } from "../clock";
import { completeBody } from "../completeBody";
import { shapeFaults } from "../declared/declaredShape";
import type { DeclaredResource, PackageTypes } from "../declared/packageTypes";
import { declaredPart, driftedInputs } from "../drift";
import { armBody, armId, genericArmId, genericType, outputsOf, pathInputs, secretValues } from "../mapping";
import type { PlainObject } from "../paths";
import { valueAt, withValueAt } from "../paths";
import { idFault } from "../resourceId";
import type { PutResult, ResourceManager } from "../resourceManager";
import type { WorldSettings } from "../settings";
import { subscriptionKeys } from "../types/apiManagement";
import type { ResourceType } from "../types/resourceType";
import { findByToken, GENERIC, knownTokens } from "../types/resourceTypes";
import type { ArmResource } from "../world";
import { autoName } from "./autoName";
import type { Change } from "./diff";
import { changesBetween } from "./diff";
import { invokeFunction } from "./invokes";
import type {
  CheckRequest,
  CheckResult,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  PackageProvider,
  ReadRequest,
  UpdateRequest,
} from "./packageProvider";
import { armMessage, ProviderFailure } from "./packageProvider";
import { previewOutputs, previewUpdate } from "./preview";
import { isUnknown, plain, secret, type Values, withSecretsOf } from "./wire";

export interface AzureNativeOptions {
  readonly manager: ResourceManager;
  readonly settings: WorldSettings;
  readonly clock: Clock;
  readonly types: PackageTypes;
}

/** azure-native, against a local world instead of Azure. */
export class AzureNative implements PackageProvider {
  private givingUp = resolvers();

  constructor(private readonly options: AzureNativeOptions) {}

  get version(): string {
    return this.options.types.version;
  }

  begin(): void {
    this.givingUp = resolvers();
    this.options.manager.reload();
  }

  /** What is under way goes on in the world, as it does in Azure; only the waiting ends. */
  cancel(): void {
    this.givingUp.resolve("cancelled");
  }

  check(request: CheckRequest): CheckResult {
    const known = this.find(request.type);
    if (known === undefined)
      return { inputs: request.news, failures: [{ path: "", reason: unknownType(request.type) }] };
    const { type, declared } = known;
    const own = type.path[type.path.length - 1] as string;
    const inputs =
      request.news[own] === undefined
        ? { ...request.news, [own]: request.olds[own] ?? autoName(type, request) }
        : request.news;
    const values = plain(inputs) as PlainObject;
    const faults = shapeFaults(declared.inputs, values, "", isUnknown);
    for (const name of type.path) {
      const value = values[name];
      if (typeof value === "string" && !isUnknown(value) && /[/\\?#%]|^\.*$/.test(value)) {
        faults.push({ path: name, reason: `\`${value}\` can be no part of a resource id` });
      }
    }
    return { inputs, failures: faults };
  }

  diff(request: DiffRequest): readonly Change[] {
    const { type } = this.get(request.type);
    return changesBetween(type, plain(request.olds) as PlainObject, plain(request.news) as PlainObject);
  }

  async create({ type: token, inputs, preview }: CreateRequest): Promise<{ id: string; outputs: Values }> {
    const { type, declared } = this.get(token);
    const values = plain(inputs) as PlainObject;
    if (preview) return { id: "", outputs: previewOutputs(type, declared, inputs, values) };
    const id = this.idOf(type, values);
    if (this.options.manager.world.get(id) !== undefined)
      throw new ProviderFailure(`cannot create already existing resource '${id}'`);
    const result = await this.put(type, id, values, inputs);
    return { id: result.id, outputs: this.outputs(type, result, inputs) };
  }

  async read({
    type: token,
    id,
    inputs,
    outputs,
  }: ReadRequest): Promise<{ outputs: Values; inputs: Values } | undefined> {
    const { type, declared } = this.get(token);
    const resource = this.options.manager.world.get(id);
    if (resource === undefined) return undefined;
    const now = outputsOf(type, resource, this.options.manager.world.seed);
    const imported = Object.keys(inputs).length === 0;
    const then = imported
      ? { ...(declaredPart(declared.inputs, now) as PlainObject), ...pathInputs(type, resource.id) }
      : driftedInputs(declared.inputs, inputs, plain(outputs) as PlainObject, now);
    return { outputs: this.outputs(type, resource, then), inputs: then };
  }

  async update(request: UpdateRequest): Promise<Values> {
    const { type: token, id, inputs, preview } = request;
    const { type, declared } = this.get(token);
    const values = plain(inputs) as PlainObject;
    if (preview) return previewUpdate(type, declared, request);
    const result = await this.put(type, id, values, inputs);
    return this.outputs(type, result, inputs);
  }

  async delete({ type: token, id, oldInputs }: DeleteRequest): Promise<void> {
    const { type } = this.get(token);
    // azure-native asks with the version that a generic resource was written with (its issue 4033), or else with the table's.
    if (token === GENERIC && oldInputs.apiVersion === undefined)
      throw new ProviderFailure(
        `No registered resource provider found for API version '${type.apiVersion}' for '${id}'.`,
      );
    const outcome = await Promise.race([this.options.manager.delete(id), this.givingUp.promise]);
    if (outcome === "cancelled")
      throw new ProviderFailure(`deleting ${id}: cancelled; Azure goes on with it`);
    if (outcome !== undefined) throw new ProviderFailure(armMessage(outcome));
  }

  async invoke(token: string, args: Values): Promise<Values> {
    return invokeFunction(token, plain(args) as PlainObject, {
      world: this.options.manager.world,
      settings: this.options.settings,
      outputs: (type, resource) => outputsOf(type, resource, this.options.manager.world.seed),
    });
  }

  private async put(
    type: ResourceType,
    id: string,
    values: PlainObject,
    inputs: Values,
  ): Promise<ArmResource> {
    const world = this.options.manager.world;
    const existing = world.get(id);
    const restore =
      valueAt(values, type.nested ? "properties.restore" : "restore") === true && existing === undefined;
    const now = this.options.clock.now();
    const body = completeBody(type, id, armBody(type, values), {
      world,
      settings: this.options.settings,
      now,
      existing,
    });
    const operation = this.options.manager.put(id, body, restore);
    if (operation.accepted) this.keepSecrets(type, id, values);
    const result = await Promise.race([
      operation.done,
      this.givingUp.promise.then((): PutResult | "cancelled" => "cancelled"),
    ]);
    if (result !== "cancelled" && result.ok) return result.resource;
    const begun = result === "cancelled" || result.begun ? world.get(id) : undefined;
    const message =
      result === "cancelled" ? `writing ${id}: cancelled; Azure goes on with it` : armMessage(result.error);
    throw new ProviderFailure(
      message,
      begun && { id: begun.id, outputs: this.outputs(type, begun, inputs), inputs },
    );
  }

  private keepSecrets(type: ResourceType, id: string, values: PlainObject): void {
    const given = secretValues(type, values);
    const world = this.options.manager.world;
    const made =
      type.arm === "Microsoft.ApiManagement/service/subscriptions" ? subscriptionKeys(world.seed, id) : {};
    if (Object.keys({ ...made, ...given }).length > 0) world.setSecrets(id, { ...made, ...given });
  }

  private outputs(type: ResourceType, resource: ArmResource, inputs: Values): Values {
    let outputs = withSecretsOf(outputsOf(type, resource, this.options.manager.world.seed), inputs) as Values;
    for (const path of type.secretOutputs ?? []) {
      const value = valueAt(outputs, path);
      if (value !== undefined) outputs = withValueAt(outputs, path, secret(value));
    }
    return outputs;
  }

  private idOf(type: ResourceType, values: PlainObject): string {
    const id =
      type.token === GENERIC
        ? genericArmId(values, this.options.settings)
        : armId(type, values, this.options.settings);
    const fault = idFault(id);
    if (fault !== undefined) throw new ProviderFailure(`\`${id}\` is no resource id: ${fault}`);
    return id;
  }

  private get(token: string): { type: ResourceType; declared: DeclaredResource } {
    const known = this.find(token);
    if (known === undefined) throw new ProviderFailure(unknownType(token));
    return known;
  }

  private find(token: string): { type: ResourceType; declared: DeclaredResource } | undefined {
    const type = token === GENERIC ? genericType : findByToken(token);
    const declared = type && this.options.types.find(token);
    return type && declared && { type, declared };
  }
}

function unknownType(token: string): string {
  const module = token.split(":").slice(0, 2).join(":");
  const near = knownTokens.filter((known) => known.startsWith(`${module}:`));
  const hint =
    near.length > 0
      ? ` Of \`${module}\` it has: ${near.map((known) => known.split(":")[2]).join(", ")}.`
      : "";
  return `the local Azure has no \`${token}\`.${hint} Add a row to the table in local/azure/types/, or use \`${GENERIC}\`, which takes any type.`;
}

function resolvers(): { promise: Promise<"cancelled">; resolve: (value: "cancelled") => void } {
  let resolve: (value: "cancelled") => void = () => {};
  const promise = new Promise<"cancelled">((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
