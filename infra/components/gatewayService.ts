import * as apimanagement from "@pulumi/azure-native/apimanagement/index.js";
import * as monitor from "@pulumi/azure-native/monitor/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { Naming } from "../naming";
import type { Topology } from "../topology/topology";
import type { Hub } from "./hub";
import { nameOf } from "./nameOf";
import { gatewaySubnet } from "./networkShape";

/** Arguments of a {@link GatewayService}. */
export interface GatewayServiceArgs {
  readonly topology: Topology;
  readonly naming: Naming;
  readonly hub: Hub;
}

/** The API Management service itself: ours, or one that somebody else owns and that we only add to. */
export class GatewayService extends pulumi.ComponentResource {
  public readonly resourceGroupName: pulumi.Output<string>;
  public readonly serviceName: pulumi.Output<string>;
  /** Resource id of the service. */
  public readonly serviceId: pulumi.Output<string>;
  /** `https://<name>.azure-api.net`, without a slash at the end. */
  public readonly url: pulumi.Output<string>;

  constructor(name: string, args: GatewayServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aoai-fleet:index:GatewayService", name, {}, opts);
    const { topology, naming, hub } = args;
    const { existing } = topology.gateway;
    if (existing) {
      this.resourceGroupName = pulumi.output(existing.resourceGroup);
      this.serviceName = pulumi.output(existing.name);
      this.serviceId = pulumi.interpolate`/subscriptions/${hub.subscriptionId}/resourceGroups/${existing.resourceGroup}/providers/Microsoft.ApiManagement/service/${existing.name}`;
    } else {
      const serviceName = hub.fill(naming.hub.service());
      const service = this.declareService(name, args, serviceName);
      this.resourceGroupName = hub.resourceGroupName;
      this.serviceName = nameOf(service, serviceName);
      this.serviceId = service.id;
      this.declareDiagnostics(`${name}-diagnostics`, service.id, hub);
    }
    this.url = pulumi.interpolate`https://${this.serviceName}.azure-api.net`;
    this.registerOutputs({ url: this.url });
  }

  private declareService(
    name: string,
    { topology, hub }: GatewayServiceArgs,
    serviceName: pulumi.Input<string>,
  ): apimanagement.ApiManagementService {
    const { sku, publisher, restore } = topology.gateway;
    if (!sku || !publisher || !hub.identity.resourceId) {
      throw new Error("A new gateway without tier, publisher or identity passed validation.");
    }
    const connected = hub.network && gatewaySubnet(sku.name) ? hub.network : undefined;
    return new apimanagement.ApiManagementService(
      name,
      {
        serviceName,
        resourceGroupName: hub.resourceGroupName,
        location: hub.location,
        sku: { name: sku.name, capacity: sku.units },
        ...(sku.zones && { zones: [...sku.zones] }),
        publisherName: publisher.name,
        publisherEmail: publisher.email,
        identity: {
          type: "UserAssigned",
          userAssignedIdentities: hub.identity.resourceId.apply((id) => ({ [id]: {} })),
        },
        // `External` also means outbound integration in the v2 tiers; the accounts are reached over the subnet either way.
        virtualNetworkType: connected ? "External" : "None",
        ...(connected?.gatewaySubnetId && {
          virtualNetworkConfiguration: { subnetResourceId: connected.gatewaySubnetId },
        }),
        ...(connected?.publicIpId && { publicIpAddressId: connected.publicIpId }),
        // Azure ignores all other properties of a restoring write: the service is itself again when the file says
        // `restore` no longer and the next update writes them.
        ...(restore && { restore: true }),
        tags: topology.tags,
      },
      {
        parent: this,
        // A lost service takes its host name and every subscription key with it: all callers would have to change.
        protect: topology.protect,
        dependsOn: connected ? [...connected.ready] : [],
        // The classic tiers take the better part of an hour.
        customTimeouts: { create: "2h", update: "2h", delete: "2h" },
      },
    );
  }

  private declareDiagnostics(name: string, resourceUri: pulumi.Output<string>, hub: Hub): void {
    new monitor.DiagnosticSetting(
      name,
      {
        name: "fleet",
        resourceUri,
        workspaceId: hub.workspaceId,
        logAnalyticsDestinationType: "Dedicated",
        logs: ["GatewayLogs", "GatewayLlmLogs"].map((category) => ({ category, enabled: true })),
        metrics: [{ category: "AllMetrics", enabled: true }],
      },
      { parent: this },
    );
  }
}
