import { code, details, inline, markdownTable } from "../../infra/routing/report/markdown";
import { type Block, fenced, some } from "./compose";
import { mask } from "./mask";
import type { EnvironmentPiece } from "./pieces";
import type { OperationCounts, ResourceChange } from "./preview";

const SHOWN_RESOURCES = 200;
const SHOWN_MESSAGES = 10;

/** What a preview would do: counts, a loud line for every loss, the list, the engine's own words. */
export function previewBlocks({
  preview,
  previewText,
  changed,
}: Pick<EnvironmentPiece, "preview" | "previewText" | "changed">): Block[] {
  const text = textBlocks(previewText);
  switch (preview.kind) {
    case "missing":
      return changed ? [must(`**Resources:** not known. ${preview.reason}`), ...text] : text;
    case "failed":
      return [
        must(`**Resources:** not known. ${preview.reason}`),
        ...(preview.messages.length === 0
          ? []
          : [must(fenced(mask(some(preview.messages.map(firstLines), SHOWN_MESSAGES).join("\n"))))]),
        ...text,
      ];
    case "known":
      return [
        must([`**Resources:** ${countsText(preview.counts)}`, ...lossLines(preview.resources)].join("\n\n")),
        ...(preview.warnings.length === 0
          ? []
          : [
              must(
                some(
                  preview.warnings.map((warning) => `- ${inline(mask(firstLines(warning)))}`),
                  SHOWN_MESSAGES,
                ).join("\n"),
              ),
            ]),
        ...listBlocks(preview.resources),
        ...text,
      ];
  }
}

const must = (text: string): Block => ({ kind: "must", text });

/** `2 created, 1 updated, 120 unchanged`. */
export function countsText(counts: OperationCounts): string {
  const words = [
    [counts.delete, "deleted"],
    [counts.replace, "replaced"],
    [counts.create, "created"],
    [counts.update, "updated"],
  ] as const;
  const changes = words.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return [
    changes.length === 0 ? "no change" : changes.join(", "),
    ...(counts.same > 0 ? [`${counts.same} unchanged`] : []),
  ].join(", ");
}

/** One loud line for each resource that cannot simply be made again. */
function lossLines(resources: readonly ResourceChange[]): string[] {
  return some(
    resources
      .filter(
        ({ precious, operation }) =>
          precious !== undefined && (operation === "delete" || operation === "replace"),
      )
      .map(({ operation, name, properties, precious }) => {
        const why =
          operation === "replace" && properties.length > 0
            ? ` because of ${properties.map((property) => code(mask(property))).join(", ")}`
            : "";
        return `> 🛑 **${operation === "delete" ? "DELETES" : "REPLACES"} ${code(mask(name))}**${why}: ${precious}.`;
      }),
    30,
  );
}

function listBlocks(resources: readonly ResourceChange[]): Block[] {
  if (resources.length === 0) return [];
  const rows = resources
    .slice(0, SHOWN_RESOURCES)
    .map(({ operation, type, name, properties }) => [
      operation,
      inline(type),
      code(mask(name)),
      inline(mask(some(properties, 6).join(", "))),
    ]);
  const more =
    resources.length > SHOWN_RESOURCES ? `\n\n… and ${resources.length - SHOWN_RESOURCES} more` : "";
  return [
    {
      kind: "may",
      text: details("Resources", `${markdownTable(["", "type", "name", "properties"], rows)}${more}`),
      instead: "*(The list of resources is left out: no room.)*",
    },
  ];
}

/** Longest part of the engine's own output that is shown. */
const SHOWN_TEXT = 20_000;

function textBlocks(text: string | undefined): Block[] {
  if (text === undefined || text.trim() === "") return [];
  const masked = mask(text).trimEnd();
  const shown =
    masked.length <= SHOWN_TEXT
      ? masked
      : `${masked.slice(0, SHOWN_TEXT)}\n… cut, ${masked.length - SHOWN_TEXT} more characters`;
  return [
    {
      kind: "may",
      text: details("pulumi preview --diff", fenced(shown, "diff")),
      instead: "*(The output of `pulumi preview --diff` is left out: no room.)*",
    },
  ];
}

function firstLines(text: string): string {
  return text.split("\n").slice(0, 5).join("\n");
}
