import { createHash } from "node:crypto";
import type { ResourceType } from "../types/resourceType";
import type { CheckRequest } from "./packageProvider";

/** The physical name of a resource that the program gave none: stable, and the same in preview and update. */
export function autoName(type: ResourceType, request: CheckRequest): string {
  if (type.autoName === "policy") return "policy";
  if (type.autoName === "resource") return request.name;
  const hex = createHash("sha256")
    .update(request.seed.length > 0 ? request.seed : request.urn)
    .digest("hex");
  if (type.autoName === "uuid")
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return request.proposedName ?? `${request.name}${hex.slice(0, 8)}`;
}
