import type { Exchange } from "../pipeline/exchange";
import type { Delivery } from "../ports/gatewayRequest";
import type { Diagnostic } from "../resources/configuration";

/** The diagnostic that decides what goes to Azure Monitor. */
const NAME = "azuremonitor";

/**
 * The diagnostic of the API, else that of the service: the more specific one counts, and they are not joined.
 * Documented for Application Insights; assumed to be so for Azure Monitor.
 */
export function diagnosticFor(exchange: Exchange, ofService: readonly Diagnostic[]): Diagnostic | undefined {
  return exchange.parts.api?.diagnostics.find(named) ?? ofService.find(named);
}

const named = ({ name }: Diagnostic) => name.toLowerCase() === NAME;

/** Every record of one request is sampled alike. */
class Draw {
  readonly percent: number;
  constructor({ services }: Exchange) {
    this.percent = services.random() * 100;
  }
}

/** Whether the share of the requests that is logged holds this one. Draws once a request, and not for all or none. */
export function isSampled(exchange: Exchange, { sampling }: Diagnostic): boolean {
  if (sampling >= 100) return true;
  return sampling > 0 && exchange.keep(Draw).percent < sampling;
}

/** Answered with 4xx or 5xx, failed in a policy, or not answered to the end. */
export function isError({ response, lastError }: Exchange, outcome: Delivery): boolean {
  return outcome !== "complete" || lastError !== null || (response?.statusCode ?? 200) >= 400;
}
