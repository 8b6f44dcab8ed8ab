import { wrap } from "./wrap";

/** Every behaviour that is not documented, as a list for a terminal. */
export function settingsText(columns: number): string {
  const { settingRooms, allowedText } =
    require("../../packages/apim-gateway/src/gateway/settings") as typeof import("../../packages/apim-gateway/src/gateway/settings");
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
