import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import { type Getter, ready } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { Step } from "../../pipeline/step";
import { after } from "../../pipeline/waiting";
import type { PolicyElement } from "../../xml/policyDocument";
import { answerWith, setVariable } from "../limits/limitOutputs";
import { isQuotaPeriod, type QuotaPeriod, quotaPeriods } from "./quotaPeriod";
import { type TokenCounter, TokenCounters, tokenCounterMaker } from "./tokenCounters";
import {
  compileTokenLimitOutputs,
  type Remaining,
  refuseQuota,
  refuseTokens,
  remainingHeaders,
  setRemaining,
  type TokenLimitOutputs,
} from "./tokenLimitOutputs";
import { UsageMeter } from "./usageMeter";

const minuteMs = 60_000;

/** The limits of one request: an expression may give each request another. */
interface Limits {
  readonly rate: number | undefined;
  readonly quota: number | undefined;
  readonly period: QuotaPeriod;
}

/**
 * `llm-token-limit` and `azure-openai-token-limit`: tokens of a key in a minute, in a longer period, or both. A request
 * is admitted while anything is left, or while its estimated prompt fits; its real tokens count when the answer tells
 * them. Requests at one time can therefore go beyond the limit together, as documented.
 */
export const tokenLimit = (name: string): PolicyDefinition => ({
  name,
  limits: "prompts are estimated by characters; a minute's counter may keep tokens 0.6 s too long",
  compile: compileTokenLimit,
});

function compileTokenLimit(element: PolicyElement, compiler: PolicyCompiler): Step {
  const key = compiler.text(element, "counter-key");
  const estimates = compiler.boolean(element, "estimate-prompt-tokens", false);
  const limitsOf = compileLimits(element, compiler);
  const outputs = compileTokenLimitOutputs(element, compiler);
  const policy: Compiled = { outputs, makeCounter: tokenCounterMaker(compiler) };
  const tellsInHeaders = [outputs.remaining, outputs.remainingQuota, outputs.consumed].some(
    ({ header }) => header !== undefined,
  );
  const admit = (exchange: Exchange): undefined => {
    const meter = exchange.keep(UsageMeter);
    // The prompt of a streamed answer is always estimated, as documented.
    const prompt = estimates(exchange) || meter.asksForStream ? meter.promptEstimate : 0;
    const request = new LimitedRequest(exchange, policy, key(exchange), limitsOf(exchange), prompt);
    request.admit();
    meter.onUsage((usage) => request.settle(usage?.totalTokens));
    if (tellsInHeaders) answerWith(exchange, () => request.headers(meter.settled));
    return undefined;
  };
  return (exchange) => after(ready(exchange, { request: true, response: false }), admit, exchange);
}

function compileLimits(element: PolicyElement, compiler: PolicyCompiler): (exchange: Exchange) => Limits {
  const rate = compiler.optionalNumber(element, "tokens-per-minute");
  const quota = compiler.optionalNumber(element, "token-quota");
  const period = compiler.optionalText(element, "token-quota-period");
  const periodOf = (exchange: Exchange): QuotaPeriod => {
    const name = period?.(exchange);
    if (isQuotaPeriod(name)) return name;
    throw new PolicyFailure({
      reason: "ExpressionValueEvaluationFailure",
      message: `The value of token-quota-period is not one of ${quotaPeriods.join(", ")}.`,
    });
  };
  const all: readonly (Getter<unknown> | undefined)[] = [rate, quota, period];
  const limitsOf = (exchange: Exchange): Limits => ({
    rate: rate?.(exchange),
    quota: quota?.(exchange),
    period: quota === undefined ? "Daily" : periodOf(exchange),
  });
  // Literals are the same for every request, and this policy stands on the path of each.
  const fixed = all.every((of) => of === undefined || of.constant !== undefined);
  if (fixed && (quota === undefined || isQuotaPeriod(period?.constant))) {
    const limits = limitsOf(undefined as never);
    return () => limits;
  }
  return limitsOf;
}

/** What is the same for every request. */
interface Compiled {
  readonly outputs: TokenLimitOutputs;
  readonly makeCounter: () => TokenCounter;
}

/** One request under one token limit. */
class LimitedRequest {
  private consumed: number | undefined;
  private remaining: Remaining = { rate: undefined, quota: undefined };

  constructor(
    private readonly exchange: Exchange,
    private readonly policy: Compiled,
    private readonly key: string,
    private readonly limits: Limits,
    private readonly prompt: number,
  ) {}

  /** @throws PolicyFailure with 429 or 403 */
  admit(): void {
    const { exchange, limits, prompt } = this;
    const { outputs } = this.policy;
    const { services } = exchange;
    const now = services.now();
    const counter = this.counter(now);
    const least = Math.max(1, prompt);
    const rateWait = limits.rate === undefined ? 0 : counter.rate.waitMs(least, limits.rate, minuteMs, now);
    const quota = limits.quota === undefined ? undefined : counter.quota(limits.period, now);
    const quotaOver = quota !== undefined && quota.used + least > (limits.quota as number);
    if (rateWait > 0 && (!quotaOver || services.settings.tokenLimitOrder === "rate-first"))
      refuseTokens(exchange, outputs, rateWait, this.left(counter, now));
    if (quotaOver) refuseQuota(exchange, outputs, quota.end - now, this.left(counter, now));
    if (prompt > 0) this.count(counter, prompt, now);
    setVariable(exchange, outputs.consumed, prompt);
    this.tell(counter, now);
    exchange.recorder?.note(
      `Prompt estimated at ${prompt} tokens; left of '${this.key}': ${leftText(this.remaining)}.`,
    );
  }

  /** The answer's tokens are known; `undefined`: they will not be. */
  settle(total: number | undefined): void {
    if (total === undefined) return;
    const { exchange, prompt } = this;
    const { services } = exchange;
    const now = services.now();
    // Asked for again: the counter of a long answer may have expired meanwhile.
    const counter = this.counter(now);
    const more = total - prompt;
    if (more > 0 || (more < 0 && services.settings.promptEstimateCorrected === "corrected"))
      this.count(counter, more, now);
    this.consumed = total;
    setVariable(exchange, this.policy.outputs.consumed, total);
    if (services.settings.remainingTokensTold === "after-response") this.tell(counter, now);
  }

  /** @param settled whether it is known by now how many tokens the answer has used, or that nobody will know */
  headers(settled: boolean): Record<string, string> {
    const { outputs } = this.policy;
    const headers = remainingHeaders(outputs, this.remaining);
    const { header } = outputs.consumed;
    if (header === undefined) return headers;
    if (this.consumed !== undefined) headers[header] = String(this.consumed);
    else if (!settled && this.exchange.services.settings.consumedTokensOfStream === "prompt-estimate")
      headers[header] = String(this.prompt);
    return headers;
  }

  private counter(now: number): TokenCounter {
    return this.exchange.services.shared(TokenCounters).find(this.key, now, this.policy.makeCounter);
  }

  private count(counter: TokenCounter, tokens: number, now: number): void {
    const { rate, quota, period } = this.limits;
    if (rate !== undefined) counter.rate.add(tokens, rate, minuteMs, now);
    if (quota === undefined) return;
    const count = counter.quota(period, now);
    count.used = Math.max(0, count.used + tokens);
  }

  private tell(counter: TokenCounter, now: number): void {
    this.remaining = this.left(counter, now);
    setRemaining(this.exchange, this.policy.outputs, this.remaining);
  }

  private left(counter: TokenCounter, now: number): Remaining {
    const { rate, quota, period } = this.limits;
    return {
      rate: rate === undefined ? undefined : counter.rate.remaining(rate, minuteMs, now),
      quota: quota === undefined ? undefined : Math.max(0, quota - counter.quota(period, now).used),
    };
  }
}

const leftText = ({ rate, quota }: Remaining) =>
  [rate === undefined ? [] : `${rate} in this minute`, quota === undefined ? [] : `${quota} of the quota`]
    .flat()
    .join(", ");
