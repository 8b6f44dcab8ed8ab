import { apiManagementTypes } from "./apiManagement";
import { cognitiveServicesTypes } from "./cognitiveServices";
import { identityTypes } from "./identity";
import { monitoringTypes } from "./monitoring";
import { networkTypes } from "./network";
import type { ResourceType } from "./resourceType";
import { withProperties } from "./resourceType";

const resourceGroup: ResourceType = {
  token: "azure-native:resources:ResourceGroup",
  arm: "Microsoft.Resources/resourceGroups",
  apiVersion: "2024-03-01",
  base: "subscription",
  path: ["resourceGroupName"],
  envelope: ["location", "tags", "managedBy"],
  nested: true,
  complete: (resource) => withProperties(resource, { provisioningState: "Succeeded" }),
};

/** ARM's own shape for any type and API version; the way to properties that the typed resources lack. */
export const GENERIC = "azure-native:resources:Resource";

const all: readonly ResourceType[] = [
  resourceGroup,
  ...identityTypes,
  ...cognitiveServicesTypes,
  ...apiManagementTypes,
  ...networkTypes,
  ...monitoringTypes,
];

const byToken = new Map(all.map((type) => [type.token, type]));
const byArm = new Map(all.map((type) => [type.arm.toLowerCase(), type]));

/** Tokens that the local Azure knows, for messages and tests. */
export const knownTokens: readonly string[] = [...byToken.keys(), GENERIC];

export function findByToken(token: string): ResourceType | undefined {
  return byToken.get(token);
}

export function findByArmType(type: string): ResourceType | undefined {
  return byArm.get(type.toLowerCase());
}
