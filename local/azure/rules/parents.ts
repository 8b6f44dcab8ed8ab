import type { Rule } from "../armRequest";
import { nameOf, parentOf, resourceGroupOf, typeOf } from "../resourceId";

/**
 * What a resource is created in must be there: its group (`ResourceGroupNotFound`), its parent, or what it extends.
 * The texts are Azure Resource Manager's, from memory.
 */
export const parentsExist: Rule = (world, request) => {
  if (request.operation !== "put") return undefined;
  const { id } = request.resource;
  const group = resourceGroupOf(id);
  if (
    group !== undefined &&
    typeOf(id) !== "Microsoft.Resources/resourceGroups" &&
    world.get(group) === undefined
  ) {
    return {
      status: 404,
      code: "ResourceGroupNotFound",
      message: `Resource group '${nameOf(group)}' could not be found.`,
    };
  }
  const parent = parentOf(id);
  if (
    parent === undefined ||
    typeOf(parent) === "Microsoft.Resources/subscriptions" ||
    world.get(parent) !== undefined
  )
    return undefined;
  if (typeOf(id).startsWith(`${typeOf(parent)}/`)) {
    return {
      status: 404,
      code: "ParentResourceNotFound",
      message: `Failed to perform 'write' on resource(s) of type '${typeOf(id).split("/").slice(1).join("/")}', because the parent resource '${parent}' could not be found.`,
    };
  }
  return {
    status: 404,
    code: "ResourceNotFound",
    message: `The Resource '${typeOf(parent)}/${nameOf(parent)}' under resource group '${nameOf(group ?? "")}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  };
};

/** A private DNS zone with links to networks stays (Azure's text, from memory). */
export const nestedResourcesFirst: Rule = (world, request) => {
  if (request.operation !== "delete" || request.resource.type !== "Microsoft.Network/privateDnsZones")
    return undefined;
  const links = world
    .below(request.resource.id)
    .filter((resource) => resource.type === "Microsoft.Network/privateDnsZones/virtualNetworkLinks");
  if (links.length === 0) return undefined;
  return {
    status: 409,
    code: "CannotDeleteResource",
    message: "Can not delete resource before nested resources are deleted.",
  };
};
