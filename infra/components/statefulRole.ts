import * as authorization from "@pulumi/azure-native/authorization/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { Naming } from "../naming";
import { statefulRights } from "../statefulRights";
import type { Topology } from "../topology/topology";
import type { Role } from "./assignRole";
import { stableGuid } from "./stableGuid";

/** Where and for whom the role is declared. */
export interface StatefulRoleArgs {
  readonly topology: Topology;
  readonly naming: Naming;
  readonly subscriptionId: pulumi.Output<string>;
  /** Puts the suffix into a name: Azure has one role of a name in a whole tenant. */
  readonly fill: (name: string) => pulumi.Input<string>;
}

/**
 * The role for what `stateful` opens beyond the built-in one, `undefined` where it opens nothing more. One definition in
 * the subscription, which a new region does not change; it is given account by account. It holds nothing of the control
 * plane, where *OpenAI Contributor* may write deployments.
 */
export function declareStatefulRole(
  name: string,
  { topology, naming, subscriptionId, fill }: StatefulRoleArgs,
  parent: pulumi.Resource,
): Role | undefined {
  const rights = statefulRights(topology.stateful);
  if (rights.length === 0) return undefined;
  const scope = pulumi.interpolate`/subscriptions/${subscriptionId}`;
  const guid = subscriptionId.apply((id) => stableGuid(id.toLowerCase(), naming.stem, "stateful"));
  const role = new authorization.RoleDefinition(
    name,
    {
      roleDefinitionId: guid,
      scope,
      roleName: fill(naming.statefulRole()),
      roleType: "CustomRole",
      description: `What callers of ${naming.stem} may keep in its Azure OpenAI accounts: ${topology.stateful}.`,
      assignableScopes: [scope],
      permissions: [
        {
          actions: [],
          notActions: [],
          dataActions: rights.map(({ dataAction }) => dataAction),
          notDataActions: [],
        },
      ],
    },
    { parent },
  );
  return { id: role.id, guid };
}
