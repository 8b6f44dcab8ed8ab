import { builtInRoles } from "../../accounts/rights/builtInRoles";
import { matches } from "../../accounts/rights/grants";
import type { Rule } from "../armRequest";
import { nameOf, sameId } from "../resourceId";
import type { ArmResource, WorldView } from "../world";
import { knownDataActions } from "./knownDataActions";
import { deletionOf, list, putOf, text } from "./refusals";

const ASSIGNMENT = "Microsoft.Authorization/roleAssignments";
const DEFINITION = "Microsoft.Authorization/roleDefinitions";

/** In a tenant there is one custom role of a name (Microsoft Learn, troubleshooting of Azure RBAC; the text from memory). */
export const roleNameIsUnique: Rule = (world, request) => {
  const role = putOf(request, DEFINITION);
  if (role === undefined) return undefined;
  const name = text(role.properties.roleName);
  const twin = world
    .ofType(DEFINITION)
    .find(
      (other) =>
        !sameId(other.id, role.id) && text(other.properties.roleName).toLowerCase() === name.toLowerCase(),
    );
  return twin === undefined
    ? undefined
    : {
        status: 409,
        code: "RoleDefinitionWithSameNameExists",
        message: `A custom role with the same name already exists in this directory. Use a different name. (${name})`,
      };
};

/** A role holds no action that no provider has, not even by a wildcard (Azure's code; the text from memory). */
export const dataActionsExist: Rule = (_, request) => {
  const role = putOf(request, DEFINITION);
  if (role === undefined) return undefined;
  const stated = list(role.properties.permissions).flatMap(({ dataActions, notDataActions }) =>
    [dataActions, notDataActions].flatMap((actions) =>
      Array.isArray(actions) ? (actions as unknown[]) : [],
    ),
  );
  const unknown = stated
    .map(text)
    .find((pattern) => !knownDataActions.some((action) => matches(pattern, action)));
  return unknown === undefined
    ? undefined
    : {
        status: 400,
        code: "InvalidDataActionOrNotDataAction",
        message: `'${unknown}' does not match any of the actions supported by the providers.`,
      };
};

/** A role is deleted after its last assignment (Microsoft Learn, delete a custom role; the text from memory). */
export const assignedRoleStays: Rule = (world, request) => {
  const role = deletionOf(request, DEFINITION);
  if (role === undefined) return undefined;
  const held = assignmentsOf(world, role.name).length;
  return held === 0
    ? undefined
    : {
        status: 400,
        code: "RoleDefinitionHasAssignments",
        message: `There are existing role assignments referencing role (code: RoleDefinitionHasAssignments): ${held}.`,
      };
};

/**
 * Who is given a role is given one that exists, at a place where it may be given (Microsoft Learn: `assignableScopes`; the
 * texts from memory). Built-in roles that nobody judges by are not known here, and pass.
 */
export const roleExistsHere: Rule = (world, request) => {
  const assignment = putOf(request, ASSIGNMENT);
  if (assignment === undefined) return undefined;
  const id = text(assignment.properties.roleDefinitionId);
  const guid = nameOf(id).toLowerCase();
  const role = world.ofType(DEFINITION).find(({ name }) => name.toLowerCase() === guid);
  if (role === undefined)
    return Object.hasOwn(builtInRoles, guid) || !isFleetMade(guid)
      ? undefined
      : {
          status: 400,
          code: "RoleDefinitionDoesNotExist",
          message: `The specified role definition with ID '${guid.replaceAll("-", "")}' does not exist.`,
        };
  const place = assignment.id.toLowerCase();
  const scopes = (role.properties.assignableScopes as readonly string[] | undefined) ?? [];
  return scopes.some((scope) => place.startsWith(`${scope.toLowerCase().replace(/\/$/, "")}/`))
    ? undefined
    : {
        status: 400,
        code: "RoleDefinitionNotAssignable",
        message: `The role '${text(role.properties.roleName)}' cannot be assigned at this scope; it lists ${scopes.join(", ")}.`,
      };
};

/** Built-in roles have random GUIDs (version 4), the fleet's own are made from names (version 5). */
const isFleetMade = (guid: string) => /^[0-9a-f]{8}-[0-9a-f]{4}-5/.test(guid);

function assignmentsOf(world: WorldView, role: string): readonly ArmResource[] {
  return world
    .ofType(ASSIGNMENT)
    .filter(
      ({ properties }) => nameOf(text(properties.roleDefinitionId)).toLowerCase() === role.toLowerCase(),
    );
}
