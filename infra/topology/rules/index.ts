import type { Finding } from "../finding";
import { availability } from "./availability";
import { capacityUnit, headroom } from "./capacity";
import { applications, countedKeys, limits } from "./consumers";
import { deployed } from "./deployed";
import { duplicates } from "./duplicates";
import { existing } from "./existing";
import { gateway } from "./gateway";
import { fineTunedNames, lifecycle, versions } from "./lifecycle";
import { nameLimits, uniqueNames } from "./names";
import { network } from "./network";
import { pairing, ptu } from "./ptu";
import { references } from "./references";
import { residency, residencyNames } from "./residency";
import { restore } from "./restore";
import type { Fleet, Rule } from "./rule";
import { size } from "./size";
import { spillover } from "./spillover";

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
  fineTunedNames,
  capacityUnit,
  headroom,
  residencyNames,
  residency,
  gateway,
  network,
  existing,
  restore,
  nameLimits,
  uniqueNames,
  limits,
  applications,
  countedKeys,
  duplicates,
];

/** Everything that the rules of the domain have to say. */
export function findAll(fleet: Fleet): Finding[] {
  return rules.flatMap((rule) => [...rule(fleet)]);
}
