import gateways from "./data/gateways.json";
import models from "./data/models.json";
import regions from "./data/regions.json";
import type { Sku } from "./schema";

/**
 * What is known about regions, models and gateway tiers, from dated files in `data/`. Azure moves faster than they do:
 * what is unknown here is never wrong for that alone.
 */

export type Zone = "us" | "eu";

export interface RegionFacts {
  readonly code: string;
  /** ISO 3166-1 alpha-2, lower case. */
  readonly country: string;
  /** Data zone of the region's country; `null` outside the US and the EU. */
  readonly zone: Zone | null;
}

/** How far the processing of a deployment may reach. */
export type Level = "global" | "dataZone" | "regional";

export interface ModelFacts {
  readonly kind: "chat" | "embedding" | "other";
  /** It may think for minutes before it answers. */
  readonly reasoning?: boolean;
  /** Minimum and step of PTU by level; `null`: not offered as PTU; absent: not known. */
  readonly ptu?: Readonly<Partial<Record<Level, readonly [minimum: number, step: number]>>> | null;
  /** Input tokens per minute of one PTU; absent: not known. */
  readonly tokensPerPtu?: number;
  /** The only regions with regional PTU; absent: not known. */
  readonly regionalProvisioned?: readonly string[];
  /** Day of retirement, `2027-05-15`, by version; absent: not known. */
  readonly retires?: Readonly<Record<string, string>>;
  /** The same day for deployments of models that were fine-tuned from it. */
  readonly fineTunedRetires?: string;
  /** What Microsoft names instead. */
  readonly replacement?: string;
}

export interface GatewayFacts {
  /** Most scale units of one region; absent: no documented limit below the schema's. */
  readonly units?: number;
  readonly network: "injection" | "integration" | "none";
  /** Prefix length of the smallest subnet that the tier accepts. */
  readonly subnetPrefix?: number;
  readonly operations: number;
  readonly namedValues: number;
  readonly subscriptions: number;
  /** Largest body in bytes that a policy can read; absent: no documented limit. */
  readonly bufferedBytes?: number;
}

const regionTable = new Map(Object.entries(regions.regions as Record<string, RegionFacts>));
const modelTable = new Map(Object.entries(models.models as unknown as Record<string, ModelFacts>));
const offered = regions.availability as Partial<Record<Sku, string[]>>;

export const knownRegions: readonly string[] = [...regionTable.keys()];
export const knownModels: readonly string[] = [...modelTable.keys()];
export const knownCountries: Readonly<Record<string, string>> = regions.countries;
export const regionsDate = regions.date;
export const modelsDate = models.date;
export const retirementDate = models.retirement.date;
/** Most PTU of one deployment. */
export const ptuMaximum: number = models.ptuMaximum;

export const findRegion = (name: string): RegionFacts | undefined => regionTable.get(name);

const fineTuned = /\.ft-.*$/s;

/** Azure's name of a model; a fine-tuned one (`gpt-4.1-mini.ft-…`) has the facts of its base. */
export const findModel = (name: string): ModelFacts | undefined =>
  modelTable.get(name.replace(fineTuned, ""));

export function getGateway(sku: keyof typeof gateways.skus): GatewayFacts {
  return gateways.skus[sku] as GatewayFacts;
}

/** Short code for names. A region that is not known stands for itself. */
export const regionCode = (name: string): string => findRegion(name)?.code ?? name;

/** The day on which Azure retires a version of a model, `2027-05-15`; `undefined` where the data do not say. */
export function retirementOf(name: string, version: string): string | undefined {
  const facts = findModel(name);
  // A fine-tuned model has a date of its own, months after its base.
  if (fineTuned.test(name)) return facts?.fineTunedRetires;
  const { retires = {} } = facts ?? {};
  return Object.hasOwn(retires, version) ? retires[version] : undefined;
}

/** What a model answers; for an unknown model a guess from its name. */
export function modelKind(name: string): ModelFacts["kind"] {
  const known = findModel(name);
  if (known !== undefined) return known.kind;
  if (/embed/i.test(name)) return "embedding";
  return /image|dall-e|audio|tts|whisper|transcribe|sora|realtime/i.test(name) ? "other" : "chat";
}

/** Whether a model may think for minutes before it answers; for an unknown model a guess from its name. */
export function isReasoning(name: string): boolean {
  const known = findModel(name);
  return known === undefined ? /^(o\d|gpt-[5-9])/i.test(name) : known.reasoning === true;
}

/** Seconds until the head of an answer, after which an attempt ends. */
export interface AttemptSeconds {
  readonly whole: number;
  /** Its head comes with the first token. */
  readonly streamed: number;
}

/** How long a model may take until it answers, by what it is. */
export function attemptSeconds(name: string): AttemptSeconds {
  return models.attemptSeconds[isReasoning(name) ? "reasoning" : modelKind(name)];
}

/** The longest of all: what every model is given where nobody looks which one it is. */
export const longestAttempt: number = Math.max(
  ...Object.values(models.attemptSeconds).flatMap(({ whole, streamed }) => [whole, streamed]),
);

/** Whether a SKU is offered in a region: `undefined` where the data do not say. */
export function isOffered(sku: Sku, region: string, model: string): boolean | undefined {
  if (sku === "ProvisionedManaged") {
    if (models.noRegionalProvisioned.includes(region)) return false;
    return findModel(model)?.regionalProvisioned?.includes(region);
  }
  return offered[sku]?.includes(region);
}

/** How far the processing of a SKU reaches. */
export function levelOf(sku: Sku): Level {
  switch (sku) {
    case "GlobalStandard":
    case "GlobalProvisionedManaged":
    // Made to try out fine-tuned models; Azure promises no place of processing for it.
    case "DeveloperTier":
      return "global";
    case "DataZoneStandard":
    case "DataZoneProvisionedManaged":
      return "dataZone";
    case "Standard":
    case "ProvisionedManaged":
      return "regional";
  }
}
