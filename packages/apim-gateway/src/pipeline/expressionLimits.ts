import type { ExpressionFailure } from "../csharp/compileExpression";
import type { Exchange } from "./exchange";
import type { FailureDetail } from "./failure";

/** Bytes of a body from which on it is why an expression has met a limit: no policy needs a million steps for less. */
const LARGE = 1_048_576;

/**
 * What a caller is told when an expression has met a limit that is this gateway's own. The service may not have it, so
 * its words for a failed expression would hide where the failure is from.
 *
 * @returns nothing for any other failure
 */
export function limitMet(
  { exceptionType, message }: ExpressionFailure,
  exchange: Exchange,
): Pick<FailureDetail, "status" | "answer"> | undefined {
  const body = bodyAtHand(exchange);
  if (exceptionType === "LimitExceeded") {
    const [, limit = "size"] = message.replace(/\.$/, "").split("limit of ");
    if (body === undefined || body.size < LARGE)
      return { answer: `An expression exceeded the gateway's limit of ${limit}.` };
    return {
      ...(body.ofRequest ? { status: 413 } : {}),
      answer: `The body of the ${body.ofRequest ? "request" : "response"} (${body.size} bytes) is too large for an expression: it exceeded the gateway's limit of ${limit}.`,
    };
  }
  const levels = deepest
    .exec(message)
    ?.slice(1)
    .find((found) => found !== undefined);
  if (levels === undefined) return undefined;
  return {
    ...(body?.ofRequest ? { status: 400 } : {}),
    answer: `The body is nested too deep for an expression: the gateway reads at most ${levels} levels.`,
  };
}

/** As the readers of JSON and XML say it. */
const deepest = /\bMaxDepth of (\d+) has been exceeded|\bis more than (\d+) elements deep/;

/** The body that expressions are about: until there is a response in outbound, that of the request. */
function bodyAtHand({
  section,
  request,
  response,
}: Exchange): { size: number; ofRequest: boolean } | undefined {
  const ofResponse = section === "outbound" ? (response?.body?.size ?? 0) : 0;
  const ofRequest = request.body?.size ?? 0;
  if (ofResponse === 0 && ofRequest === 0) return undefined;
  return ofResponse >= ofRequest
    ? { size: ofResponse, ofRequest: false }
    : { size: ofRequest, ofRequest: true };
}
