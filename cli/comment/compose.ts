/** Longest body that GitHub accepts for a comment or an issue, in characters. */
export const GITHUB_LIMIT = 65_536;

/** A part of a comment. `must` is always there; `may` is left out as a whole when there is no room, and `instead` says so. */
export type Block =
  | { readonly kind: "must"; readonly text: string }
  | { readonly kind: "may"; readonly text: string; readonly instead: string };

const CUT = "\n\n*The rest is cut: a comment holds 65,536 characters. The workflow's run has everything.*\n";

/**
 * Joins blocks to a body within `limit`. Room is given in the order of the blocks; a block that does not fit is
 * replaced by its short form. What must be there is cut only when it alone is too long, and the cut is said.
 */
export function compose(blocks: readonly Block[], limit = GITHUB_LIMIT): string {
  const short = (block: Block) => (block.kind === "must" ? block.text : block.instead);
  const chosen = blocks.map(short);
  const length = () => chosen.reduce((sum, text) => sum + text.length + 2, 0);
  for (const [index, block] of blocks.entries()) {
    if (block.kind === "must") continue;
    chosen[index] = block.text;
    if (length() > limit) chosen[index] = block.instead;
  }
  const body = `${chosen.filter((text) => text !== "").join("\n\n")}\n`;
  if (body.length <= limit) return body;
  const room = body.slice(0, limit - CUT.length);
  // A line that is cut in the middle could open markup that nothing closes.
  return `${room.slice(0, Math.max(0, room.lastIndexOf("\n")))}${CUT}`;
}

/** At most `most` of the lines, and how many are missing. */
export function some(lines: readonly string[], most: number): string[] {
  if (lines.length <= most) return [...lines];
  return [...lines.slice(0, most), `… and ${lines.length - most} more`];
}

/** A code block that its content cannot close. */
export function fenced(text: string, language = ""): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
