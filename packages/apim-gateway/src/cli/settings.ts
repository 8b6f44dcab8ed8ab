import { wrap } from "../text/wrap";
import { later } from "./later";
import { verbOptions } from "./options";
import { columns, out } from "./terminal";
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
  out(markdown ? markdownText() : settingsText(columns()));
  return 0;
}

const markdownText = (): string => later.settingsMarkdown.settingsMarkdown();

/** Every behaviour that is not documented, as a list for a terminal. */
function settingsText(width: number): string {
  const { settingRooms } = later.settingCatalogue;
  const { allowedText } = later.settingRow;
  const lines = [
    ...wrap(
      "What Microsoft does not document, or documents in two ways. Change one with `--set name=value`.",
      width,
    ),
    "",
  ];
  for (const [room, rows] of Object.entries(settingRooms)) {
    lines.push(`${room}`);
    for (const [name, { default: preset, values, meaning, source }] of Object.entries(rows)) {
      lines.push(
        ...wrap(`${name} = ${preset}   (${allowedText(values)})`, width, { first: "  ", rest: "      " }),
      );
      lines.push(...wrap(meaning, width - 6).map((line) => `      ${line}`));
      lines.push(...wrap(`Source: ${source}`, width - 6).map((line) => `      ${line}`));
    }
    lines.push("");
  }
  return lines.join("\n");
}
