import type { Exchange } from "../../pipeline/exchange";

/**
 * Whether custom metrics of a request go anywhere: a diagnostic of the API must have `metrics: true`. An API without
 * diagnostics of its own sends them.
 */
export function sendsMetrics({ parts }: Pick<Exchange, "parts">): boolean {
  const diagnostics = parts.api?.diagnostics ?? [];
  return diagnostics.length === 0 || diagnostics.some(({ metrics }) => metrics);
}
