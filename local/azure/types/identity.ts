import { derivedGuid } from "../keys";
import type { ArmResource } from "../world";
import type { Completion, ResourceType } from "./resourceType";
import { once, withDefaults, withProperties } from "./resourceType";

/** `identity` as Azure answers it: what was asked for, with the principals that Azure made or found. */
export function withIdentity(resource: ArmResource, { world, settings, seed }: Completion): ArmResource {
  const identity = resource.identity;
  if (identity === undefined) return resource;
  const asked = identity.userAssignedIdentities;
  const ids = Array.isArray(asked) ? (asked as string[]) : Object.keys((asked as object | undefined) ?? {});
  const users = ids.map((id) => {
    const found = world.get(id)?.properties;
    return [id, { clientId: found?.clientId, principalId: found?.principalId }] as const;
  });
  const system = String(identity.type).includes("SystemAssigned")
    ? { principalId: derivedGuid(seed, resource.id, "system principal"), tenantId: settings.tenantId }
    : {};
  return {
    ...resource,
    identity: {
      type: identity.type,
      ...system,
      ...(users.length > 0 ? { userAssignedIdentities: Object.fromEntries(users) } : {}),
    },
  };
}

export const identityTypes: readonly ResourceType[] = [
  {
    token: "azure-native:managedidentity:UserAssignedIdentity",
    arm: "Microsoft.ManagedIdentity/userAssignedIdentities",
    apiVersion: "2023-01-31",
    base: "resourceGroup",
    path: ["resourceName"],
    complete: (resource, { seed, settings }) =>
      withProperties(resource, {
        clientId: derivedGuid(seed, resource.id, "client"),
        principalId: derivedGuid(seed, resource.id, "principal"),
        tenantId: settings.tenantId,
      }),
  },
  {
    token: "azure-native:authorization:RoleDefinition",
    arm: "Microsoft.Authorization/roleDefinitions",
    apiVersion: "2022-05-01-preview",
    base: { input: "scope" },
    path: ["roleDefinitionId"],
    autoName: "uuid",
    envelope: [],
    complete: (resource, completion) =>
      withProperties(resource, {
        createdOn: once(completion, "createdOn", () => completion.now.toISOString()),
      }),
  },
  {
    token: "azure-native:authorization:RoleAssignment",
    arm: "Microsoft.Authorization/roleAssignments",
    apiVersion: "2022-04-01",
    base: { input: "scope" },
    path: ["roleAssignmentName"],
    autoName: "uuid",
    envelope: [],
    // Azure has no update of an assignment: it answers `RoleAssignmentUpdateNotPermitted`.
    replaceOn: [
      "principalId",
      "principalType",
      "roleDefinitionId",
      "condition",
      "conditionVersion",
      "delegatedManagedIdentityResourceId",
    ],
    complete: (resource, completion) =>
      withDefaults(
        withProperties(resource, {
          createdOn: once(completion, "createdOn", () => completion.now.toISOString()),
        }),
        {
          principalType: "User",
        },
      ),
  },
];
