import type { ArmRequest } from "../armRequest";
import { sameId } from "../resourceId";
import type { ArmError, ArmResource } from "../world";

/** API Management's answer to a wrong field: one sentence for all, then one per field (Azure/apiops#797, Azure/bicep#14097). */
export function incorrectValues(details: readonly string[]): ArmError | undefined {
  if (details.length === 0) return undefined;
  return {
    status: 400,
    code: "ValidationError",
    message: `One or more fields contain incorrect values: ${details.join(" ")}`,
  };
}

/** API Management's answer to deleting what something refers to (the form of Azure/apiops-cli#261). */
export function usedBy(
  what: string,
  name: string,
  users: readonly ArmResource[],
  service: string,
): ArmError | undefined {
  if (users.length === 0) return undefined;
  const list = users.map((user) => user.id.slice(service.length)).sort();
  return {
    status: 400,
    code: "ValidationError",
    message: `The ${what} '${name}' is used by the following entities:\r\n${list.join("\r\n")}\r\n`,
  };
}

/** The network provider's answer to a reference to nothing, or to something elsewhere. */
export function invalidReference(target: string, from: string): ArmError {
  return {
    status: 400,
    code: "InvalidResourceReference",
    message: `Resource ${target} referenced by resource ${from} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
  };
}

/** The resource that is written, when it is of that type. */
export function putOf(request: ArmRequest, type: string): ArmResource | undefined {
  return request.operation === "put" && isType(request.resource, type) ? request.resource : undefined;
}

export function deletionOf(request: ArmRequest, type: string): ArmResource | undefined {
  return request.operation === "delete" && isType(request.resource, type) ? request.resource : undefined;
}

export function isType(resource: ArmResource, type: string): boolean {
  return resource.type.toLowerCase() === type.toLowerCase();
}

/** All others of the type below one resource. */
export function siblings(resources: readonly ArmResource[], self: ArmResource): readonly ArmResource[] {
  return resources.filter((other) => isType(other, self.type) && !sameId(other.id, self.id));
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function list(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}

export function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
