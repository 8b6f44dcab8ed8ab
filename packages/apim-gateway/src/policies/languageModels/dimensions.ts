import type { Exchange } from "../../pipeline/exchange";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { PolicyElement } from "../../xml/policyDocument";

/** Custom dimensions beyond this many are accepted and lost. */
const mostCustom = 5;

type FindDimension = (exchange: Exchange) => unknown;

/** Dimensions that need no value, by the names that are documented. */
const defaults: ReadonlyMap<string, FindDimension> = new Map<string, FindDimension>([
  ["API ID", ({ parts }) => parts.api?.id],
  ["Operation ID", ({ parts }) => parts.operation?.id],
  ["Product ID", ({ parts }) => parts.product?.id],
  ["User ID", ({ parts }) => parts.subscription?.user?.id],
  ["Subscription ID", ({ parts }) => parts.subscription?.id],
  ["Location", ({ parts }) => parts.records.deployment.Region],
  ["Gateway ID", ({ parts }) => parts.records.deployment.GatewayId],
  ["Backend ID", ({ attempts }) => attempts.at(-1)?.backendId],
]);

/** Evaluates the custom dimensions when the policy runs; what it gives adds the default ones when the request is over. */
export type CompiledDimensions = (exchange: Exchange) => () => Readonly<Record<string, string>>;

export function compileDimensions(element: PolicyElement, compiler: PolicyCompiler): CompiledDimensions {
  const children = element.children.filter(({ name }) => name === "dimension");
  const named = children.map((child) => ({
    child,
    name: compiler.text(child, "name").constant ?? "",
    value: compiler.optionalText(child, "value"),
  }));
  const custom = named.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
  const found = named.flatMap(({ name, value, child }) => {
    if (value !== undefined) return [];
    const find = defaults.get(name);
    if (find === undefined)
      compiler.unusable(
        "dimension-value",
        `The dimension ${name} needs a value; only ${[...defaults.keys()].join(", ")} have one of their own.`,
        child,
      );
    return find === undefined ? [] : [{ name, find }];
  });
  if (custom.length > mostCustom)
    compiler.report(
      "warning",
      "dimensions-lost",
      `Only ${mostCustom} custom dimensions reach the metric; ${custom
        .slice(mostCustom)
        .map(({ name }) => name)
        .join(", ")} is lost.`,
      element,
    );
  const kept = custom.slice(0, mostCustom);
  return (exchange) => {
    const values: Record<string, string> = {};
    for (const { name, value } of kept) values[name] = value(exchange);
    return () => {
      const empty = exchange.services.settings.tokenMetricAbsentDimension === "empty";
      for (const { name, find } of found) {
        const value = find(exchange);
        if (value !== undefined && value !== null) values[name] = String(value);
        else if (empty) values[name] = "";
      }
      return values;
    };
  };
}
