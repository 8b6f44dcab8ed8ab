import * as authorization from "@pulumi/azure-native/authorization/index.js";
import * as pulumi from "@pulumi/pulumi";
import { createFirst } from "./createFirst";
import type { GatewayIdentity } from "./hub";
import { stableGuid } from "./stableGuid";

/** What {@link assignRole} grants, and where. */
export interface Grant {
  /** Resource id of what the role opens. */
  readonly scope: pulumi.Output<string>;
  /** GUID of one of Azure's own roles. */
  readonly role: string;
  readonly identity: GatewayIdentity;
  /** Id of the subscription that the fleet lives in. */
  readonly subscriptionId: pulumi.Output<string>;
}

/** Gives the gateway's identity a role on one resource. */
export function assignRole(
  name: string,
  { scope, role, identity, subscriptionId }: Grant,
  parent: pulumi.Resource,
): authorization.RoleAssignment {
  const { principalId } = identity;
  return new authorization.RoleAssignment(
    name,
    {
      roleAssignmentName: pulumi
        .all([scope, principalId])
        .apply(([id, principal]) => stableGuid(id.toLowerCase(), principal.toLowerCase(), role)),
      scope,
      principalId,
      // Without it Azure looks the identity up at once and may not find one that is seconds old.
      principalType: "ServicePrincipal",
      roleDefinitionId: pulumi.interpolate`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    },
    { parent, ...createFirst },
  );
}
