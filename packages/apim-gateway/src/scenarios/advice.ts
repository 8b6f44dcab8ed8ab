import type { Exchange } from "../pipeline/exchange";
import type { Scenario } from "./scenarioShape";

/** What a request of a scenario may lack, and where it comes from. */
const givenBy: Readonly<Record<string, string>> = {
  Subscription: "the request has no subscription; `subscription: NAME` in `send` gives it one.",
  Product:
    "the request is in no product; a folder with one (`resources: .`), and a subscription to it, gives one.",
  User: "the request's subscription has no user; a folder with `users` (`resources: .`) gives one.",
  Operation: "no operation was found for the request.",
};

/**
 * The way out of what scenarios stumble over: a caller whom the scenario did not give what the policy asks for.
 *
 * @returns a sentence, or nothing
 */
export function adviceFor(
  { lastError, recorder }: Pick<Exchange, "lastError" | "recorder">,
  { parts }: Pick<Scenario, "parts">,
): string | undefined {
  if (lastError === null) return undefined;
  const { source, reason, message } = lastError;
  if (/^validate-(?:jwt|azure-ad-token)$/.test(source))
    return reason === "TokenNotPresent" && parts.token === undefined
      ? "The caller has no token: `token: { aud: … }` in the scenario gives one, signed by the issuer that the policy asks."
      : undefined;
  if (reason === "BackendNotFound")
    return "A scenario plays whom its policy calls: `backends: { NAME: { status: 200 } }`.";
  if (reason === "InvalidUriTemplate" && parts.policy !== undefined && parts.operation === undefined)
    return "A policy alone has no operation with parameters: `operation: /path/{name}` in the scenario gives it one.";
  if (!message.includes("Object reference not set")) return undefined;
  const thrown = recorder?.entries
    .flatMap(({ expressions }) => expressions)
    .findLast(({ value }) => value.startsWith("threw "));
  const missing = Object.keys(givenBy).find((member) => thrown?.source.includes(`context.${member}.`));
  return missing === undefined ? undefined : `\`context.${missing}\` is null: ${givenBy[missing]}`;
}
