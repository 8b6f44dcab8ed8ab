import type { Rule } from "../armRequest";
import { oneOperationPerAccount, privateEndpointAfterDeployments } from "./accountOperations";
import {
  apiPathIsUnique,
  loggerExists,
  offeredApiExists,
  operationIsValid,
  subscribedProductStays,
  subscriptionScopeExists,
} from "./apis";
import { backendIsValid, consumptionHasNoBreaker, pooledBackendStays, poolIsValid } from "./backends";
import { contentFilterIsComplete, usedContentFilterStays } from "./contentFilters";
import {
  contentFilterExists,
  deploymentIsComplete,
  sourceAccountIsAnId,
  spilloverFits,
  spilloverTargetStays,
} from "./deployments";
import { gatewaySubnetFits, identitiesExist, tierIsInTheApi, zonesFit } from "./gateways";
import { modelIsDeployable } from "./models";
import {
  endpointNeedsSubdomain,
  endpointsOneByOne,
  networkReferencesExist,
  oneZoneGroup,
  subnetFits,
  subnetHasRoom,
  usedAddressStays,
  usedSecurityGroupStays,
  usedSubnetStays,
} from "./network";
import { nestedResourcesFirst, parentsExist } from "./parents";
import { includedFragmentStays, namedValueIsValid, policyIsValid, readNamedValueStays } from "./policies";
import { quotaIsEnough } from "./quota";
import { providersAreRegistered } from "./registration";
import { runnerMayWrite } from "./rights";
import { assignedRoleStays, dataActionsExist, roleExistsHere, roleNameIsUnique } from "./roleDefinitions";
import { diagnosticSinkFits, principalExists, roleIsNew } from "./roles";
import {
  deletedAccountKeepsItsName,
  deletedServiceKeepsItsName,
  subdomainIsUnique,
  subdomainStays,
} from "./softDelete";
import { tagsAreAccepted } from "./tags";
import { insightsTakeTelemetry } from "./telemetry";
import { networkHasOneZoneOfAName } from "./zoneLinks";

/** Every rule; the first refusal is the answer. What a resource is in comes first, as in Azure Resource Manager. */
export const allRules: readonly Rule[] = [
  runnerMayWrite,
  providersAreRegistered,
  parentsExist,
  tagsAreAccepted,
  sourceAccountIsAnId,
  oneOperationPerAccount,
  deletedAccountKeepsItsName,
  deletedServiceKeepsItsName,
  subdomainIsUnique,
  subdomainStays,
  deploymentIsComplete,
  modelIsDeployable,
  contentFilterExists,
  contentFilterIsComplete,
  usedContentFilterStays,
  spilloverFits,
  spilloverTargetStays,
  quotaIsEnough,
  identitiesExist,
  networkReferencesExist,
  endpointNeedsSubdomain,
  endpointsOneByOne,
  oneZoneGroup,
  networkHasOneZoneOfAName,
  subnetHasRoom,
  privateEndpointAfterDeployments,
  subnetFits,
  usedSubnetStays,
  usedSecurityGroupStays,
  usedAddressStays,
  nestedResourcesFirst,
  gatewaySubnetFits,
  tierIsInTheApi,
  zonesFit,
  backendIsValid,
  poolIsValid,
  consumptionHasNoBreaker,
  pooledBackendStays,
  apiPathIsUnique,
  operationIsValid,
  offeredApiExists,
  subscriptionScopeExists,
  subscribedProductStays,
  loggerExists,
  insightsTakeTelemetry,
  namedValueIsValid,
  readNamedValueStays,
  policyIsValid,
  includedFragmentStays,
  roleIsNew,
  principalExists,
  roleExistsHere,
  roleNameIsUnique,
  dataActionsExist,
  assignedRoleStays,
  diagnosticSinkFits,
];
