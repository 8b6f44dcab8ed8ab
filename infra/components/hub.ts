import * as applicationinsights from "@pulumi/azure-native/applicationinsights/index.js";
import * as managedidentity from "@pulumi/azure-native/managedidentity/index.js";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights/index.js";
import * as resources from "@pulumi/azure-native/resources/index.js";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { type Naming, SUFFIX_LENGTH } from "../naming";
import type { Topology } from "../topology/topology";
import { assignRole, builtInRole, type Role } from "./assignRole";
import { HubNetwork } from "./hubNetwork";
import { nameOf } from "./nameOf";
import { declareStatefulRole } from "./statefulRole";
import { withSuffix } from "./suffix";

/** Monitoring Metrics Publisher: to write telemetry, nothing else. */
const METRICS_PUBLISHER = "3913510d-42f4-4e42-8a64-420c390055eb";

/** Arguments of a {@link Hub}. */
export interface HubArgs {
  /** The fleet; decides the location, the network, and whether the gateway brings its own identity. */
  readonly topology: Topology;
  /** Names of this environment. */
  readonly naming: Naming;
}

/** The identity that the gateway calls Azure OpenAI with. */
export interface GatewayIdentity {
  /** Resource id, for a service of ours; `undefined`: an existing service has the identity already. */
  readonly resourceId: pulumi.Output<string> | undefined;
  readonly clientId: pulumi.Input<string>;
  /** Object id, which is granted access to the accounts. */
  readonly principalId: pulumi.Input<string>;
}

/**
 * What all regions and the gateway share: resource group, identity, logs, and the network when the fleet is private.
 * The identity is here and not in the gateway, so that accounts can grant it access before the gateway exists.
 */
export class Hub extends pulumi.ComponentResource {
  /** Name of the hub's resource group. */
  public readonly resourceGroupName: pulumi.Output<string>;
  /** Azure's region of the hub and of everything in it. */
  public readonly location: string;
  /** Id of the subscription that the fleet lives in. */
  public readonly subscriptionId: pulumi.Output<string>;
  public readonly identity: GatewayIdentity;
  /** What the identity is given beside the built-in role, account by account; `undefined`: nothing. */
  public readonly statefulRole: Role | undefined;
  /** Resource id of the Log Analytics workspace. */
  public readonly workspaceId: pulumi.Output<string>;
  /** Resource id of Application Insights. */
  public readonly insightsId: pulumi.Output<string>;
  /** The gateway's right to report to Application Insights. */
  public readonly mayReport: pulumi.Resource;
  /** Connection string of Application Insights, which says where it is; secret. */
  public readonly insightsConnection: pulumi.Output<string>;
  /** The network; `undefined` where the fleet is public. */
  public readonly network: HubNetwork | undefined;
  private readonly suffix: pulumi.Output<string> | undefined;
  private readonly endpoints: pulumi.Resource[] = [];

  constructor(name: string, args: HubArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aoai-fleet:index:Hub", name, {}, opts);
    const { topology, naming } = args;
    const { tags } = topology;
    this.location = topology.gateway.location;
    const location = this.location;

    const group = new resources.ResourceGroup(
      `${name}-group`,
      { resourceGroupName: naming.hub.resourceGroup(), location, tags },
      { parent: this },
    );
    const resourceGroupName = nameOf(group, naming.hub.resourceGroup());
    this.resourceGroupName = resourceGroupName;
    this.subscriptionId = group.id.apply(subscriptionOf);
    this.suffix = topology.nameSuffix === undefined ? newSuffix(`${name}-suffix`, this) : undefined;

    const { existing } = topology.gateway;
    this.identity = existing
      ? { resourceId: undefined, ...existing.identity }
      : ours(
          new managedidentity.UserAssignedIdentity(
            `${name}-identity`,
            { resourceName: naming.hub.identity(), resourceGroupName, location, tags },
            { parent: this },
          ),
        );

    this.statefulRole = declareStatefulRole(
      `${name}-stateful-role`,
      { topology, naming, subscriptionId: this.subscriptionId, fill: (text) => this.fill(text) },
      this,
    );

    const workspace = new operationalinsights.Workspace(
      `${name}-logs`,
      {
        workspaceName: naming.hub.workspace(),
        resourceGroupName,
        location,
        sku: { name: "PerGB2018" },
        retentionInDays: topology.monitoring.retentionDays,
        tags,
      },
      { parent: this },
    );
    this.workspaceId = workspace.id;

    const insights = new applicationinsights.Component(
      `${name}-insights`,
      {
        resourceName: naming.hub.applicationInsights(),
        resourceGroupName,
        location,
        kind: "web",
        applicationType: "web",
        ingestionMode: "LogAnalytics",
        workspaceResourceId: workspace.id,
        // What may report is decided by role: its key, which Pulumi's state holds encrypted, opens nothing.
        disableLocalAuth: true,
        tags,
      },
      { parent: this, additionalSecretOutputs: ["connectionString", "instrumentationKey"] },
    );
    this.insightsId = insights.id;
    this.mayReport = assignRole(
      `${name}-insights-role`,
      {
        scope: insights.id,
        role: builtInRole(METRICS_PUBLISHER, this.subscriptionId),
        identity: this.identity,
      },
      this,
    );
    this.insightsConnection = pulumi.secret(insights.connectionString);

    this.network =
      topology.network.access === "private"
        ? new HubNetwork(
            `${name}-network`,
            {
              addressSpace: required(topology.network.addressSpace),
              gatewaySku: existing ? undefined : topology.gateway.sku?.name,
              existingNetworkId: existing?.virtualNetwork,
              serviceName: this.fill(naming.hub.service()),
              location,
              resourceGroupName,
              naming,
              tags,
            },
            { parent: this },
          )
        : undefined;

    this.registerOutputs({ resourceGroupName, workspaceId: this.workspaceId });
  }

  /**
   * Private endpoints are made one after another: Azure fails some of those that are made at once in one network. Gives
   * what the next must wait for; each waits for all before it, because the engine orders deletes by direct dependencies.
   */
  earlierEndpoints(): readonly pulumi.Resource[] {
    return [...this.endpoints];
  }

  /** Takes an endpoint into the queue of {@link earlierEndpoints}. */
  endpointDeclared(endpoint: pulumi.Resource): void {
    this.endpoints.push(endpoint);
  }

  /** Fills the random suffix into a name or an address; plain where the file gives the suffix. */
  fill(text: string): pulumi.Input<string> {
    const { suffix } = this;
    const filled = withSuffix(text, "");
    return suffix === undefined || filled === text ? text : suffix.apply((value) => withSuffix(text, value));
  }
}

/** Kept in the stack's state: names that must be unique in the world stay the same from one update to the next. */
function newSuffix(name: string, parent: pulumi.Resource): pulumi.Output<string> {
  const value = new random.RandomString(
    name,
    { length: SUFFIX_LENGTH, lower: true, numeric: true, upper: false, special: false },
    { parent },
  );
  return value.result;
}

function ours(identity: managedidentity.UserAssignedIdentity): GatewayIdentity {
  return { resourceId: identity.id, clientId: identity.clientId, principalId: identity.principalId };
}

/** `/subscriptions/<id>/resourceGroups/…` → `<id>` */
export function subscriptionOf(id: string): string {
  return id.split("/")[2] ?? "";
}

function required(addressSpace: string | undefined): string {
  if (addressSpace === undefined)
    throw new Error("A private fleet without an address space passed validation.");
  return addressSpace;
}
