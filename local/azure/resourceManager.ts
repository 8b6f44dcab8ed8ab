import type { ArmRequest, Rule } from "./armRequest";
import { isSettling } from "./armRequest";
import type { Clock } from "./clock";
import type { Fault } from "./faults";
import { FaultPlan } from "./faults";
import { isOver, leftByAzure, madeByAzure } from "./madeByAzure";
import { ancestorOf, idKey, nameOf, parentOf, typeOf } from "./resourceId";
import type { WorldSettings } from "./settings";
import type { ArmError, ArmResource } from "./world";
import type { World } from "./worldStore";

/** What a caller wants to write: a resource without the fields that follow from its id. */
export type ArmBody = Omit<ArmResource, "id" | "name" | "type">;

export interface ResourceManagerOptions {
  readonly world: World;
  readonly rules: readonly Rule[];
  readonly settings: WorldSettings;
  readonly clock: Clock;
  readonly faults?: readonly Fault[];
  /** Milliseconds of an operation by ARM type; stands before the settings' `durations`. */
  readonly durations?: Readonly<Record<string, number>>;
}

export type PutResult =
  | { readonly ok: true; readonly resource: ArmResource }
  /** `begun`: the resource exists all the same, because its creation had started. */
  | { readonly ok: false; readonly error: ArmError; readonly begun: boolean };

/** A write that was let in. `done` settles when Azure is finished, whether anybody waits for it or not. */
export interface PutOperation {
  readonly accepted: boolean;
  readonly done: Promise<PutResult>;
}

const SERVICE = "Microsoft.ApiManagement/service";

/** Services whose deletion can be undone, by ARM type. */
const SOFT_DELETED = ["microsoft.cognitiveservices/accounts", SERVICE.toLowerCase()];

/**
 * Azure Resource Manager for one world: lets in what the rules allow, takes its time over it, and shows the state of
 * whatever is under way in `provisioningState`, as Azure does. An operation that has been let in goes on even when its
 * caller gives up. What a killed process had begun counts as finished when the world is opened again, because Azure
 * would have finished it.
 */
export class ResourceManager {
  readonly world: World;
  private readonly faults: FaultPlan;
  private readonly running = new Set<string>();

  constructor(private readonly options: ResourceManagerOptions) {
    this.world = options.world;
    this.faults = new FaultPlan(options.faults ?? []);
    this.finishInterrupted();
  }

  /** Takes over changes from outside, unless operations are under way here. */
  reload(): void {
    if (this.running.size === 0) {
      this.world.reload();
      this.finishInterrupted();
    }
  }

  put(id: string, body: ArmBody, restore = false): PutOperation {
    const existing = this.world.get(id);
    const canonical = this.canonicalId(existing?.id ?? id);
    const type = typeOf(canonical);
    const resource: ArmResource = { ...body, id: canonical, name: nameOf(canonical), type };
    const fault = this.faults.next("put", canonical, type);
    const refusal =
      this.refusal({ operation: "put", resource, existing, restore }) ??
      (fault !== undefined && fault.answer !== "hang" && fault.when !== "after" ? fault.answer : undefined);
    if (refusal !== undefined)
      return { accepted: false, done: Promise.resolve({ ok: false, error: refusal, begun: false }) };
    let wanted = resource;
    if (restore && existing === undefined) {
      this.world.restore(canonical, this.restoresChildren(type));
      // "If restore is specified and set to true all other properties will be ignored" (api-management/soft-delete.md).
      if (type === SERVICE) wanted = this.world.get(canonical) ?? resource;
    }
    const time = this.time("put", type);
    if (time === 0 && fault === undefined) {
      this.land(wanted, existing);
      return { accepted: true, done: Promise.resolve({ ok: true, resource: wanted }) };
    }
    return { accepted: true, done: this.slowPut(wanted, existing, time, fault) };
  }

  /** Deleting what does not exist is fine, as in Azure. */
  async delete(id: string): Promise<ArmError | undefined> {
    const resource = this.world.get(id);
    if (resource === undefined) return undefined;
    for (const left of this.world.below(resource.id))
      if (isOver(left, this.options.clock.now())) this.world.remove(left.id);
    const fault = this.faults.next("delete", resource.id, resource.type);
    const refusal = this.refusal({ operation: "delete", resource });
    if (refusal !== undefined) return refusal;
    if (fault !== undefined && fault.answer !== "hang") return fault.answer;
    const time = this.time("delete", resource.type);
    if (time > 0 || fault !== undefined) {
      this.running.add(idKey(resource.id));
      this.world.put(withState(resource, "Deleting"));
      if (fault?.answer === "hang") await new Promise<never>(() => {});
      await this.options.clock.wait(time);
      this.running.delete(idKey(resource.id));
    }
    this.erase(resource);
    return undefined;
  }

  private async slowPut(
    resource: ArmResource,
    existing: ArmResource | undefined,
    time: number,
    fault: Fault | undefined,
  ): Promise<PutResult> {
    this.running.add(idKey(resource.id));
    this.world.put(withState(resource, existing === undefined ? "Creating" : "Updating"));
    if (fault?.answer === "hang") await new Promise<never>(() => {});
    await this.options.clock.wait(time);
    this.running.delete(idKey(resource.id));
    if (fault !== undefined && fault.answer !== "hang") {
      this.world.put(withState(resource, "Failed"));
      return { ok: false, error: fault.answer, begun: true };
    }
    this.land(resource, existing);
    return { ok: true, resource };
  }

  /** The resource is there, and with a new one what Azure makes beside it. */
  private land(resource: ArmResource, existing: ArmResource | undefined): void {
    this.world.put(resource);
    if (existing !== undefined) return;
    const { settings, clock } = this.options;
    const context = { seed: this.world.seed, now: clock.now(), faults: settings.faults };
    for (const made of madeByAzure(resource, context)) {
      this.world.put(made.resource);
      this.world.setSecrets(made.resource.id, made.secrets);
    }
  }

  private refusal(request: ArmRequest): ArmError | undefined {
    if (this.running.has(idKey(request.resource.id)) && !isLockedByRule(request.resource)) {
      const message = `Another operation on this resource is in progress: ${request.resource.id}.`;
      return { status: 409, code: "Conflict", message };
    }
    for (const rule of this.options.rules) {
      const error = rule(this.world, request, this.options.settings);
      if (error !== undefined) return error;
    }
    return undefined;
  }

  /** Deleting a group deletes what is in it; accounts and gateways in it become soft-deleted like any other. */
  private erase(resource: ArmResource): void {
    if (resource.type === "Microsoft.Resources/resourceGroups") {
      for (const inside of this.world.below(resource.id))
        if (isSoftDeleted(inside.type)) this.world.softDelete(inside.id);
    }
    if (isSoftDeleted(resource.type)) this.world.softDelete(resource.id);
    else this.world.remove(resource.id);
    const left = leftByAzure(resource, this.options.settings, this.options.clock.now());
    if (left !== undefined) this.world.put(left);
  }

  private restoresChildren(type: string): boolean {
    // API Management documents that a restored service is as it was (azure-docs: api-management/soft-delete.md).
    return type === SERVICE || this.options.settings.restoreBringsDeployments;
  }

  /** The id with the spelling that its ancestors were created with. */
  private canonicalId(id: string): string {
    for (let parent = parentOf(id); parent !== undefined; parent = parentOf(parent)) {
      const known = this.world.get(parent);
      if (known !== undefined) return known.id + id.slice(known.id.length);
    }
    return id;
  }

  private time(operation: "put" | "delete", type: string): number {
    const key = operation === "delete" ? `DELETE ${type}` : type;
    for (const durations of [this.options.durations ?? {}, this.options.settings.durations]) {
      const found = durations[key] ?? durations[type];
      if (found !== undefined) return found;
    }
    return 0;
  }

  private finishInterrupted(): void {
    for (const resource of this.world.all()) {
      if (!isSettling(resource)) continue;
      if (resource.properties.provisioningState === "Deleting") this.erase(resource);
      else this.world.put(withState(resource, "Succeeded"));
    }
  }
}

function isSoftDeleted(type: string): boolean {
  return SOFT_DELETED.includes(type.toLowerCase());
}

/** The rule about operations on one account answers for these, with Azure's own words. */
function isLockedByRule(resource: ArmResource): boolean {
  return ancestorOf(resource.id, "Microsoft.CognitiveServices/accounts") !== undefined;
}

function withState(resource: ArmResource, state: string): ArmResource {
  return { ...resource, properties: { ...resource.properties, provisioningState: state } };
}
