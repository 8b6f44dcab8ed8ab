import type {
  Catalogue,
  Lifecycle,
  Size,
  State,
  VersionRecord,
} from "../../infra/topology/catalogue/catalogue";
import type { Sku } from "../../infra/topology/schema";
import { type Answers, type ModelAnswer, regionName, versionKey } from "./answers";

export interface Composed {
  readonly catalogue: Catalogue;
  /** What a person should know: things that the answers do not settle. */
  readonly notes: readonly string[];
}

type AccountModel = NonNullable<ModelAnswer["model"]>;

/** The API's words for the stages (Azure SDK for JavaScript, arm-cognitiveservices 8.1: KnownModelLifecycleStatus). */
const states: Readonly<Record<string, State>> = {
  Preview: "preview",
  GenerallyAvailable: "available",
  Stable: "available",
  Legacy: "legacy",
  Deprecating: "deprecated",
  Deprecated: "retired",
};

/** In the order of the file. */
const skus: readonly Sku[] = [
  "GlobalStandard",
  "DataZoneStandard",
  "Standard",
  "GlobalProvisionedManaged",
  "DataZoneProvisionedManaged",
  "ProvisionedManaged",
];

/**
 * The catalogue that Azure's answers come to. Of the former one stays what Azure does not tell: successors that only
 * Microsoft's pages name, and that a version which is listed nowhere any more was to retire.
 *
 * @param knownKinds models whose kind is kept by hand
 * @param today the day of the reading
 */
export function composeCatalogue(
  answers: Answers,
  before: Catalogue,
  knownKinds: ReadonlySet<string>,
  today: string,
): Composed {
  const notes: string[] = [];
  const found = byVersion(answers);
  const models: Record<string, Record<string, VersionRecord>> = {};
  for (const [model, versions] of found) {
    for (const [version, rows] of versions) {
      const former = before.models[model]?.[version];
      models[model] ??= {};
      models[model][version] = recordOf(rows, offersOf(model, version, rows, answers), former, {
        withKind: !knownKinds.has(model),
        unknown: (status) =>
          notes.push(
            `${model} ${version}: Azure's stage \`${status}\` is not known here; taken as available.`,
          ),
      });
    }
  }
  for (const [model, versions] of Object.entries(before.models)) {
    for (const [version, former] of Object.entries(versions)) {
      if (models[model]?.[version] !== undefined) continue;
      const gone = isOver(former, today);
      notes.push(
        `${model} ${version}: Azure lists it in no region any more; ${gone ? "kept as retired" : "forgotten, because nothing says that it is retired"}.`,
      );
      if (!gone) continue;
      models[model] ??= {};
      models[model][version] = {
        ...lifeOnly(former),
        state: "retired",
        ...(former.kind && { kind: former.kind }),
      };
    }
  }
  const reading = { date: today, source: "Azure's models and capacities APIs, version 2025-06-01." };
  return {
    catalogue: { meaning: before.meaning, lifecycle: reading, offers: reading, sizes: reading, models },
    notes,
  };
}

type Rows = Map<string, AccountModel[]>;

/** Model → version → region → rows, one for each kind of account. Models of other makers are left out. */
function byVersion({ models }: Answers): Map<string, Map<string, Rows>> {
  const found = new Map<string, Map<string, Rows>>();
  for (const [region, list] of models) {
    for (const { model } of list) {
      if (model?.format !== "OpenAI" || !model.name || !model.version) continue;
      const versions = found.get(model.name) ?? new Map<string, Rows>();
      const rows: Rows = versions.get(model.version) ?? new Map();
      rows.set(region, [...(rows.get(region) ?? []), model]);
      versions.set(model.version, rows);
      found.set(model.name, versions);
    }
  }
  return found;
}

function recordOf(
  rows: Rows,
  offers: VersionRecord["offers"],
  former: VersionRecord | undefined,
  { withKind, unknown }: { withKind: boolean; unknown: (status: string) => void },
): VersionRecord {
  const lives = new Map(
    [...rows].map(([region, [first]]) => [region, lifeOf(first as AccountModel, former, unknown)]),
  );
  const usual = mostFrequent([...lives.values()]);
  const sizes = sizesOf(rows);
  const regions: Record<string, Lifecycle & { sizes?: VersionRecord["sizes"] }> = {};
  for (const [region, life] of [...lives].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const special = sizes.special.get(region);
    if (same(life, usual) && special === undefined) continue;
    regions[region] = special === undefined ? life : { ...life, sizes: special };
  }
  const [first] = [...rows.values()][0] ?? [];
  return {
    ...usual,
    ...(withKind && { kind: kindOf(first?.capabilities ?? {}) }),
    offers,
    ...(Object.keys(sizes.usual).length > 0 && { sizes: sizes.usual }),
    ...(Object.keys(regions).length > 0 && { regions }),
  };
}

function lifeOf(
  { lifecycleStatus, deprecation, replacementConfig }: AccountModel,
  former: VersionRecord | undefined,
  unknown: (status: string) => void,
): Lifecycle {
  const state = states[lifecycleStatus ?? "GenerallyAvailable"];
  if (state === undefined) unknown(String(lifecycleStatus));
  const retires = /^\d{4}-\d\d-\d\d/.exec(deprecation?.inference ?? "")?.[0];
  const { targetModelName, targetModelVersion } = replacementConfig ?? {};
  const target = [targetModelName, targetModelVersion].filter(Boolean).join(" ");
  const successor = target === "" ? former?.successor : target;
  return {
    state: state ?? "available",
    ...(retires !== undefined && { retires }),
    ...(successor !== undefined && { successor }),
  };
}

function offersOf(
  model: string,
  version: string,
  rows: Rows,
  { capacities }: Answers,
): VersionRecord["offers"] {
  const offers = new Map<string, Set<string>>();
  const add = (sku: string | undefined, region: string) => {
    if (sku !== undefined) offers.set(sku, (offers.get(sku) ?? new Set()).add(region));
  };
  for (const [region, list] of rows)
    for (const row of list) for (const { name } of row.skus ?? []) add(name, region);
  for (const { location, name, properties } of capacities.get(versionKey(model, version)) ?? [])
    if (location !== undefined) add(properties?.skuName ?? name, regionName(location));
  return Object.fromEntries(
    skus.filter((sku) => offers.has(sku)).map((sku) => [sku, [...(offers.get(sku) ?? [])].sort()]),
  );
}

/** PTU sizes as most regions have them, and the regions that differ. */
function sizesOf(rows: Rows): { usual: Record<string, Size>; special: Map<string, Record<string, Size>> } {
  const bySku = new Map<string, Map<string, Size>>();
  for (const [region, list] of rows) {
    for (const { name = "", capacity } of list.flatMap((row) => row.skus ?? [])) {
      if (!name.endsWith("ProvisionedManaged") || !capacity?.minimum || !capacity.step) continue;
      bySku.set(name, (bySku.get(name) ?? new Map()).set(region, [capacity.minimum, capacity.step]));
    }
  }
  const usual: Record<string, Size> = {};
  const special = new Map<string, Record<string, Size>>();
  for (const sku of skus) {
    const sizes = bySku.get(sku);
    if (sizes === undefined) continue;
    const common = mostFrequent([...sizes.values()]);
    usual[sku] = common;
    for (const [region, size] of sizes)
      if (!same(size, common)) special.set(region, { ...special.get(region), [sku]: size });
  }
  return { usual, special };
}

/** A version that nobody lists is over when it was on its way out, or its day has come. */
const isOver = ({ state, retires }: VersionRecord, today: string): boolean =>
  state === "retired" || state === "deprecated" || (retires !== undefined && retires <= today);

const lifeOnly = ({ state, retires, successor }: VersionRecord): Lifecycle => ({
  state,
  ...(retires !== undefined && { retires }),
  ...(successor !== undefined && { successor }),
});

function kindOf(capabilities: Readonly<Record<string, string>>): "chat" | "embedding" | "other" {
  const can = (name: string) => capabilities[name]?.toLowerCase() === "true";
  if (can("chatCompletion") || can("responses")) return "chat";
  return can("embeddings") ? "embedding" : "other";
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Of several as frequent, the first in the order of their text, so that the same answers give the same file. */
function mostFrequent<T>(values: readonly T[]): T {
  const counts = new Map<string, { value: T; count: number }>();
  for (const value of values) {
    const key = JSON.stringify(value);
    counts.set(key, { value, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const [best] = [...counts].sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1));
  return (best as [string, { value: T }])[1].value;
}
