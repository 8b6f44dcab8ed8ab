import { wrap } from "./wrap";

/** The policies that are executed, for a terminal. */
export function policiesText(columns = process.stdout.columns ?? 100): string {
  const { policySupport } =
    require("../../packages/apim-gateway/src/gateway/policySupport") as typeof import("../../packages/apim-gateway/src/gateway/policySupport");
  const all = policySupport();
  const lines: string[] = [];
  for (const { name, state, attributes, limits, source } of all) {
    if (state === "refused") continue;
    lines.push(`${name}   (${source})`);
    if (attributes.length > 0)
      lines.push(...wrap(attributes.join(", "), columns - 4).map((line) => `    ${line}`));
    if (limits !== undefined)
      lines.push(...wrap(`Not quite: ${limits}`, columns - 4).map((line) => `    ${line}`));
  }
  const refused = all.filter(({ state }) => state === "refused").map(({ name }) => name);
  lines.push("", "Refused when reached, and at load with --strict:");
  lines.push(...wrap(refused.join(", "), columns - 4).map((line) => `    ${line}`), "");
  return lines.join("\n");
}
