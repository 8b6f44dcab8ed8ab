import * as authorization from "@pulumi/azure-native/authorization/index.js";
import * as pulumi from "@pulumi/pulumi";
import { createFirst } from "./createFirst";
import type { GatewayIdentity } from "./hub";
import { stableGuid } from "./stableGuid";

/** What {@link assignRole} grants, and where. */
export interface Grant {
  /** Resource id of what the role opens. */
  readonly scope: pulumi.Output<string>;
  readonly role: Role;
  readonly identity: GatewayIdentity;
}

/** A role, Azure's own or the fleet's. */
export interface Role {
  /** Resource id of its definition. */
  readonly id: pulumi.Output<string>;
  /** The GUID that names it. */
  readonly guid: pulumi.Output<string>;
}

/** One of Azure's own roles, in the subscription that the fleet lives in. */
export const builtInRole = (guid: string, subscriptionId: pulumi.Output<string>): Role => ({
  id: pulumi.interpolate`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
  guid: pulumi.output(guid),
});

/** Gives the gateway's identity a role on one resource. */
export function assignRole(
  name: string,
  { scope, role, identity }: Grant,
  parent: pulumi.Resource,
): authorization.RoleAssignment {
  const { principalId } = identity;
  return new authorization.RoleAssignment(
    name,
    {
      roleAssignmentName: pulumi
        .all([scope, principalId, role.guid])
        .apply(([id, principal, guid]) => stableGuid(id.toLowerCase(), principal.toLowerCase(), guid)),
      scope,
      principalId,
      // Without it Azure looks the identity up at once and may not find one that is seconds old.
      principalType: "ServicePrincipal",
      roleDefinitionId: role.id,
    },
    { parent, ...createFirst },
  );
}
