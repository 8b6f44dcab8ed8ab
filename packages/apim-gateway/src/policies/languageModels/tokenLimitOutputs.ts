import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { PolicyElement } from "../../xml/policyDocument";
import { compileOutput, type NumberOutput, secondsOf, setVariable } from "../limits/limitOutputs";
import { waitText } from "./quotaPeriod";

/** What a token limit tells besides its refusal. */
export interface TokenLimitOutputs {
  readonly retryAfter: NumberOutput;
  readonly remaining: NumberOutput;
  readonly remainingQuota: NumberOutput;
  readonly consumed: NumberOutput;
}

export function compileTokenLimitOutputs(
  element: PolicyElement,
  compiler: PolicyCompiler,
): TokenLimitOutputs {
  return {
    retryAfter: compileOutput(element, compiler, "retry-after", "Retry-After"),
    remaining: compileOutput(element, compiler, "remaining-tokens"),
    remainingQuota: compileOutput(element, compiler, "remaining-quota-tokens"),
    consumed: compileOutput(element, compiler, "tokens-consumed"),
  };
}

/** What is left; `undefined` where there is no such limit. */
export interface Remaining {
  readonly rate: number | undefined;
  readonly quota: number | undefined;
}

export function setRemaining(
  exchange: Exchange,
  outputs: TokenLimitOutputs,
  { rate, quota }: Remaining,
): void {
  if (rate !== undefined) setVariable(exchange, outputs.remaining, rate);
  if (quota !== undefined) setVariable(exchange, outputs.remainingQuota, quota);
}

/** Headers that tell what is left, as name and value. */
export function remainingHeaders(
  outputs: TokenLimitOutputs,
  { rate, quota }: Remaining,
): Record<string, string> {
  const headers: Record<string, string> = {};
  if (outputs.remaining.header !== undefined && rate !== undefined)
    headers[outputs.remaining.header] = String(rate);
  if (outputs.remainingQuota.header !== undefined && quota !== undefined)
    headers[outputs.remainingQuota.header] = String(quota);
  return headers;
}

/**
 * The documented refusal beyond tokens-per-minute: 429. A prompt that can never fit is told no time, as a published
 * client of such a gateway reports.
 *
 * @throws PolicyFailure always
 */
export function refuseTokens(
  exchange: Exchange,
  outputs: TokenLimitOutputs,
  waitMs: number,
  remaining: Remaining,
): never {
  setRemaining(exchange, outputs, remaining);
  const headers = remainingHeaders(outputs, remaining);
  const { services } = exchange;
  let message = "Token limit is exceeded.";
  if (Number.isFinite(waitMs)) {
    const seconds = secondsOf(waitMs);
    setVariable(exchange, outputs.retryAfter, seconds);
    headers[outputs.retryAfter.header as string] = String(seconds);
    message = `Token limit is exceeded. Try again in ${seconds} seconds.`;
  }
  throw new PolicyFailure({
    reason: services.settings.tokenLimitReason,
    message,
    status: 429,
    headers,
  });
}

/** The documented refusal beyond a token quota: 403. @throws PolicyFailure always */
export function refuseQuota(
  exchange: Exchange,
  outputs: TokenLimitOutputs,
  waitMs: number,
  remaining: Remaining,
): never {
  const seconds = secondsOf(waitMs);
  setRemaining(exchange, outputs, remaining);
  setVariable(exchange, outputs.retryAfter, seconds);
  throw new PolicyFailure({
    reason: exchange.services.settings.tokenQuotaReason,
    message: `Token quota is exceeded. Try again in ${waitText(seconds)}.`,
    status: 403,
    headers: {
      ...remainingHeaders(outputs, remaining),
      [outputs.retryAfter.header as string]: String(seconds),
    },
  });
}
