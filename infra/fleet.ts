import * as pulumi from "@pulumi/pulumi";
import type { DeploymentModels } from "./components/deploymentModels";
import { Gateway } from "./components/gateway";
import { Hub } from "./components/hub";
import { planSummary } from "./components/planSummary";
import { Region } from "./components/region";
import { Naming } from "./naming";
import type { RenderedPolicies } from "./rendering/policies";
import type { RoutingPlan } from "./routing/plan";
import type { Topology } from "./topology/topology";

/** What a stack tells about its fleet. There is no secret in it: keys never leave API Management. */
export interface FleetOutputs {
  /** Base URL of each surface: `azure`, `v1`, `regional`. */
  readonly gatewayUrls: pulumi.Output<Record<string, string>>;
  /** Region → account key → endpoint of the account, which only the gateway's identity may call. */
  readonly regions: pulumi.Output<Record<string, Record<string, string>>>;
  /** Capacity of each model, in one line. */
  readonly planSummary: Readonly<Record<string, string>>;
  /** What was declared of the deployments that Azure may move, known once they are written. */
  readonly deployments: pulumi.Output<Record<string, string>>;
}

/**
 * Declares every resource of a fleet. Which resources there are follows from the arguments alone, so a preview shows
 * all of them. Logical names come from roles (`hub`, `region-eastus2`, `gateway`) and not from physical names: a name
 * that changes in Azure must not look like another resource to Pulumi.
 *
 * @param plan the plan of this topology
 * @param policies the policies rendered for both
 * @param options for every top-level component, e.g. an explicit provider
 * @param models which model a deployment is written with; where it is absent, the file's
 */
export function declareFleet(
  topology: Topology,
  plan: RoutingPlan,
  policies: RenderedPolicies,
  options: pulumi.ComponentResourceOptions = {},
  models: DeploymentModels = new Map(),
): FleetOutputs {
  const naming = new Naming(topology.workload, topology.environment, topology.nameSuffix);
  const hub = new Hub("hub", { topology, naming }, options);
  const regions = topology.regions.map((region) => ({
    name: region.name,
    accounts: new Region(`region-${region.name}`, { region, topology, naming, hub, models }, options)
      .accounts,
  }));
  const accounts = new Map(regions.flatMap((region) => [...region.accounts]));
  const gateway = new Gateway(
    "gateway",
    {
      topology,
      naming,
      plan,
      policies,
      hub,
      readyFor: (account, deployment) => accounts.get(account)?.readyFor(deployment) ?? [],
    },
    options,
  );

  return {
    gatewayUrls: gateway.urls,
    regions: pulumi.output(
      Object.fromEntries(
        regions.map(({ name, accounts: own }) => [
          name,
          Object.fromEntries([...own].map(([key, account]) => [key, account.endpoint])),
        ]),
      ),
    ),
    planSummary: planSummary(plan),
    deployments: pulumi.output(
      Object.fromEntries([...accounts.values()].flatMap(({ declared }) => Object.entries(declared))),
    ),
  };
}
