import { deploymentName, Naming, slug } from "../../infra/naming";
import { topologySchema } from "../../infra/topology/schema";
import type { Account, Consumer, Deployment, Model, Tier, Topology } from "../../infra/topology/topology";

/** A topology by hand, for tests of what comes after the topology: short to write, complete in its values. */
export interface FleetSketch {
  readonly stateful?: Topology["stateful"];
  readonly models: Readonly<
    Record<
      string,
      Partial<Model> & { readonly ptuSku?: Deployment["sku"]; readonly paygSku?: Deployment["sku"] }
    >
  >;
  /** Region → priority and, by model, PTU and PAYG capacity. */
  readonly regions: Readonly<Record<string, RegionSketch>>;
  /** Fine-tuned model → region and PAYG capacity. */
  readonly fineTuned?: Readonly<Record<string, { readonly region: string; readonly payg: number }>>;
  readonly consumers?: Readonly<Record<string, Partial<Consumer>>>;
  readonly residency?: Topology["residency"];
  readonly surfaces?: Topology["gateway"]["surfaces"];
  readonly routing?: Partial<Topology["routing"]>;
  readonly workload?: string;
}

export interface RegionSketch {
  readonly priority?: number;
  readonly deployments: Readonly<
    Record<
      string,
      { readonly ptu?: number; readonly payg?: number; readonly ptuName?: string; readonly paygName?: string }
    >
  >;
}

export function fleet(sketch: FleetSketch): Topology {
  const workload = sketch.workload ?? "aoai";
  const naming = new Naming(workload, "test", undefined);
  const { gateway, network, monitoring, routing, promises } = topologySchema.parse({
    environment: "test",
    workload,
    gateway: { location: "eastus2", surfaces: sketch.surfaces },
    network: { access: "public" },
    models: {},
    regions: {},
  });
  const base = Object.entries(sketch.models).map(([name, given]) => model(name, false, given));
  const tuned = Object.keys(sketch.fineTuned ?? {}).map((name) => model(name, true, {}));
  const models = [...base, ...tuned].sort((a, b) => (a.name < b.name ? -1 : 1));
  const regionNames = [
    ...new Set([
      ...Object.keys(sketch.regions),
      ...Object.values(sketch.fineTuned ?? {}).map((ft) => ft.region),
    ]),
  ].sort();
  const accounts = regionNames.flatMap((region) => {
    const own = sketch.regions[region];
    const list: Account[] = [];
    if (own !== undefined) {
      const deployments = Object.entries(own.deployments).flatMap(
        ([name, { payg, ptu, paygName, ptuName }]) => [
          ...(payg === undefined
            ? []
            : [deployment(name, "payg", payg, sketch.models[name]?.paygSku ?? "GlobalStandard", paygName)]),
          ...(ptu === undefined
            ? []
            : [
                deployment(
                  name,
                  "ptu",
                  ptu,
                  sketch.models[name]?.ptuSku ?? "GlobalProvisionedManaged",
                  ptuName,
                ),
              ]),
        ],
      );
      list.push(account(naming, region, region, false, own.priority ?? 1, deployments));
    }
    for (const [name, ft] of Object.entries(sketch.fineTuned ?? {})) {
      if (ft.region !== region) continue;
      list.push(
        account(naming, `ft-${slug(name)}`, region, true, 1, [
          deployment(name, "payg", ft.payg, "Standard", undefined),
        ]),
      );
    }
    return list;
  });
  return {
    file: "stacks/test.yaml",
    environment: "test",
    workload,
    nameSuffix: undefined,
    protect: false,
    tags: {},
    residency: sketch.residency,
    stateful: sketch.stateful ?? "responses",
    gateway: { ...gateway, entra: undefined },
    policies: [],
    network,
    monitoring,
    routing: { ...routing, ...sketch.routing },
    promises,
    models,
    regions: regionNames.map((name) => ({ name, code: name })),
    accounts,
    raiPolicies: [],
    blocklists: [],
    consumers: Object.entries(sketch.consumers ?? {})
      .map(([name, given]) => consumer(name, given))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function model(name: string, fineTuned: boolean, given: Partial<Model>): Model {
  return {
    name,
    slug: slug(name),
    azureName: given.azureName ?? name,
    version: given.version ?? "1",
    fineTuned,
    kind: given.kind ?? (name.includes("embedding") ? "embedding" : "chat"),
    spillover: given.spillover ?? "gateway",
    residency: given.residency,
  };
}

function account(
  naming: Naming,
  key: string,
  region: string,
  fineTuned: boolean,
  priority: number,
  deployments: Deployment[],
): Account {
  return {
    key,
    region,
    fineTuned,
    resourceGroup: naming.regionResourceGroup(region),
    name: naming.account(key),
    subdomain: naming.subdomain(key),
    existing: false,
    restore: false,
    retire: false,
    priority,
    deployments,
  };
}

function deployment(
  name: string,
  tier: Tier,
  capacity: number,
  sku: Deployment["sku"],
  physical: string | undefined,
): Deployment {
  return {
    model: name,
    tier,
    name: physical ?? deploymentName(name, tier),
    sku,
    capacity,
    modelName: name,
    modelVersion: "1",
    sourceAccount: undefined,
    versionUpgrade: "OnceCurrentVersionExpired",
    raiPolicy: undefined,
    spilloverTo: undefined,
    existing: physical !== undefined,
  };
}

function consumer(name: string, given: Partial<Consumer>): Consumer {
  return {
    name,
    class: given.class ?? "standard",
    tokensPerMinute: given.tokensPerMinute ?? 1000,
    requestsPerMinute: given.requestsPerMinute,
    tokenQuota: given.tokenQuota,
    requestQuota: given.requestQuota,
    models: given.models,
    modelLimits: given.modelLimits ?? [],
    residency: given.residency,
    stateful: given.stateful ?? "responses",
    entraApplications: given.entraApplications ?? [],
    entraRoles: given.entraRoles ?? [],
    entraGroups: given.entraGroups ?? [],
    keys: { primary: 1, secondary: 1 },
  };
}
