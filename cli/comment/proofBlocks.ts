import type { Block } from "./compose";
import type { EnvironmentPiece } from "./pieces";

/** Longest part of a proof that is not folded: what promises hold is a few lines. */
const OPEN_CHARACTERS = 6000;

/** What `fleet prove --format md` found: its promises openly, its figures and picture folded. */
export function proofBlocks({ proof, changed }: Pick<EnvironmentPiece, "proof" | "changed">): Block[] {
  if (proof.kind === "not asked") return [];
  if (proof.kind === "missing")
    return changed ? [{ kind: "must", text: "**Failover:** not known. The job left no proof." }] : [];
  const { before, folded, after } = parted(proof.text);
  // Its heading is the environment's, which stands above already.
  const promises = before.replace(/^### .*\n/, "").trim();
  const open = [promises, after.trim()].filter((text) => text !== "").join("\n\n");
  return [
    { kind: "must", text: `**Failover, proved in virtual time**\n\n${cut(open)}` },
    {
      kind: "may",
      text: folded,
      instead: folded === "" ? "" : "*(The figures of the proof are left out: no room.)*",
    },
  ];
}

function cut(text: string): string {
  if (text.length <= OPEN_CHARACTERS) return text;
  const room = text.slice(0, OPEN_CHARACTERS);
  return `${room.slice(0, Math.max(0, room.lastIndexOf("\n")))}\n\n*The rest is in the run's summary.*`;
}

/** What comes before the folded part, that part, and what comes after it. */
function parted(text: string): { readonly before: string; readonly folded: string; readonly after: string } {
  const [from, end] = [text.indexOf("<details>"), text.lastIndexOf(FOLD_END)];
  if (from < 0 || end < from) return { before: text, folded: "", after: "" };
  const to = end + FOLD_END.length;
  return { before: text.slice(0, from), folded: text.slice(from, to), after: text.slice(to) };
}

const FOLD_END = "</details>";
