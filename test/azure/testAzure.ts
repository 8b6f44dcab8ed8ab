import type { Clock } from "../../local/azure/clock";
import { completeBody } from "../../local/azure/completeBody";
import type { Fault } from "../../local/azure/faults";
import { MemoryWorld } from "../../local/azure/memoryWorld";
import type { ArmBody, PutResult } from "../../local/azure/resourceManager";
import { ResourceManager } from "../../local/azure/resourceManager";
import { allRules } from "../../local/azure/rules/allRules";
import { type WorldSettingsInput, worldSettings } from "../../local/azure/settings";
import type { ArmError } from "../../local/azure/world";
import type { World } from "../../local/azure/worldStore";

export const SUB = "/subscriptions/00000000-0000-0000-0000-000000000000";
export const GROUP = `${SUB}/resourceGroups/rg`;
export const ACCOUNT = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/oai`;
export const SERVICE = `${GROUP}/providers/Microsoft.ApiManagement/service/apim`;
export const NETWORK = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet`;

/** Time that stands still until it is told to pass. */
export class ManualClock implements Clock {
  private time = Date.parse("2026-01-02T03:04:05.000Z");
  private waiting: { at: number; done: () => void }[] = [];

  now(): Date {
    return new Date(this.time);
  }
  wait(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return Promise.resolve();
    return new Promise((done) => this.waiting.push({ at: this.time + milliseconds, done }));
  }
  async pass(milliseconds: number): Promise<void> {
    this.time += milliseconds;
    const due = this.waiting.filter(({ at }) => at <= this.time);
    this.waiting = this.waiting.filter(({ at }) => at > this.time);
    for (const { done } of due) done();
    await new Promise((next) => setImmediate(next));
  }
}

export interface TestAzureOptions {
  readonly world?: World;
  readonly settings?: WorldSettingsInput;
  readonly durations?: Readonly<Record<string, number>>;
  readonly faults?: readonly Fault[];
}

/** A world in memory with every rule, at a time that stands still. */
export class TestAzure {
  readonly clock = new ManualClock();
  readonly settings;
  readonly world: World;
  readonly manager: ResourceManager;

  constructor(options: TestAzureOptions = {}) {
    this.settings = worldSettings(options.settings);
    this.world = options.world ?? new MemoryWorld("test seed");
    const { durations, faults } = options;
    this.manager = new ResourceManager({
      world: this.world,
      rules: allRules,
      settings: this.settings,
      clock: this.clock,
      durations,
      faults,
    });
  }

  begin(id: string, body: Partial<ArmBody> = {}, restore = false): Promise<PutResult> {
    const existing = this.world.get(id);
    const context = { world: this.world, settings: this.settings, now: this.clock.now(), existing };
    return this.manager.put(id, completeBody(undefined, id, { properties: {}, ...body }, context), restore)
      .done;
  }

  /** What Azure answers to writing the resource; `undefined` when it is done. */
  async put(id: string, body: Partial<ArmBody> = {}, restore = false): Promise<ArmError | undefined> {
    const result = await this.begin(id, body, restore);
    return result.ok ? undefined : result.error;
  }

  delete(id: string): Promise<ArmError | undefined> {
    return this.manager.delete(id);
  }

  /** Writes what a test takes for granted; anything that is refused is a mistake of the test. */
  async given(...resources: readonly (readonly [id: string, body?: Partial<ArmBody>])[]): Promise<this> {
    for (const [id, body] of resources) {
      const error = await this.put(id, body);
      if (error !== undefined) throw new Error(`${id}: ${error.code} ${error.message}`);
    }
    return this;
  }
}

export const group = [GROUP, { location: "eastus2" }] as const;
export const account = [
  ACCOUNT,
  {
    kind: "OpenAI",
    sku: { name: "S0" },
    properties: { customSubDomainName: "oai-x", disableLocalAuth: true },
  },
] as const;
export const service = [SERVICE, { sku: { name: "StandardV2", capacity: 1 } }] as const;
export const network = [
  NETWORK,
  { properties: { addressSpace: { addressPrefixes: ["10.0.0.0/22"] } } },
] as const;

export function deployment(name: string, sku = "GlobalStandard", capacity = 10, properties: object = {}) {
  const model = { format: "OpenAI", name: "gpt-5.4", version: "2026-03-05" };
  return [
    `${ACCOUNT}/deployments/${name}`,
    { sku: { name: sku, capacity }, properties: { model, ...properties } },
  ] as const;
}

export function backend(name: string, properties: object = {}) {
  return [
    `${SERVICE}/backends/${name}`,
    { properties: { url: `https://${name}.example`, protocol: "http", ...properties } },
  ] as const;
}

export function pool(name: string, members: readonly string[], properties: object = {}) {
  const services = members.map((member) => ({
    id: `${SERVICE}/backends/${member}`,
    priority: 1,
    weight: 50,
  }));
  return [
    `${SERVICE}/backends/${name}`,
    { properties: { type: "Pool", pool: { services }, ...properties } },
  ] as const;
}

/** API Management's answer to wrong fields. */
export function incorrect(...details: readonly string[]): ArmError {
  return {
    status: 400,
    code: "ValidationError",
    message: `One or more fields contain incorrect values: ${details.join(" ")}`,
  };
}
