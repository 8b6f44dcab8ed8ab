import type { GatewayProblem } from "../ports/problem";
import type { Configuration } from "../resources/configuration";
import { type CompiledPolicies, type CompilePoliciesOptions, compilePolicies } from "./compilePolicies";

interface Compiled {
  readonly policies: CompiledPolicies;
  readonly problems: readonly GatewayProblem[];
}

/** More settings than one configuration is tried with. */
const mostSettings = 32;
const known = new WeakMap<Configuration, Map<string, Compiled>>();

/**
 * `compilePolicies`, once for all gateways that one configuration is given to with the same settings. Compiled policies keep
 * nothing of a request or a gateway, and V8 knows those that have run: instances of one region, and one load after another,
 * begin warm.
 */
export function compileOnce(configuration: Configuration, options: CompilePoliciesOptions): Compiled {
  let bySettings = known.get(configuration);
  if (bySettings === undefined || bySettings.size === mostSettings) {
    bySettings = new Map();
    known.set(configuration, bySettings);
  }
  const key = JSON.stringify(options);
  let compiled = bySettings.get(key);
  if (compiled === undefined) {
    compiled = compilePolicies(configuration, options);
    bySettings.set(key, compiled);
  }
  return compiled;
}
