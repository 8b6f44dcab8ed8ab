import type { GatewayProblem } from "../ports/problem";
import type { Configuration } from "../resources/configuration";
import { type LoadedConfiguration, loadConfiguration } from "../resources/loadConfiguration";
import { completeSettings } from "../settings/catalogue";
import { type CompiledPolicies, compilePolicies } from "./compilePolicies";

export interface CheckOptions {
  /** Name of the service, where the folder holds several. */
  readonly service?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly strict?: boolean;
  readonly lenient?: boolean;
}

export interface CheckedFolder {
  /** `undefined` where it cannot be used. */
  readonly configuration: Configuration | undefined;
  /** Of the configuration, compiled; `undefined` where that cannot be used. */
  readonly policies: CompiledPolicies | undefined;
  /** Every problem of resources, policies and expressions. */
  readonly problems: readonly GatewayProblem[];
  readonly fingerprint: string;
}

/**
 * Reads a folder and compiles everything in it, without serving anything.
 *
 * @throws Error when it is to be strict and lenient, and for nothing else
 */
export function checkFolder(dir: string, options: CheckOptions = {}): CheckedFolder {
  const { service } = options;
  return checkLoaded(loadConfiguration(dir, service === undefined ? {} : { service }), options);
}

/** The same for what was read already. */
export function checkLoaded(
  { configuration, problems, fingerprint }: LoadedConfiguration,
  { settings: given, strict = false, lenient = false }: CheckOptions = {},
): CheckedFolder {
  if (configuration === undefined) return { configuration, policies: undefined, problems, fingerprint };
  const { settings } = completeSettings(given);
  const compiled = compilePolicies(configuration, { settings, strict, lenient });
  const all = [...problems, ...compiled.problems];
  const usable = all.every(({ severity }) => severity !== "error");
  return usable
    ? { configuration, policies: compiled.policies, problems: all, fingerprint }
    : { configuration: undefined, policies: undefined, problems: all, fingerprint };
}
