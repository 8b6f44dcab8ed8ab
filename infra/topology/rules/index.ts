import type { Finding } from "../finding";
import { allowedIps } from "./allowedIps";
import { availability } from "./availability";
import { callers } from "./callers";
import { capacityUnit, headroom } from "./capacity";
import { contentFilters } from "./contentFilters";
import { deployed } from "./deployed";
import { duplicates } from "./duplicates";
import { identities } from "./entra";
import { existing, existingOnce } from "./existing";
import { gateway } from "./gateway";
import { gatewayResidency, gatewayTier, oneCloud } from "./gatewayPlace";
import { zonesOfGateway } from "./gatewayZones";
import { countedKeys } from "./keys";
import { fineTunedNames, lifecycle, versions } from "./lifecycle";
import { limits } from "./limits";
import { nameLimits, uniqueNames } from "./names";
import { network } from "./network";
import { plainText } from "./plainText";
import { pairing, ptu } from "./ptu";
import { references } from "./references";
import { residency, residencyNames } from "./residency";
import { restore } from "./restore";
import { retiring } from "./retiring";
import type { Fleet, Rule } from "./rule";
import { sideBySide } from "./sideBySide";
import { size } from "./size";
import { spillover } from "./spillover";
import { stateful } from "./stateful";
import { tags } from "./tags";
import { timing } from "./timing";

const rules: readonly Rule[] = [
  size,
  references,
  deployed,
  ptu,
  pairing,
  spillover,
  availability,
  lifecycle,
  versions,
  sideBySide,
  fineTunedNames,
  capacityUnit,
  headroom,
  contentFilters,
  residencyNames,
  residency,
  gateway,
  allowedIps,
  gatewayTier,
  zonesOfGateway,
  gatewayResidency,
  oneCloud,
  network,
  existing,
  existingOnce,
  restore,
  retiring,
  nameLimits,
  uniqueNames,
  limits,
  identities,
  countedKeys,
  callers,
  stateful,
  duplicates,
  tags,
  timing,
  plainText,
];

/** Everything that the rules of the domain have to say. */
export function findAll(fleet: Fleet): Finding[] {
  return rules.flatMap((rule) => [...rule(fleet)]);
}
