import type { SingleBackend } from "../../backends/backend";
import type { Choice } from "../../backends/backends";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";

/** Where one attempt goes, or why it goes nowhere. */
export type Destination =
  | {
      readonly kind: "call";
      /** Base URL; the request's path is appended to it. */
      readonly base: string;
      readonly backend: SingleBackend | undefined;
      readonly pool: string | undefined;
      readonly why: string;
    }
  | Extract<Choice, { readonly kind: "unavailable" }>;

/** Chooses by `set-backend-service`, else the API's service URL. @throws PolicyFailure where there is nothing to call */
export function findDestination(exchange: Exchange): Destination {
  const { backendChoice, services } = exchange;
  if (backendChoice === undefined) {
    const base = exchange.parts.api?.serviceUrl;
    if (base === undefined)
      throw new PolicyFailure({
        reason: "BackendNotFound",
        message: "The API has no service URL and no policy chose a backend.",
      });
    return { kind: "call", base, backend: undefined, pool: undefined, why: "the API's service URL" };
  }
  if (backendChoice.kind === "url")
    return {
      kind: "call",
      base: backendChoice.base,
      backend: undefined,
      pool: undefined,
      why: "the base URL of a policy",
    };
  const choice = services.backends.choose(backendChoice.id, {
    cookie: exchange.request.headers.get("cookie"),
  });
  if (choice.kind === "unknown")
    throw new PolicyFailure({
      reason: "BackendNotFound",
      message: `Backend with id '${choice.id}' was not found.`,
    });
  if (choice.kind === "unavailable") return choice;
  if (choice.setCookie !== undefined) exchange.affinityCookie = choice.setCookie;
  const { backend, pool, why } = choice;
  return { kind: "call", base: backend.url, backend, pool, why };
}
