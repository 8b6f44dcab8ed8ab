import { deploymentName, Naming, slug } from "../../naming";
import { modelKind, regionCode } from "../data";
import { policySettings } from "../policySummary";
import { unstatedStateful } from "../stateful";
import type { Account, Consumer, Deployment, Model, RaiPolicy, Topology } from "../topology";

/** Nested by the keys of the topology file; `undefined` is the same as absent. */
export type Settings = Readonly<Record<string, unknown>>;

/**
 * A topology in the words of its file: what the file says once stands once, named things stand under their names, and a
 * name that follows from others (of an account, a deployment, a resource group) is left out as long as it does follow.
 * A field that is added to the topology one day is carried along under its own name. Where the file was read does not
 * count.
 */
export function settingsOf(topology: Topology): Settings {
  const {
    file: _,
    models,
    regions,
    accounts,
    consumers,
    policies,
    gateway,
    raiPolicies,
    blocklists,
    ...fleet
  } = topology;
  const own = (fineTuned: boolean) =>
    models
      .filter((model) => model.fineTuned === fineTuned)
      .map((model) => [model.name, { ...modelSettings(model), ...agreed(model.name, topology) }] as const);
  const held = (fineTuned: boolean) =>
    accounts
      .filter((account) => account.fineTuned === fineTuned)
      .map((account) => {
        const owner = ownerOf(account, topology);
        return [owner?.name ?? account.key, accountSettings(account, owner, topology)] as const;
      });
  return {
    ...fleet,
    gateway: { ...gateway, policies: policySettings(policies) },
    models: byName(own(false)),
    regions: byName([
      ...held(false),
      ...regions.flatMap(({ name, code }) => (code === regionCode(name) ? [] : [[name, { code }] as const])),
    ]),
    fineTuned: byName([...held(true), ...own(true)]),
    raiPolicies: byName(
      raiPolicies.map(({ name, filters, ...policy }) => [
        inFile(name, topology),
        { ...policy, filters: filterSettings(filters) },
      ]),
    ),
    blocklists: byName(blocklists.map(({ name, ...list }) => [name, list] as const)),
    consumers: byName(
      consumers.map(
        ({ name, keys, stateful, ...consumer }) =>
          [
            name,
            {
              ...consumerSettings(consumer),
              stateful: unless(stateful, unstatedStateful(topology.stateful)),
              keys: changedKeys(keys),
            },
          ] as const,
      ),
    ),
  };
}

/** A content filter of the file by the file's own name for it; the topology has that of its resource. */
function inFile(name: string, { workload, environment, nameSuffix, raiPolicies }: Topology): string {
  const own = name.slice(workload.length + 1);
  const naming = new Naming(workload, environment, nameSuffix);
  return naming.contentFilter(own) === name && raiPolicies.some((policy) => policy.name === name)
    ? own
    : name;
}

/** By what is looked for and where: a filter that is inserted leaves the others where they are. */
function filterSettings(filters: RaiPolicy["filters"]): Settings {
  return byName(filters.map(({ name, source, ...filter }) => [`${name}, ${source}`, filter] as const));
}

/** Limits of single models stand under the models' names, as in the file; without any the models are a list. */
function consumerSettings({
  models,
  modelLimits,
  ...consumer
}: Omit<Consumer, "name" | "keys" | "stateful">): Settings {
  if (modelLimits.length === 0) return { ...consumer, models };
  const limits = modelLimits.map(({ model, ...limit }) => [model, limit] as const);
  const open = (models ?? ["*"]).map((model) => [model, {}] as const);
  return { ...consumer, models: byName([...open, ...limits]) };
}

/** What is said about one name in several places, together. */
function byName(parts: readonly (readonly [name: string, settings: Settings])[]): Settings {
  const sections = new Map<string, Settings>();
  for (const [name, settings] of parts) sections.set(name, { ...sections.get(name), ...settings });
  return Object.fromEntries(sections);
}

/** The value, unless it follows from what is said elsewhere. */
const unless = <T>(value: T, implied: unknown): T | undefined => (value === implied ? undefined : value);

/** The numbers of keys that were made anew; nothing where both are the first. */
function changedKeys({ primary, secondary }: Consumer["keys"]): Settings | undefined {
  if (primary === 1 && secondary === 1) return undefined;
  return { primary: unless(primary, 1), secondary: unless(secondary, 1) };
}

function modelSettings({
  name,
  slug: short,
  azureName,
  version,
  fineTuned,
  kind,
  ...model
}: Model): Settings {
  return {
    ...(fineTuned ? { model: azureName } : { name: unless(azureName, name) }),
    version,
    ...model,
    spillover: fineTuned ? unless(model.spillover, "gateway") : model.spillover,
    kind: unless(kind, modelKind(azureName)),
    slug: unless(short, slug(name)),
  };
}

/** What the file says once per model, and the topology in each of its deployments. */
const perModel = ["raiPolicy", "versionUpgrade", "sourceAccount"] as const;

/** The settings in which all deployments of a model agree. */
function agreed(model: string, topology: Topology): Partial<Deployment> {
  const [first, ...others] = topology.accounts
    .flatMap((account) => account.deployments)
    .filter((deployment) => deployment.model === model);
  if (first === undefined) return {};
  return Object.fromEntries(
    perModel
      .filter((key) => others.every((other) => other[key] === first[key]))
      .map((key) => [key, key === "raiPolicy" ? filterOf(first, topology) : first[key]]),
  );
}

const filterOf = ({ raiPolicy }: Deployment, topology: Topology) =>
  raiPolicy === undefined ? undefined : inFile(raiPolicy, topology);

/** The model that a fine-tuned account belongs to. */
function ownerOf({ key, fineTuned }: Account, { models }: Topology): Model | undefined {
  return fineTuned ? models.find((model) => model.fineTuned && key === `ft-${model.slug}`) : undefined;
}

function accountSettings(account: Account, owner: Model | undefined, topology: Topology): Settings {
  const { key, region, fineTuned, resourceGroup, name, subdomain, existing, priority, deployments, ...rest } =
    account;
  const naming = new Naming(topology.workload, topology.environment, topology.nameSuffix);
  const code = topology.regions.find((each) => each.name === region)?.code ?? regionCode(region);
  const part = owner === undefined ? code : `${code}-${owner.slug}`;
  const held = [...new Set(deployments.map(({ model }) => model))].map((model) => {
    const tiers = deployments.filter((deployment) => deployment.model === model);
    return [
      model,
      Object.fromEntries(tiers.map((each) => [each.tier, deploymentSettings(each, topology)])),
    ] as const;
  });
  const others = held.filter(([model]) => model !== owner?.name);
  return {
    region: owner === undefined ? unless(region, key) : region,
    priority,
    // The file of a fine-tuned model has the tiers beside its other settings.
    ...held.find(([model]) => model === owner?.name)?.[1],
    deployments: owner !== undefined && others.length === 0 ? undefined : Object.fromEntries(others),
    ...(existing
      ? { existing: { resourceGroup, account: name, subdomain: unless(subdomain, name.toLowerCase()) } }
      : {
          resourceGroup: unless(resourceGroup, naming.regionResourceGroup(code)),
          account: unless(name, naming.account(part)),
          subdomain: unless(subdomain, naming.subdomain(part)),
        }),
    ...rest,
    key: unless(key, owner === undefined ? key : `ft-${owner.slug}`),
  };
}

function deploymentSettings(deployment: Deployment, topology: Topology): Settings {
  const { model, tier, name, existing, capacity, modelName, modelVersion, ...others } = deployment;
  const rest = { ...others, raiPolicy: filterOf(deployment, topology) };
  const definition = topology.models.find((each) => each.name === model);
  const saidOfModel = definition === undefined ? [] : Object.keys(agreed(model, topology));
  return {
    capacity,
    ...Object.fromEntries(Object.entries(rest).filter(([setting]) => !saidOfModel.includes(setting))),
    ...(existing ? { existing: name } : { name: unless(name, deploymentName(model, tier)) }),
    modelName: unless(modelName, definition?.azureName),
    modelVersion: unless(modelVersion, definition?.version),
  };
}
