/**
 * Settings given as `name=value`.
 *
 * @returns what is wrong, one line each
 */
export function readSettings(given: readonly string[]): {
  readonly settings: Readonly<Record<string, string | number>>;
  readonly faults: readonly string[];
} {
  const { completeGatewaySettings } = require("../gateway/settings") as typeof import("../gateway/settings");
  const settings: Record<string, string | number> = {};
  const faults: string[] = [];
  for (const text of given) {
    const mark = text.indexOf("=");
    if (mark < 1) {
      faults.push(`\`${text}\` is no setting; write --set name=value.`);
      continue;
    }
    const value = text.slice(mark + 1);
    settings[text.slice(0, mark)] = /^-?\d+$/.test(value) ? Number(value) : value;
  }
  faults.push(...completeGatewaySettings(settings).faults);
  return { settings, faults };
}
