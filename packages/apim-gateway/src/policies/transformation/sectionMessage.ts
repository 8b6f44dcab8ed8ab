import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import { type RequestMessage, ResponseMessage } from "../../pipeline/messages";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";

/** Whether policies of this section change the request or the response. */
export const changesRequest = ({ section }: Pick<PolicyCompiler, "section">): boolean =>
  section === "inbound" || section === "backend";

/**
 * The response that a policy changes; `undefined` where there is none and that is to be ignored. In `on-error` there
 * is always one: the answer to the failure. In `outbound` there is one too, an empty one when nothing was forwarded:
 * the reference of `forward-request` has outbound run without it.
 *
 * @throws PolicyFailure
 */
export function responseOf(exchange: Exchange): ResponseMessage | undefined {
  if (exchange.response !== null) return exchange.response;
  if (exchange.section === "outbound") {
    exchange.response = new ResponseMessage(200, "OK");
    return exchange.response;
  }
  if (exchange.services.settings.absentResponse === "ignored") {
    exchange.recorder?.note("There is no response yet: nothing was changed.");
    return undefined;
  }
  throw new PolicyFailure({ reason: "ResponseNotAvailable", message: "There is no response to change." });
}

/** The message of the section. @throws PolicyFailure */
export function messageOf(
  exchange: Exchange,
  ofRequest: boolean,
): RequestMessage | ResponseMessage | undefined {
  return ofRequest ? exchange.request : responseOf(exchange);
}

/** What to wait for before a policy may read the body of its section's message. */
export const bodyOfSection = (ofRequest: boolean) => ({ request: ofRequest, response: !ofRequest });
