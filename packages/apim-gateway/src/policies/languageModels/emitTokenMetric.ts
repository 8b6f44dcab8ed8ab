import type { Exchange } from "../../pipeline/exchange";
import { ready } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import { after } from "../../pipeline/waiting";
import { compileDimensions } from "./dimensions";
import { findDeployment, findModel } from "./modelNames";
import { type MeteredUsage, UsageMeter } from "./usageMeter";

/** Tells the log the tokens of a request, once for all the policies that emit them. */
class LoggedUsage {
  private told = false;

  constructor(private readonly exchange: Exchange) {}

  tell(usage: MeteredUsage, meter: UsageMeter): void {
    const { exchange } = this;
    const { log } = exchange.services;
    if (this.told || log.ignoresUsage === true) return;
    this.told = true;
    const model = findModel(meter);
    log.usage({ deployment: findDeployment(exchange) ?? model, model, ...usage }, exchange);
  }
}

/**
 * `llm-emit-token-metric` and `azure-openai-emit-token-metric`: the tokens of each answer as three metrics, when it has
 * gone out. Nothing for an answer that used none: a failure, or what a policy answered by itself.
 */
export const emitTokenMetric = (name: string): PolicyDefinition => ({
  name,
  limits: "total, prompt and completion tokens; not the categories that are in preview",
  compile(element, compiler) {
    const namespace = compiler.text(element, "namespace", "API Management").constant || "API Management";
    const dimensionsOf = compileDimensions(element, compiler);
    const watch = (exchange: Exchange): undefined => {
      const meter = exchange.keep(UsageMeter);
      const finish = dimensionsOf(exchange);
      exchange.hooks.onDelivered(() => {
        const { usage } = meter;
        if (usage === undefined) return;
        const { log } = exchange.services;
        const dimensions = finish();
        const emit = (metric: string, value: number) =>
          log.metric({ namespace, name: metric, value, dimensions }, exchange);
        emit("Total Tokens", usage.totalTokens);
        emit("Prompt Tokens", usage.promptTokens);
        emit("Completion Tokens", usage.completionTokens);
        exchange.keep(LoggedUsage).tell(usage, meter);
      });
      return undefined;
    };
    return (exchange) => after(ready(exchange, { request: true, response: false }), watch, exchange);
  },
});
