import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyDefinition } from "../../pipeline/policy";
import { findAttribute } from "../../xml/policyDocument";
import { compileDimensions } from "../languageModels/dimensions";
import { sendsMetrics } from "./diagnostics";

/** `emit-metric`: one sample of a custom metric. */
export const emitMetric: PolicyDefinition = {
  name: "emit-metric",
  compile: (element, compiler) => {
    const name = findAttribute(element, "name")?.text ?? "";
    const namespace = findAttribute(element, "namespace")?.text ?? "API Management";
    const sampleOf = compiler.number(element, "value", 1);
    const dimensionsOf = compileDimensions(element, compiler);
    return (exchange) => {
      const value = sampleOf(exchange);
      const dimensions = dimensionsOf(exchange)();
      if (!Number.isFinite(value))
        throw new PolicyFailure({
          reason: "ExpressionValueEvaluationFailure",
          message: "The value of the metric is not a finite number.",
        });
      if (sendsMetrics(exchange))
        exchange.services.log.metric({ namespace, name, value, dimensions }, exchange);
      else exchange.recorder?.note("No diagnostic of the API has `metrics: true`: the sample is lost.");
      return undefined;
    };
  },
};
