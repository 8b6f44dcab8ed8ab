import { wrap } from "apim-gateway/text";
import { accountAssumptions } from "../../local/accounts/settings";

/** Every assumption about accounts, for a terminal. */
export function settingsText(width: number): string {
  const indent = { first: "    ", rest: "    " };
  const lines = wrap(
    "What differs from one account to another, or Microsoft does not document. Change one with `--set name=value`.",
    width,
  );
  for (const [name, { default: usual, meaning, source, matters }] of Object.entries(accountAssumptions))
    lines.push(
      "",
      `${name} = ${usual}`,
      ...wrap(meaning, width, indent),
      ...wrap(`source: ${source}`, width, indent),
      ...wrap(`matters for: ${matters}`, width, indent),
    );
  return `${lines.join("\n")}\n`;
}
