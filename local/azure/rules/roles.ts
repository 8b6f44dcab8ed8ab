import type { Rule } from "../armRequest";
import { nameOf, sameId } from "../resourceId";
import type { WorldSettings } from "../settings";
import type { WorldView } from "../world";
import { list, object, putOf, text } from "./refusals";

const ASSIGNMENT = "Microsoft.Authorization/roleAssignments";

/** The same role for the same principal at the same place exists once; an assignment never changes (Azure's texts, from memory). */
export const roleIsNew: Rule = (world, request) => {
  const assignment = putOf(request, ASSIGNMENT);
  if (assignment === undefined || request.operation !== "put") return undefined;
  const same = (key: string, other: Readonly<Record<string, unknown>>) =>
    nameOf(text(other[key])).toLowerCase() === nameOf(text(assignment.properties[key])).toLowerCase();
  if (request.existing !== undefined) {
    const before = request.existing.properties;
    if (same("principalId", before) && same("roleDefinitionId", before)) return undefined;
    return {
      status: 400,
      code: "RoleAssignmentUpdateNotPermitted",
      message: "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
    };
  }
  const scope = assignment.id.slice(0, assignment.id.toLowerCase().lastIndexOf("/providers/"));
  const twin = world
    .ofType(ASSIGNMENT)
    .some(
      (other) =>
        sameId(other.id.slice(0, other.id.toLowerCase().lastIndexOf("/providers/")), scope) &&
        same("principalId", other.properties) &&
        same("roleDefinitionId", other.properties),
    );
  return twin
    ? { status: 409, code: "RoleAssignmentExists", message: "The role assignment already exists." }
    : undefined;
};

/** Who gets a role exists in the tenant (Azure's text, from memory). */
export const principalExists: Rule = (world, request, settings) => {
  const assignment = putOf(request, ASSIGNMENT);
  if (assignment === undefined) return undefined;
  const principal = text(assignment.properties.principalId);
  if (principals(world, settings).has(principal.toLowerCase())) return undefined;
  if (settings.unreferencedPrincipalType && assignment.properties.principalType === "ServicePrincipal")
    return undefined;
  return {
    status: 400,
    code: "PrincipalNotFound",
    message: `Principal ${principal.replaceAll("-", "")} does not exist in the directory ${settings.tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group. See https://aka.ms/docs-principaltype`,
  };
};

function principals(world: WorldView, settings: WorldSettings): Set<string> {
  const users = world
    .ofType("Microsoft.ManagedIdentity/userAssignedIdentities")
    .map((identity) => text(identity.properties.principalId));
  const services = ["Microsoft.ApiManagement/service", "Microsoft.CognitiveServices/accounts"].flatMap(
    (type) => world.ofType(type).map((resource) => text(resource.identity?.principalId)),
  );
  return new Set(
    [...users, ...services, ...settings.principals].filter((id) => id !== "").map((id) => id.toLowerCase()),
  );
}

/** Where logs go exists, and one category of one resource goes to one place once (Azure's texts, from memory). */
export const diagnosticSinkFits: Rule = (world, request) => {
  const setting = putOf(request, "Microsoft.Insights/diagnosticSettings");
  if (setting === undefined) return undefined;
  const workspace = text(setting.properties.workspaceId);
  if (workspace !== "" && world.get(workspace) === undefined) {
    return {
      status: 400,
      code: "BadRequest",
      message: `Resource ${workspace} referenced by diagnostic setting '${setting.name}' does not exist.`,
    };
  }
  const categories = (properties: Readonly<Record<string, unknown>>) =>
    [...list(properties.logs), ...list(properties.metrics)]
      .filter((item) => item.enabled === true)
      .map((item) => text(item.category) || text(item.categoryGroup));
  const target = setting.id.slice(0, setting.id.toLowerCase().lastIndexOf("/providers/"));
  for (const other of world.below(`${target}/providers/Microsoft.Insights/diagnosticSettings`)) {
    if (
      sameId(other.id, setting.id) ||
      workspace === "" ||
      !sameId(text(object(other.properties).workspaceId), workspace)
    )
      continue;
    const twice = categories(setting.properties).find((category) =>
      categories(other.properties).includes(category),
    );
    if (twice !== undefined) {
      return {
        status: 409,
        code: "Conflict",
        message: `Data sink '${workspace}' is already used in diagnostic setting '${other.name}' for category '${twice}'. Data sinks can't be reused in different settings on the same category for the same resource.`,
      };
    }
  }
  return undefined;
};
