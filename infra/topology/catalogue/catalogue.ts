import type { Sku } from "../schema";

/**
 * What Azure offers by model, version and region: the content of `data/catalogue.json`, which `fleet catalogue refresh`
 * writes. Plain values; whoever asks passes the catalogue in.
 */
export interface Catalogue {
  readonly meaning: Readonly<Record<string, string>>;
  readonly lifecycle: Reading;
  readonly offers: Reading;
  readonly sizes: Reading;
  /** Model → version → what is known of it. */
  readonly models: Readonly<Record<string, Readonly<Record<string, VersionRecord>>>>;
}

/** When something was read, `2026-09-02` or `2026-07`, and where. */
export interface Reading {
  readonly date: string;
  readonly source: string;
}

/**
 * Microsoft's stages of a model. `deprecated` is what the API calls `Deprecating`: a subscription that never had the
 * model is refused. `retired` is what it calls `Deprecated`: deployments are refused and calls answer errors.
 */
export const states = ["preview", "available", "legacy", "deprecated", "retired"] as const;
export type State = (typeof states)[number];

export interface Lifecycle {
  readonly state: State;
  /** The day from which Azure retires it; absent: not known. */
  readonly retires?: string;
  /** The model that Microsoft names instead, with its version where one is named: `gpt-5.5` or `gpt-5.5 2026-04-24`. */
  readonly successor?: string;
}

/** Minimum and step of PTU. */
export type Size = readonly [minimum: number, step: number];

export interface VersionRecord extends Lifecycle {
  /** What a model that `data/models.json` does not know answers. */
  readonly kind?: "chat" | "embedding" | "other";
  /** The regions that offer a SKU; absent: not known. */
  readonly offers?: Readonly<Partial<Record<Sku, readonly string[]>>>;
  /** PTU sizes by SKU; absent: not known. */
  readonly sizes?: Readonly<Partial<Record<Sku, Size>>>;
  /** Regions that differ from all others. */
  readonly regions?: Readonly<Record<string, Lifecycle & { readonly sizes?: VersionRecord["sizes"] }>>;
  /** Of this record, where it differs from the catalogue's. */
  readonly read?: Reading;
}

/** What is known of a version in a region, with its reading. */
export interface KnownLifecycle extends Lifecycle, Reading {}

/** @returns `undefined` when the catalogue does not know the version */
export function lifecycleIn(
  catalogue: Catalogue,
  model: string,
  version: string,
  region: string | undefined,
): KnownLifecycle | undefined {
  const record = versionRecord(catalogue, model, version);
  if (record === undefined) return undefined;
  const { date, source } = record.read ?? catalogue.lifecycle;
  const special =
    region !== undefined && Object.hasOwn(record.regions ?? {}, region)
      ? record.regions?.[region]
      : undefined;
  const { state, retires, successor } = special ?? record;
  return { state, retires, successor, date, source };
}

export function versionRecord(
  catalogue: Catalogue,
  model: string,
  version: string,
): VersionRecord | undefined {
  const versions = versionsIn(catalogue, model);
  return versions !== undefined && Object.hasOwn(versions, version) ? versions[version] : undefined;
}

/** The versions of a model, oldest first; `undefined` when the catalogue does not know the model. */
export const versionsIn = (catalogue: Catalogue, model: string) =>
  Object.hasOwn(catalogue.models, model) ? catalogue.models[model] : undefined;

/** SKUs that some region offers for whatever model its processing may reach; the others differ from model to model. */
const general: readonly Sku[] = [
  "GlobalStandard",
  "DataZoneStandard",
  "GlobalProvisionedManaged",
  "DataZoneProvisionedManaged",
];

/**
 * Whether a region offers a SKU of one version, or of any version of a model; `undefined` where the catalogue does not
 * say. Of a model whose offers are not known: what regions offer of other models.
 */
export function offeredIn(
  catalogue: Catalogue,
  sku: Sku,
  region: string,
  model: string,
  version: string | undefined,
): boolean | undefined {
  if (sku === "DeveloperTier") return undefined; // Of fine-tuned models, which the catalogue does not list.
  const records =
    version === undefined
      ? Object.values(versionsIn(catalogue, model) ?? {})
      : [versionRecord(catalogue, model, version)];
  const offers = records.flatMap((record) => (record?.offers === undefined ? [] : [record.offers]));
  if (offers.length > 0) return offers.some((each) => each[sku]?.includes(region) ?? false);
  return anyOffers(catalogue, sku, region) ? general.includes(sku) || undefined : false;
}

function anyOffers(catalogue: Catalogue, sku: Sku, region: string): boolean {
  return Object.values(catalogue.models).some((versions) =>
    Object.values(versions).some(({ offers }) => offers?.[sku]?.includes(region)),
  );
}
