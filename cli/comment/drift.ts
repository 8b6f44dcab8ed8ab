import { count } from "apim-gateway/text";
import { code, inline } from "../../infra/routing/report/markdown";
import { type Block, compose, some } from "./compose";
import { mask } from "./mask";
import type { Preview, ResourceChange } from "./preview";
import { driftWords, previewBlocks } from "./previewBlocks";

/** First line of the drift issue, by which it is found again. */
export const DRIFT_MARKER = "<!-- aoai-fleet: drift -->";

/** What a comparison of one environment with Azure gave. */
export interface DriftPiece {
  readonly name: string;
  /** `pulumi refresh --preview-only`: everything in Azure that the last deployment did not leave there. */
  readonly preview: Preview;
  /**
   * `pulumi preview --refresh`: what the next update would do. What others set and the file does not state is no change
   * there, because it stays; what the file says by now and nobody has deployed yet is one, and is not in `preview`.
   * Drift is what is in both. Absent or not known: all of `preview`.
   */
  readonly next?: Preview;
}

/** The issue's text, and whether there is anything to tell. */
export interface DriftReport {
  /** `none` only when every environment was compared and none differs. */
  readonly drift: "found" | "none" | "unknown";
  readonly title: string;
  readonly body: string;
}

/** What Azure has that the last deployment did not leave there. An environment that could not be compared is no good news. */
export function driftReport(found: readonly DriftPiece[], limit?: number): DriftReport {
  const pieces = found.map(split);
  const drifted = pieces.filter(({ preview }) => preview.kind === "known" && differs(preview));
  const unknown = pieces.filter(({ preview }) => preview.kind !== "known");
  const drift = drifted.length > 0 ? "found" : unknown.length > 0 || pieces.length === 0 ? "unknown" : "none";
  const names = (list: readonly Split[]) => list.map((piece) => inline(piece.name)).join(", ");
  const title = {
    found: `Drift in ${names(drifted)}`,
    unknown: `Drift is not known${unknown.length > 0 ? ` in ${names(unknown)}` : ": no environment was compared"}`,
    none: "No drift",
  }[drift];
  const blocks: Block[] = [
    { kind: "must", text: DRIFT_MARKER },
    { kind: "must", text: introductions[drift] },
    ...pieces.flatMap(({ name, preview, stays, upgraded }): Block[] => [
      { kind: "must", text: `### ${inline(name)}` },
      ...upgradeBlocks(upgraded),
      ...staysBlocks(stays),
      ...previewBlocks({ preview, previewText: undefined, changed: true }, driftWords),
    ]),
  ];
  return { drift, title, body: compose(blocks, limit) };
}

const introductions: Readonly<Record<DriftReport["drift"], string>> = {
  found:
    "Azure is not what the last deployment left. Take the change into the topology file, or deploy again to undo it; " +
    "either way the next comparison closes this issue.",
  unknown: "Not every environment could be compared with Azure, so drift is not excluded.",
  none: "Every environment is what the last deployment left.",
};

function differs({ counts, resources }: Extract<Preview, { kind: "known" }>): boolean {
  const { create, update, replace, delete: deleted } = counts;
  return create + update + replace + deleted > 0 || resources.length > 0;
}

/** An environment with what is no drift taken out. */
interface Split {
  readonly name: string;
  readonly preview: Preview;
  /** Azure's own upgrades: nobody can take them back, and nothing is to be done at once. */
  readonly upgraded: readonly ResourceChange[];
  /** What others have set and the next update leaves. */
  readonly stays: readonly ResourceChange[];
}

function split({ name, preview, next }: DriftPiece): Split {
  if (preview.kind !== "known") return { name, preview, upgraded: [], stays: [] };
  const undone =
    next?.kind === "known" ? new Set(next.resources.map((each) => `${each.type} ${each.name}`)) : undefined;
  const upgraded = preview.resources.filter((each) => each.upgraded !== undefined);
  const others = preview.resources.filter((each) => each.upgraded === undefined);
  const stays = others.filter((each) => undone !== undefined && !undone.has(`${each.type} ${each.name}`));
  const resources = others.filter((each) => !stays.includes(each));
  const fewer = (operation: "update" | "delete", out: readonly ResourceChange[]) =>
    // Whether the engine counts them is the engine's matter.
    Math.max(
      preview.counts[operation] - out.filter((each) => each.operation === operation).length,
      resources.filter((each) => each.operation === operation).length,
    );
  const out = [...upgraded, ...stays];
  const counts = { ...preview.counts, update: fewer("update", out), delete: fewer("delete", out) };
  return { name, preview: { ...preview, resources, counts }, upgraded, stays };
}

function staysBlocks(stays: readonly ResourceChange[]): Block[] {
  if (stays.length === 0) return [];
  const lines = stays.map(({ operation, name, properties }) => {
    const what = operation === "delete" ? "gone" : properties.map((each) => inline(each)).join(", ");
    return `- ${code(mask(name))}: ${what}`;
  });
  const head = "Others have changed this, and the next update leaves it so:";
  return [{ kind: "must", text: `${head}\n${some(lines, SHOWN).join("\n")}` }];
}

/** Lines of one list. */
const SHOWN = 50;

function upgradeBlocks(upgrades: readonly ResourceChange[]): Block[] {
  const lines = upgrades.flatMap(({ name, upgraded }) =>
    upgraded === undefined
      ? []
      : [
          `- Azure has upgraded ${code(mask(name))} ${inline(upgraded)}; write it into the topology file when all regions have it.`,
        ],
  );
  return lines.length === 0 ? [] : [{ kind: "must", text: lines.join("\n") }];
}

/** One line for the log. */
export function driftLine(pieces: readonly DriftPiece[], { drift, title }: DriftReport): string {
  return `${title} (${count(pieces.length, "environment")} compared, ${drift}).`;
}
