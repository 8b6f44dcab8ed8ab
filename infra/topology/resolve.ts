import { deploymentName, Naming, slug } from "../naming";
import { contentFilters } from "./contentFilters";
import { modelKind, regionCode } from "./data";
import type { CompanyPolicy } from "./policyPlaces";
import { resolveConsumer } from "./resolveConsumer";
import type { PaygSku, PtuSku, TopologyFile } from "./schema";
import type { Account, Deployment, Gateway, Model, Region, Tier, Topology } from "./topology";

/** Names in code-unit order, the same on every machine. */
const byName = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

type FileRegion = TopologyFile["regions"][string];
type FileFineTuned = TopologyFile["fineTuned"][string];
type FileCapacity = NonNullable<FileRegion["deployments"][string][Tier]>;

/**
 * Expands every shorthand, decides every name and orders every list. Total: where the file refers to a model or SKU that
 * it does not define, the deployment is left out, and a rule says so.
 *
 * @param path path of the file, as given
 * @param policies the company's own, as far as their files could be read
 */
export function resolveTopology(
  file: TopologyFile,
  path: string,
  policies: readonly CompanyPolicy[] = [],
): Topology {
  const naming = new Naming(file.workload, file.environment, file.nameSuffix);
  const fineTuned = byName(file.fineTuned);
  const regionNames = [
    ...new Set([...Object.keys(file.regions), ...fineTuned.map(([, model]) => model.region)]),
  ].sort();
  return {
    file: path,
    environment: file.environment,
    workload: file.workload,
    nameSuffix: file.nameSuffix,
    protect: file.protect,
    tags: file.tags,
    residency: file.residency,
    stateful: file.stateful,
    gateway: resolveGateway(file.gateway),
    policies,
    network: file.network,
    monitoring: file.monitoring,
    routing: file.routing,
    promises: file.promises,
    models: resolveModels(file),
    regions: regionNames.map((name): Region => ({ name, code: regionCode(name) })),
    accounts: regionNames.flatMap((name) => {
      const region = file.regions[name];
      const own = fineTuned.filter(([, model]) => model.region === name);
      return [
        ...(region === undefined ? [] : [baseAccount(file, naming, name, region)]),
        ...own.map(([model, definition]) => fineTunedAccount(naming, model, definition)),
      ];
    }),
    raiPolicies: byName(file.raiPolicies).map(([name, policy]) => ({
      name: naming.contentFilter(name),
      base: policy.base,
      mode: policy.mode,
      filters: contentFilters(policy),
      blocklists: policy.blocklists ?? [],
    })),
    blocklists: byName(file.blocklists).map(([name, { description, terms = [], patterns = [] }]) => ({
      name,
      description,
      items: [
        ...terms.map((pattern) => ({ pattern, isRegex: false })),
        ...patterns.map((pattern) => ({ pattern, isRegex: true })),
      ],
    })),
    consumers: byName(file.consumers).map(([name, consumer]) =>
      resolveConsumer(name, consumer, file.stateful, [
        ...Object.keys(file.models),
        ...Object.keys(file.fineTuned),
      ]),
    ),
  };
}

function resolveGateway({ entra, ...gateway }: TopologyFile["gateway"]): Gateway {
  if (entra === undefined) return gateway;
  const { tenantId, audience, ...rest } = entra;
  return { ...gateway, entra: { tenantId: [tenantId].flat(), audience: [audience].flat(), ...rest } };
}

function resolveModels(file: TopologyFile): Model[] {
  const base = byName(file.models).map(([name, model]): Model => {
    const azureName = model.name ?? name;
    return {
      name,
      slug: slug(name),
      azureName,
      version: model.version,
      fineTuned: false,
      kind: modelKind(azureName),
      spillover: model.spillover,
      residency: model.residency,
    };
  });
  const tuned = byName(file.fineTuned).map(
    ([name, model]): Model => ({
      name,
      slug: slug(name),
      azureName: model.model,
      version: model.version,
      fineTuned: true,
      kind: modelKind(model.model),
      spillover: "gateway",
      residency: model.residency,
    }),
  );
  return [...base, ...tuned].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function baseAccount(file: TopologyFile, naming: Naming, name: string, region: FileRegion): Account {
  const code = regionCode(name);
  return {
    key: name,
    region: name,
    fineTuned: false,
    resourceGroup: region.existing?.resourceGroup ?? naming.regionResourceGroup(code),
    name: region.existing?.account ?? naming.account(code),
    // Azure offers the account's name in lower case when an account gets its subdomain.
    subdomain: region.existing?.subdomain ?? region.existing?.account.toLowerCase() ?? naming.subdomain(code),
    existing: region.existing !== undefined,
    restore: region.restore,
    retire: region.retire,
    priority: region.priority,
    deployments: byName(region.deployments).flatMap(([model, tiers]) =>
      baseDeployments(file, naming, model, tiers),
    ),
  };
}

/** What the file defines has a name of the fleet's; what it does not is Azure's, or of an account that exists already. */
function filterName(file: TopologyFile, naming: Naming, name: string | undefined): string | undefined {
  return name !== undefined && Object.hasOwn(file.raiPolicies, name) ? naming.contentFilter(name) : name;
}

function baseDeployments(
  file: TopologyFile,
  naming: Naming,
  model: string,
  tiers: FileRegion["deployments"][string],
): Deployment[] {
  const definition = Object.hasOwn(file.models, model) ? file.models[model] : undefined;
  if (definition === undefined) return [];
  const make = (tier: Tier, capacity: FileCapacity | undefined): Deployment | undefined => {
    const sku = skuOf(capacity, definition[tier]);
    if (capacity === undefined || sku === undefined) return undefined;
    const existing = typeof capacity === "number" ? undefined : capacity.existing;
    return {
      model,
      tier,
      name: existing ?? deploymentName(model, tier),
      sku,
      capacity: typeof capacity === "number" ? capacity : capacity.capacity,
      modelName: tiers.name ?? definition.name ?? model,
      modelVersion: tiers.version ?? definition.version,
      sourceAccount: undefined,
      versionUpgrade: definition.versionUpgrade,
      raiPolicy: filterName(file, naming, definition.raiPolicy),
      spilloverTo: undefined,
      existing: existing !== undefined,
    };
  };
  const payg = make("payg", tiers.payg);
  const ptu = make("ptu", tiers.ptu);
  // PAYG first: the PTU deployment that names it as its spillover target is refused while it does not exist. A PTU
  // deployment that somebody else owns is never changed, so its spillover is theirs to set.
  const spills =
    definition.spillover === "service" && payg !== undefined && ptu !== undefined && !ptu.existing;
  return [payg, ptu && spills ? { ...ptu, spilloverTo: payg.name } : ptu].filter(
    (deployment) => deployment !== undefined,
  );
}

const skuOf = (capacity: FileCapacity | undefined, sku: PtuSku | PaygSku | undefined) =>
  typeof capacity === "object" ? (capacity.sku ?? sku) : sku;

function fineTunedAccount(naming: Naming, model: string, definition: FileFineTuned): Account {
  const code = regionCode(definition.region);
  const part = `${code}-${slug(model)}`;
  const make = (tier: Tier): Deployment[] => {
    const declared = definition[tier];
    if (declared === undefined) return [];
    return [
      {
        model,
        tier,
        name: deploymentName(model, tier),
        sku: declared.sku,
        capacity: declared.capacity,
        modelName: definition.model,
        modelVersion: definition.version,
        sourceAccount: definition.sourceAccount,
        // A fine-tuned model has no newer version that Azure could move it to.
        versionUpgrade: "NoAutoUpgrade",
        raiPolicy: undefined,
        spilloverTo: undefined,
        existing: false,
      },
    ];
  };
  return {
    key: `ft-${slug(model)}`,
    region: definition.region,
    fineTuned: true,
    resourceGroup: naming.regionResourceGroup(code),
    name: naming.account(part),
    subdomain: naming.subdomain(part),
    existing: false,
    restore: definition.restore,
    retire: false,
    priority: definition.priority,
    deployments: [...make("payg"), ...make("ptu")],
  };
}
