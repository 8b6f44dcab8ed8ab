import { settingRooms } from "./catalogue";
import { allowedText } from "./row";

const cell = (text: string) => text.replace(/\|/g, "\\|").replace(/\n/g, " ");

/** The settings of each room as a table of Markdown. */
export function settingsMarkdown(): string {
  return Object.entries(settingRooms)
    .map(([room, rows]) =>
      [
        `## ${room}`,
        "",
        "| setting | default | allowed | meaning | source |",
        "| --- | --- | --- | --- | --- |",
        ...Object.entries(rows).map(([name, { default: usual, values, meaning, source }]) => {
          const shown = usual === "" ? "" : `\`${usual}\``;
          return `| ${[`\`${name}\``, shown, allowedText(values), meaning, source].map(cell).join(" | ")} |`;
        }),
        "",
      ].join("\n"),
    )
    .join("\n");
}
