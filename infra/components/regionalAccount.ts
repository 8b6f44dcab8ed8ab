import type * as authorization from "@pulumi/azure-native/authorization/index.js";
import * as cognitiveservices from "@pulumi/azure-native/cognitiveservices/index.js";
import * as monitor from "@pulumi/azure-native/monitor/index.js";
import * as network from "@pulumi/azure-native/network/index.js";
import * as pulumi from "@pulumi/pulumi";
import { slug } from "../naming";
import type { Account, Deployment } from "../topology/topology";
import { assignRole, builtInRole, type Role } from "./assignRole";
import { type ContentFilterArgs, declareContentFilters } from "./contentFilters";
import {
  type DeploymentModel,
  type DeploymentModels,
  declared,
  deploymentKey,
  mayBeMoved,
} from "./deploymentModels";
import type { Hub } from "./hub";
import { nameOf } from "./nameOf";

/** The role that every gateway has: model calls, responses, and reading. */
const OPENAI_USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";

/** Arguments of a {@link RegionalAccount}. */
export interface RegionalAccountArgs {
  /** The account and its deployments, in the order in which they are written. */
  readonly account: Account;
  /** Resource group of the account: ours, or the one where an existing account lives. */
  readonly resourceGroupName: pulumi.Input<string>;
  /** Name of the private endpoint, where the fleet is private. */
  readonly endpointName: string;
  /** `private`: the account answers through a private endpoint only. */
  readonly access: "private" | "public";
  /** Protects the account and its PTU deployments. */
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly hub: Hub;
  /** Which model a deployment is written with, where that is not simply the file's. */
  readonly models: DeploymentModels;
  /** The content filters that its deployments name, and the lists that those name. */
  readonly filters: Pick<ContentFilterArgs, "policies" | "lists">;
}

/**
 * An Azure OpenAI account with its deployments, the gateway's right to call it, and its private endpoint. Keys are off.
 * An account that exists already is only granted access to, connected, and given the deployments that we own.
 */
export class RegionalAccount extends pulumi.ComponentResource {
  /** Base URL of the account, e.g. `https://oai-contoso.openai.azure.com/`. */
  public readonly endpoint: pulumi.Output<string>;
  /** Of the deployments that Azure may move: what was declared, known once it is written. */
  public readonly declared: Readonly<Record<string, pulumi.Output<string>>>;
  private readonly deployments = new Map<string, pulumi.Resource>();
  private readonly reachable: pulumi.Resource[];

  constructor(name: string, args: RegionalAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aoai-fleet:index:RegionalAccount", name, {}, opts);
    const { account, hub } = args;
    const owned = account.existing ? undefined : this.declareAccount(name, args);
    const id = owned ? owned.id : existingId(args);
    const accountName = owned ? nameOf(owned, account.name) : pulumi.output(account.name);

    const filters = declareContentFilters(
      name,
      { accountName, resourceGroupName: args.resourceGroupName, ...args.filters },
      this,
    );
    this.declared = this.declareDeployments(name, args, accountName, filters);
    const roles = this.declareRoles(name, id, hub);
    const connected = args.access === "private" ? [this.declareEndpoint(`${name}-endpoint`, args, id)] : [];
    if (owned) this.declareDiagnostics(`${name}-diagnostics`, owned.id, hub);

    this.reachable = [...roles, ...connected];
    this.endpoint = pulumi.interpolate`https://${hub.fill(account.subdomain)}.openai.azure.com/`;
    this.registerOutputs({ endpoint: this.endpoint });
  }

  /**
   * What must exist before the gateway may send requests: the right, the way, and the deployment. The gateway's backends
   * depend on it, so that a failed deployment leaves the routing of yesterday in place, and a removed one goes last.
   *
   * @param deployment physical name; `undefined`: the account alone
   */
  readyFor(deployment: string | undefined): readonly pulumi.Resource[] {
    const own = deployment === undefined ? undefined : this.deployments.get(deployment);
    return own ? [...this.reachable, own] : this.reachable;
  }

  private declareAccount(name: string, args: RegionalAccountArgs): cognitiveservices.Account {
    const { account, hub, tags } = args;
    const isPrivate = args.access === "private";
    return new cognitiveservices.Account(
      name,
      {
        accountName: account.name,
        resourceGroupName: args.resourceGroupName,
        location: account.region,
        kind: "OpenAI",
        sku: { name: "S0" },
        properties: {
          customSubDomainName: hub.fill(account.subdomain),
          disableLocalAuth: true,
          publicNetworkAccess: isPrivate ? "Disabled" : "Enabled",
          networkAcls: { defaultAction: isPrivate ? "Deny" : "Allow" },
          // The account comes back under its old subdomain, which cannot be changed: after a `destroy`, which ends the
          // random suffix, the file must give the old one as `nameSuffix`.
          ...(account.restore && { restore: true }),
        },
        tags,
      },
      {
        parent: this,
        protect: args.protect,
      },
    );
  }

  /**
   * One after another: Azure answers 409 to a second write on an account, to deletes as well. Each depends on all
   * before it and not only on the last, because the engine orders deletes by direct dependencies: with a mere chain,
   * two removed deployments that are not neighbours would be deleted at once.
   */
  private declareDeployments(
    name: string,
    args: RegionalAccountArgs,
    accountName: pulumi.Output<string>,
    filters: readonly pulumi.Resource[],
  ): Record<string, pulumi.Output<string>> {
    const lines: Record<string, pulumi.Output<string>> = {};
    for (const deployment of args.account.deployments) {
      if (deployment.existing) continue;
      const key = deploymentKey(args.account, deployment);
      const decision = args.models.get(key);
      const resource = new cognitiveservices.Deployment(
        `${name}-${slug(deployment.model)}-${deployment.tier}`,
        {
          deploymentName: deployment.name,
          accountName,
          resourceGroupName: args.resourceGroupName,
          sku: { name: deployment.sku, capacity: deployment.capacity },
          properties: deploymentProperties(deployment, decision),
        },
        {
          parent: this,
          // PTU capacity given back may not be had again.
          protect: args.protect && deployment.tier === "ptu",
          dependsOn: [...filters, ...this.deployments.values()],
          // What Azure has upgraded is not written back.
          ...(decision?.ignore && { ignoreChanges: ["properties.model"] }),
        },
      );
      this.deployments.set(deployment.name, resource);
      if (mayBeMoved(args.account, deployment)) lines[key] = resource.id.apply(() => declared(deployment));
    }
    return lines;
  }

  private declareRoles(name: string, scope: pulumi.Output<string>, hub: Hub): authorization.RoleAssignment[] {
    const { identity, statefulRole, subscriptionId } = hub;
    const assign = (what: string, role: Role) =>
      assignRole(`${name}-${what}`, { scope, role, identity }, this);
    return [
      assign("role", builtInRole(OPENAI_USER, subscriptionId)),
      ...(statefulRole === undefined ? [] : [assign("stateful-role", statefulRole)]),
    ];
  }

  /**
   * The endpoint lives where the network is, not where the account is. It comes after all deployments, because Azure
   * refuses it while the account is being written to, and it is deleted before them.
   */
  private declareEndpoint(
    name: string,
    args: RegionalAccountArgs,
    id: pulumi.Output<string>,
  ): pulumi.Resource {
    const { hub, tags, endpointName } = args;
    if (hub.network === undefined) throw new Error("A private account needs the hub's network.");
    const resourceGroupName = args.account.existing ? hub.resourceGroupName : args.resourceGroupName;
    const endpoint = new network.PrivateEndpoint(
      name,
      {
        privateEndpointName: endpointName,
        resourceGroupName,
        location: hub.location,
        subnet: { id: hub.network.endpointSubnetId },
        privateLinkServiceConnections: [
          { name: endpointName, privateLinkServiceId: id, groupIds: ["account"] },
        ],
        tags,
      },
      { parent: this, dependsOn: [...this.deployments.values(), ...hub.earlierEndpoints()] },
    );
    hub.endpointDeclared(endpoint);
    return new network.PrivateDnsZoneGroup(
      `${name}-zones`,
      {
        privateDnsZoneGroupName: "default",
        privateEndpointName: nameOf(endpoint, endpointName),
        resourceGroupName,
        privateDnsZoneConfigs: Object.entries(hub.network.zones).map(([zone, privateDnsZoneId]) => ({
          name: zone.replaceAll(".", "-"),
          privateDnsZoneId,
        })),
      },
      { parent: this },
    );
  }

  private declareDiagnostics(name: string, resourceUri: pulumi.Output<string>, hub: Hub): void {
    new monitor.DiagnosticSetting(
      name,
      {
        name: "fleet",
        resourceUri,
        workspaceId: hub.workspaceId,
        logs: ["Audit", "RequestResponse", "Trace"].map((category) => ({ category, enabled: true })),
        metrics: [{ category: "AllMetrics", enabled: true }],
      },
      { parent: this },
    );
  }
}

/** Tags are left out: each change of a tag would cost one more write on the account, one after another. */
function deploymentProperties(
  deployment: Deployment,
  decision: DeploymentModel | undefined,
): cognitiveservices.DeploymentArgs["properties"] {
  const { name, version } = decision?.model ?? {
    name: deployment.modelName,
    version: deployment.modelVersion,
  };
  const { sourceAccount, raiPolicy, spilloverTo } = deployment;
  return {
    model: {
      format: "OpenAI",
      name,
      version,
      ...(sourceAccount && { sourceAccount }),
    },
    versionUpgradeOption: deployment.versionUpgrade,
    ...(raiPolicy && { raiPolicyName: raiPolicy }),
    ...(spilloverTo && { spilloverDeploymentName: spilloverTo }),
  };
}

/** An existing account is in the subscription of the fleet. */
function existingId({ account, resourceGroupName, hub }: RegionalAccountArgs): pulumi.Output<string> {
  return pulumi.interpolate`/subscriptions/${hub.subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.CognitiveServices/accounts/${account.name}`;
}
