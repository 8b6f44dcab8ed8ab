import { count } from "apim-gateway/text";
import { code, details, inline, markdownTable } from "../../infra/routing/report/markdown";
import { type Block, fenced, some } from "./compose";
import { mask } from "./mask";
import type { EnvironmentPiece } from "./pieces";
import { isLoss, type OperationCounts, type ResourceChange } from "./preview";

/** What the operations are called: what a preview would do, or what was found in Azure. */
export interface Words {
  readonly done: Readonly<Record<"create" | "update" | "replace" | "delete" | "same", string>>;
  readonly list: Readonly<Record<ResourceChange["operation"], string>>;
  readonly loud: Readonly<Record<"delete" | "replace", string>>;
}

export const previewWords: Words = {
  done: { create: "created", update: "updated", replace: "replaced", delete: "deleted", same: "unchanged" },
  list: { create: "create", update: "update", replace: "replace", delete: "delete", import: "import" },
  loud: { delete: "DELETES", replace: "REPLACES" },
};

export const driftWords: Words = {
  done: { create: "new", update: "different", replace: "replaced", delete: "gone", same: "as deployed" },
  list: { create: "new", update: "different", replace: "replaced", delete: "gone", import: "new" },
  loud: { delete: "GONE:", replace: "REPLACED:" },
};

const SHOWN_RESOURCES = 200;
const SHOWN_MESSAGES = 10;

/** What a preview would do: counts, a loud line for every loss, the list, the engine's own words. */
export function previewBlocks(
  { preview, previewText, changed }: Pick<EnvironmentPiece, "preview" | "previewText" | "changed">,
  words = previewWords,
): Block[] {
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
        must(
          [
            `**Resources:** ${countsText(preview.counts, words)}`,
            ...lossLines(preview.resources, words),
          ].join("\n\n"),
        ),
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
        ...listBlocks(preview.resources, words),
        ...text,
      ];
  }
}

const must = (text: string): Block => ({ kind: "must", text });

/** `2 created, 1 updated, 120 unchanged`. */
function countsText(counts: OperationCounts, { done }: Words): string {
  const changes = (["delete", "replace", "create", "update"] as const)
    .filter((operation) => counts[operation] > 0)
    .map((operation) => `${counts[operation]} ${done[operation]}`);
  return [
    changes.length === 0 ? "no change" : changes.join(", "),
    ...(counts.same > 0 ? [`${counts.same} ${done.same}`] : []),
  ].join(", ");
}

/** Resources that cannot simply be made again and have one fate and one reason. */
export interface Loss {
  readonly operation: "delete" | "replace";
  /** Their names as Markdown; of many the first and how many more. */
  readonly named: string;
  readonly properties: readonly string[];
  readonly why: string;
}

/** Names of one loss that are listed. */
const NAMED = 3;

/** What is deleted or replaced and cannot simply be made again, deletions first. */
export function lossesOf(resources: readonly ResourceChange[]): Loss[] {
  const groups = new Map<string, ResourceChange[]>();
  for (const resource of resources.filter(isLoss)) {
    const key = JSON.stringify([resource.operation, resource.precious, resource.properties]);
    groups.set(key, [...(groups.get(key) ?? []), resource]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [ResourceChange];
    return {
      operation: first.operation === "delete" ? "delete" : "replace",
      named: some(
        group.map(({ name }) => code(mask(name))),
        NAMED,
      ).join(", "),
      properties: first.properties,
      why: first.precious ?? "",
    };
  });
}

/** One loud line for each kind of loss. */
function lossLines(resources: readonly ResourceChange[], { loud }: Words): string[] {
  return some(
    lossesOf(resources).map(({ operation, named, properties, why }) => {
      const because =
        operation === "replace" && properties.length > 0
          ? ` because of ${properties.map((property) => code(mask(property))).join(", ")}`
          : "";
      return `> 🛑 **${loud[operation]} ${named}**${because}: ${why}.`;
    }),
    10,
  );
}

function listBlocks(resources: readonly ResourceChange[], { list }: Words): Block[] {
  if (resources.length === 0) return [];
  const rows = resources
    .slice(0, SHOWN_RESOURCES)
    .map(({ operation, type, name, properties }) => [
      list[operation],
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

/** Longest part of the engine's own output that is shown, in bytes: what is folded is still sent with every mail. */
const SHOWN_BYTES = 9_000;

function textBlocks(text: string | undefined): Block[] {
  if (text === undefined || text.trim() === "") return [];
  const masked = mask(text).trimEnd();
  const shown = beginning(masked);
  const missing = masked.slice(shown.length).split("\n").length;
  const cut =
    shown === masked ? "" : `\n… cut, ${count(missing, "more line")}; the run of the workflow has them`;
  return [
    {
      kind: "may",
      text: details("pulumi preview --diff", fenced(`${shown}${cut}`, "diff")),
      instead: "*(The output of `pulumi preview --diff` is left out: no room.)*",
    },
  ];
}

/** As many whole lines as there is room for; of one that is longer than that, its beginning. */
function beginning(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= SHOWN_BYTES) return text;
  // A character that the cut went through is left out.
  const start = new TextDecoder().decode(bytes.subarray(0, SHOWN_BYTES), { stream: true });
  const end = start.lastIndexOf("\n");
  return end > 0 ? start.slice(0, end) : start;
}

function firstLines(text: string): string {
  return text.split("\n").slice(0, 5).join("\n");
}
