import * as resources from "@pulumi/azure-native/resources/index.js";
import * as pulumi from "@pulumi/pulumi";
import { type Naming, slug } from "../naming";
import { filtersOf } from "../topology/contentFilters";
import type { Account, Topology, Region as TopologyRegion } from "../topology/topology";
import type { DeploymentModels } from "./deploymentModels";
import type { Hub } from "./hub";
import { nameOf } from "./nameOf";
import { RegionalAccount } from "./regionalAccount";

/** Arguments of a {@link Region}. */
export interface RegionArgs {
  /** The region to declare. */
  readonly region: TopologyRegion;
  /** The fleet that it belongs to. */
  readonly topology: Topology;
  readonly naming: Naming;
  readonly hub: Hub;
  /** Which model a deployment is written with, where that is not simply the file's. */
  readonly models: DeploymentModels;
}

/** One region: a resource group and the accounts in it, the base account first. Regions do not wait for each other. */
export class Region extends pulumi.ComponentResource {
  /** The accounts by {@link Account.key}. */
  public readonly accounts: ReadonlyMap<string, RegionalAccount>;

  constructor(name: string, args: RegionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aoai-fleet:index:Region", name, {}, opts);
    const { region, topology, naming, hub, models } = args;
    const { tags } = topology;
    const accounts = topology.accounts.filter((account) => account.region === region.name);
    const [first] = accounts.filter((account) => !account.existing);

    const groupName =
      first &&
      nameOf(
        new resources.ResourceGroup(
          `${name}-group`,
          { resourceGroupName: first.resourceGroup, location: region.name, tags },
          { parent: this },
        ),
        first.resourceGroup,
      );

    this.accounts = new Map(
      accounts.map((account) => [
        account.key,
        new RegionalAccount(
          `${name}-${account.fineTuned ? account.key : "account"}`,
          {
            account,
            resourceGroupName:
              account.existing || groupName === undefined ? account.resourceGroup : groupName,
            endpointName: naming.privateEndpoint(namePart(account, region)),
            access: topology.network.access,
            protect: topology.protect && !account.retire,
            tags,
            hub,
            models,
            filters: filtersOf(topology, account.deployments),
          },
          { parent: this },
        ),
      ]),
    );
    this.registerOutputs({});
  }
}

/** The part of an account's names that tells it from others: the region's code, and the model where it is fine-tuned. */
function namePart(account: Account, region: TopologyRegion): string {
  const [deployment] = account.deployments;
  return account.fineTuned && deployment ? `${region.code}-${slug(deployment.model)}` : region.code;
}
