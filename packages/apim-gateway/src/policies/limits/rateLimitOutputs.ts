import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { PolicyElement } from "../../xml/policyDocument";
import { answerWith, compileOutput, type NumberOutput, secondsOf, setVariable } from "./limitOutputs";

/** What `rate-limit` and `rate-limit-by-key` tell besides their refusal. */
export interface RateLimitOutputs {
  readonly retryAfter: NumberOutput;
  readonly remaining: NumberOutput;
  readonly total: NumberOutput;
}

export function compileRateLimitOutputs(element: PolicyElement, compiler: PolicyCompiler): RateLimitOutputs {
  return {
    retryAfter: compileOutput(element, compiler, "retry-after", "Retry-After"),
    remaining: compileOutput(element, compiler, "remaining-calls"),
    total: compileOutput(element, compiler, "total-calls"),
  };
}

/** The call may go on. */
export function tellRemaining(
  exchange: Exchange,
  outputs: RateLimitOutputs,
  remaining: number,
  calls: number,
): void {
  setVariable(exchange, outputs.remaining, remaining);
  exchange.recorder?.note(`${remaining} of ${calls} calls are left.`);
  const { remaining: left, total } = outputs;
  if (left.header === undefined && total.header === undefined) return;
  const headers = {
    ...(left.header === undefined ? {} : { [left.header]: String(remaining) }),
    ...(total.header === undefined ? {} : { [total.header]: String(calls) }),
  };
  answerWith(exchange, () => headers);
}

/** The documented refusal: 429, and when to come again. @throws PolicyFailure always */
export function refuseRate(
  exchange: Exchange,
  outputs: RateLimitOutputs,
  waitMs: number,
  calls: number,
): never {
  const seconds = secondsOf(waitMs);
  setVariable(exchange, outputs.retryAfter, seconds);
  setVariable(exchange, outputs.remaining, 0);
  const headers: Record<string, string> = { [outputs.retryAfter.header as string]: String(seconds) };
  if (outputs.remaining.header !== undefined) headers[outputs.remaining.header] = "0";
  if (outputs.total.header !== undefined) headers[outputs.total.header] = String(calls);
  throw new PolicyFailure({
    reason: "RateLimitExceeded",
    message: "Rate limit is exceeded",
    status: 429,
    answer: `Rate limit is exceeded. Try again in ${seconds} seconds.`,
    headers,
  });
}
