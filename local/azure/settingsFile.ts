import { existsSync } from "node:fs";
import { join } from "node:path";
import type { WorldSettingsInput } from "./settings";
import { readJson, writeWhole } from "./worldFiles";

const fileOf = (folder: string) => join(folder, "settings.json");

/** What a world's `settings.json` says, as it stands there. */
export const settingsInFile = (folder: string): WorldSettingsInput =>
  existsSync(fileOf(folder)) ? (readJson(fileOf(folder)) as WorldSettingsInput) : {};

/** Changes some keys of a world's `settings.json`; it is written only when something differs. */
export function changeSettings(folder: string, changes: WorldSettingsInput): void {
  const before = settingsInFile(folder);
  const after = { ...before, ...changes };
  if (JSON.stringify(after) !== JSON.stringify(before))
    writeWhole(fileOf(folder), `${JSON.stringify(after, undefined, 2)}\n`);
}
