import { later } from "./later";
/**
 * Settings given as `name=value`.
 *
 * @returns `faults`: what is wrong, `notes`: what is called otherwise now, one line each
 */
export function readSettings(given: readonly string[]): {
  readonly settings: Readonly<Record<string, string | number>>;
  readonly faults: readonly string[];
  readonly notes: readonly string[];
} {
  const { completeSettings } = later.settingCatalogue;
  const settings: Record<string, string | number> = {};
  const faults: string[] = [];
  for (const text of given) {
    const mark = text.indexOf("=");
    if (mark < 1) {
      faults.push(`\`${text}\` is not a setting; write --set name=value.`);
      continue;
    }
    const value = text.slice(mark + 1);
    settings[text.slice(0, mark)] = /^-?\d+$/.test(value) ? Number(value) : value;
  }
  const completed = completeSettings(settings);
  return { settings, faults: [...faults, ...completed.faults], notes: completed.notes };
}
