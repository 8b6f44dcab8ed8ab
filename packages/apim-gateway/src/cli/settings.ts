import { wrap } from "../text/wrap";
import { later } from "./later";
import { verbOptions } from "./options";
import { out } from "./terminal";
import type { Verb } from "./verb";

export const settingsVerb: Verb = (program, exit) => {
  program
    .command("settings")
    .description("list what Microsoft does not document, with defaults and sources")
    .addOption(verbOptions().markdown)
    .action(({ markdown }: { markdown: boolean }) => exit(settings(markdown)));
};

/** @returns the exit code */
export function settings(markdown = false): number {
  out(markdown ? markdownText() : settingsText(process.stdout.columns ?? 100));
  return 0;
}

const markdownText = (): string => later.settingsMarkdown.settingsMarkdown();

/** Every behaviour that is not documented, as a list for a terminal. */
function settingsText(columns: number): string {
  const { settingRooms } = later.settingCatalogue;
  const { allowedText } = later.settingRow;
  const lines = [
    "What Microsoft does not document, or documents in two ways. Change one with --set name=value.",
    "",
  ];
  for (const [room, rows] of Object.entries(settingRooms)) {
    lines.push(`${room}`);
    for (const [name, { default: preset, values, meaning, source }] of Object.entries(rows)) {
      lines.push(`  ${name} = ${preset}   (${allowedText(values)})`);
      lines.push(...wrap(meaning, columns - 6).map((line) => `      ${line}`));
      lines.push(...wrap(`Source: ${source}`, columns - 6).map((line) => `      ${line}`));
    }
    lines.push("");
  }
  return lines.join("\n");
}
