import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { findAttribute, type PolicyElement } from "../../xml/policyDocument";

/**
 * `caching-type`: whether there is a cache to use. There is no external cache here, so `prefer-external` is the
 * built-in one; what `external` does is a setting.
 *
 * @returns a function that says so, or throws PolicyFailure
 */
export function compileCacheAvailable(
  element: PolicyElement,
  compiler: PolicyCompiler,
): (exchange: Exchange) => boolean {
  const absent = compiler.settings.externalCacheAbsent;
  if (findAttribute(element, "caching-type")?.text !== "external" || absent === "internal") return () => true;
  return (exchange) => {
    if (absent === "failure")
      throw new PolicyFailure({
        reason: "ExternalCacheNotConfigured",
        message: "The policy asks for an external cache, and none is configured.",
      });
    exchange.recorder?.note("There is no external cache: nothing is found or stored.");
    return false;
  };
}
