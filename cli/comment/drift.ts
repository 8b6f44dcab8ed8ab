import { count } from "apim-gateway/text";
import { code, inline } from "../../infra/routing/report/markdown";
import { type Block, compose } from "./compose";
import { mask } from "./mask";
import type { Preview } from "./preview";
import { driftWords, previewBlocks } from "./previewBlocks";

/** First line of the drift issue, by which it is found again. */
export const DRIFT_MARKER = "<!-- aoai-fleet: drift -->";

/** What a comparison of one environment with Azure gave. */
export interface DriftPiece {
  readonly name: string;
  readonly preview: Preview;
}

/** The issue's text, and whether there is anything to tell. */
export interface DriftReport {
  /** `none` only when every environment was compared and none differs. */
  readonly drift: "found" | "none" | "unknown";
  readonly title: string;
  readonly body: string;
}

/** What Azure has that the last deployment did not leave there. An environment that could not be compared is no good news. */
export function driftReport(pieces: readonly DriftPiece[], limit?: number): DriftReport {
  const drifted = pieces.filter(({ preview }) => preview.kind === "known" && differs(preview));
  const unknown = pieces.filter(({ preview }) => preview.kind !== "known");
  const drift = drifted.length > 0 ? "found" : unknown.length > 0 || pieces.length === 0 ? "unknown" : "none";
  const names = (list: readonly DriftPiece[]) => list.map((piece) => inline(piece.name)).join(", ");
  const title = {
    found: `Drift in ${names(drifted)}`,
    unknown: `Drift is not known${unknown.length > 0 ? ` in ${names(unknown)}` : ": no environment was compared"}`,
    none: "No drift",
  }[drift];
  const blocks: Block[] = [
    { kind: "must", text: DRIFT_MARKER },
    { kind: "must", text: introductions[drift] },
    ...pieces.flatMap(({ name, preview }): Block[] => [
      { kind: "must", text: `### ${inline(name)}` },
      ...upgradeBlocks(preview),
      ...previewBlocks(
        { preview: withoutUpgrades(preview), previewText: undefined, changed: true },
        driftWords,
      ),
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

function differs(preview: Extract<Preview, { kind: "known" }>): boolean {
  const { counts, resources } = withoutUpgrades(preview);
  const { create, update, replace, delete: deleted } = counts;
  return create + update + replace + deleted > 0 || resources.length > 0;
}

/** Azure's own upgrades are no drift: nobody can take them back, and nothing is to be done at once. */
function withoutUpgrades<P extends Preview>(preview: P): P {
  if (preview.kind !== "known") return preview;
  const resources = preview.resources.filter(({ upgraded }) => upgraded === undefined);
  const upgrades = preview.resources.length - resources.length;
  const { counts } = preview;
  // Whether the engine counts them is the engine's matter.
  const update = Math.max(
    counts.update - upgrades,
    resources.filter((each) => each.operation === "update").length,
  );
  return { ...preview, resources, counts: { ...counts, update } };
}

function upgradeBlocks(preview: Preview): Block[] {
  if (preview.kind !== "known") return [];
  const lines = preview.resources.flatMap(({ name, upgraded }) =>
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
