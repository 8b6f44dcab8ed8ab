import { resourceProviders } from "../../infra/resourceProviders";
import { type NamedFault, namedFaults } from "./namedFaults";
import { type RunnerRole, runnerRoles } from "./rules/rights";
import { changeSettings } from "./settingsFile";
import { WorldFileError } from "./worldFiles";

/** What is different about the subscription, as the options of `fleet pulumi` say it. */
export interface SubscriptionFaults {
  /** No resource provider is registered yet. */
  readonly isNew?: boolean;
  /** The providers that a fleet needs are registered, and no others. */
  readonly registersProviders?: boolean;
  /** The roles of whoever runs Pulumi; none: as before. */
  readonly roles?: readonly string[];
  /** Names of faults, which replace those of before; `none` takes all back. */
  readonly faults?: readonly string[];
}

/**
 * Keeps in the world's `settings.json` what is different about its subscription from now on.
 * @returns what was done, one line each
 * @throws WorldFileError for a name that is none
 */
export function applySubscriptionFaults(folder: string, subscription: SubscriptionFaults): string[] {
  const { isNew = false, registersProviders = false, roles = [], faults = [] } = subscription;
  for (const role of roles) known("role", role, runnerRoles);
  for (const fault of faults) known("fault", fault, ["none", ...namedFaults]);
  const done: string[] = [];
  if (isNew) done.push("no resource provider is registered");
  if (registersProviders) done.push(...resourceProviders.map((name) => `registered ${name}`));
  if (roles.length > 0) done.push(`Pulumi runs as ${roles.join(" and ")}`);
  if (faults.length > 0) done.push(`faults: ${faults.join(", ")}`);
  changeSettings(folder, {
    ...(isNew && { providers: [] }),
    ...(registersProviders && { providers: [...resourceProviders] }),
    ...(roles.length > 0 && { roles: roles as RunnerRole[] }),
    ...(faults.length > 0 && { faults: faults.filter((fault) => fault !== "none") as NamedFault[] }),
  });
  return done;
}

function known(what: string, name: string, names: readonly string[]): void {
  if (!names.includes(name))
    throw new WorldFileError(`\`${name}\` is no ${what}; there are: ${names.join(", ")}.`);
}
