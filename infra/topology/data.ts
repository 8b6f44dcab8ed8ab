import {
  type Catalogue,
  type KnownLifecycle,
  lifecycleIn,
  offeredIn,
  type Size,
  versionRecord,
  versionsIn,
} from "./catalogue/catalogue";
import catalogueFile from "./data/catalogue.json";
import gateways from "./data/gateways.json";
import models from "./data/models.json";
import regions from "./data/regions.json";
import type { Sku } from "./schema";

/**
 * What is known about regions, models and gateway tiers, from dated files in `data/`. Azure moves faster than they do:
 * what is unknown here is never wrong for that alone.
 */

/** Where a DataZone SKU processes. `eu` is the EU Data Boundary, Norway and Switzerland included. */
export const zones = ["eu", "us", "apac"] as const;
export type Zone = (typeof zones)[number];

export interface RegionFacts {
  readonly code: string;
  /** ISO 3166-1 alpha-2, lower case. */
  readonly country: string;
  /** Data zone of the region; `null`: none is known. */
  readonly zone: Zone | null;
}

/** How far the processing of a deployment may reach. */
export type Level = "global" | "dataZone" | "regional";

/** What no API tells of a model. */
export interface ModelFacts {
  readonly kind: "chat" | "embedding" | "other";
  /** It may think for minutes before it answers. */
  readonly reasoning?: boolean;
  /** Input tokens per minute of one PTU; absent: not known. */
  readonly tokensPerPtu?: number;
  /** Input tokens that one output token counts as on PTU; absent: not known. */
  readonly outputWeight?: number;
  /** Estimated prompt tokens above which PTU answers 400 and PAYG serves; absent: none. */
  readonly ptuPromptTokens?: number;
  /** Requests per minute that come with 1,000 tokens per minute of PAYG; absent: not known. */
  readonly requestsPerThousandTokens?: number;
  /** Day of retirement, `2027-10-14`, of deployments of models that were fine-tuned from it. */
  readonly fineTunedRetires?: string;
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
const catalogue: Catalogue = catalogueFile as unknown as Catalogue;

export const knownRegions: readonly string[] = [...regionTable.keys()];
export const knownModels: readonly string[] = [
  ...new Set([...modelTable.keys(), ...Object.keys(catalogue.models)]),
];
/** Models whose kind and pace are kept by hand, in `data/models.json`. */
export const handKeptModels: readonly string[] = [...modelTable.keys()];
export const knownCountries: Readonly<Record<string, string>> = regions.countries;
/** When each kind of fact was read. */
export const readOn = {
  regions: regions.date,
  gateways: gateways.date,
  lifecycle: catalogue.lifecycle.date,
  offers: catalogue.offers.date,
  sizes: catalogue.sizes.date,
};
/** Most PTU of one deployment. */
export const ptuMaximum: number = models.ptuMaximum;

export const findRegion = (name: string): RegionFacts | undefined => regionTable.get(name);

const fineTuned = /\.ft-.*$/s;
/** Whether Azure's name of a model is that of a fine-tuned one: `gpt-4.1-mini-2025-04-14.ft-0af3`. */
export const isFineTuned = (name: string): boolean => fineTuned.test(name);

/** The model that a fine-tuned one was trained from; Azure's name may hold its version: `gpt-4.1-mini-2025-04-14.ft-…`. */
export function baseOf(name: string): string {
  const base = name.replace(fineTuned, "");
  return base === name || modelTable.has(base) ? base : base.replace(/-(\d{4}-\d\d-\d\d|\d{4})$/, "");
}

/** Azure's name of a model; a fine-tuned one has the facts of its base. */
export function findModel(name: string): ModelFacts | undefined {
  const base = baseOf(name);
  const known = modelTable.get(base);
  if (known !== undefined) return known;
  const versions = versionsIn(catalogue, base);
  return (
    versions && { kind: Object.values(versions)[0]?.kind ?? guessKind(base), reasoning: guessReasoning(base) }
  );
}

/** The versions that are known of a model, oldest first. */
export const knownVersions = (name: string): readonly string[] =>
  Object.keys(versionsIn(catalogue, name) ?? {});

/**
 * PTU of a model by SKU, and by region where regions differ: `[minimum, step]`; `null`: Azure offers no PTU for it; `undefined`: not known. The newest version
 * speaks for those that are not known.
 */
export function ptuSize(
  name: string,
  version: string | undefined,
  sku: Sku,
  region?: string,
): Size | null | undefined {
  const base = baseOf(name);
  const all = Object.values(versionsIn(catalogue, base) ?? {});
  const own =
    isFineTuned(name) || version === undefined ? undefined : versionRecord(catalogue, base, version);
  const record = own ?? all.at(-1);
  if (record === undefined) return undefined;
  if (
    record.offers !== undefined &&
    !Object.keys(record.offers).some((each) => each.endsWith("ProvisionedManaged"))
  )
    return null;
  const special = region === undefined ? undefined : record.regions?.[region]?.sizes?.[sku];
  return special ?? record.sizes?.[sku];
}

/** Whether Azure offers PTU for a model at all; `undefined` where the data do not say. */
export function offersPtu(name: string, version?: string): boolean | undefined {
  const size = ptuSize(name, version, "GlobalProvisionedManaged");
  return size === null ? false : findModel(name) === undefined ? undefined : true;
}

export function getGateway(sku: keyof typeof gateways.skus): GatewayFacts {
  return gateways.skus[sku] as GatewayFacts;
}

/**
 * Whether a new gateway of a tier can be had in a region: `paused` where Azure is short of room for a while, `undefined`
 * where the data do not say.
 */
export function gatewayOffered(
  sku: keyof typeof gateways.skus,
  region: string,
): "yes" | "no" | "paused" | undefined {
  const { offered, notOffered, paused } = gateways.regions as {
    readonly offered: Readonly<Record<string, readonly string[]>>;
    readonly notOffered: Readonly<Record<string, readonly string[]>>;
    readonly paused: Readonly<Record<string, readonly string[]>>;
  };
  if (paused[region]?.includes(sku)) return "paused";
  const known = offered[sku];
  // The classic tiers.
  if (known === undefined) return findRegion(region) === undefined ? undefined : "yes";
  if (known.includes(region)) return "yes";
  return notOffered[sku]?.includes(region) ? "no" : undefined;
}

/** When the regions of the gateway's tiers were read. */
export const gatewayRegionsDate: string = gateways.regions.date;

/** Whether the availability zones of a tier can be chosen in a region, as far as the data say. */
export const gatewayZones: {
  readonly date: string;
  readonly tiers: readonly string[];
  readonly regions: readonly string[];
} = gateways.zones;

/** The version of API Management's API that a tier needs, where the one that is written is too old; else `undefined`. */
export const newerApiFor = (sku: keyof typeof gateways.skus): string | undefined =>
  (gateways.apiVersion.needed as Readonly<Record<string, string>>)[sku];

/** The version of API Management's API that is written. */
export const gatewayApiVersion: string = gateways.apiVersion.written;

/** Short code for names. A region that is not known stands for itself. */
export const regionCode = (name: string): string => findRegion(name)?.code ?? name;

/**
 * The life of a version of a model in a region; `undefined` where the data do not know the version. A fine-tuned model has
 * a date of its own, months after its base.
 */
export function lifecycleOf(name: string, version: string, region?: string): KnownLifecycle | undefined {
  if (!isFineTuned(name)) return lifecycleIn(catalogue, name, version, region);
  const retires = findModel(name)?.fineTunedRetires;
  return retires === undefined ? undefined : { state: "available", retires, ...catalogue.lifecycle };
}

/** What a model answers; for an unknown model a guess from its name. */
export const modelKind = (name: string): ModelFacts["kind"] => findModel(name)?.kind ?? guessKind(name);

function guessKind(name: string): ModelFacts["kind"] {
  if (/embed/i.test(name)) return "embedding";
  return /image|dall-e|audio|tts|whisper|transcribe|sora|realtime/i.test(name) ? "other" : "chat";
}

/** Whether a model may think for minutes before it answers; for an unknown model a guess from its name. */
export function isReasoning(name: string): boolean {
  const known = findModel(name);
  return known === undefined ? guessReasoning(name) : known.reasoning === true;
}

const guessReasoning = (name: string): boolean => /^(o\d|gpt-[5-9])/i.test(name);

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

/** Whether a region offers a SKU of a model: `undefined` where the data do not say. */
export function isOffered(sku: Sku, region: string, model: string, version?: string): boolean | undefined {
  const own = knownVersions(model).includes(version ?? "") ? version : undefined;
  return offeredIn(catalogue, sku, region, baseOf(model), own);
}

/** Whether the data have read which regions offer a version of a model at all; where not, {@link isOffered} goes by other models. */
export function offersKnown(model: string, version?: string): boolean {
  const versions = versionsIn(catalogue, baseOf(model)) ?? {};
  const own = isFineTuned(model) ? undefined : versions[version ?? ""];
  return own !== undefined
    ? own.offers !== undefined
    : Object.values(versions).some(({ offers }) => offers !== undefined);
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
