import { count } from "apim-gateway/text";
import { ptuBillText } from "../../infra/cost/report";
import type { Level } from "../../infra/review/told";
import { differenceLines } from "../../infra/routing/report/difference";
import { code, inline } from "../../infra/routing/report/markdown";
import { settingSentence } from "../../infra/routing/report/settings";
import { mask } from "./mask";
import type { EnvironmentPiece, PullRequestPieces } from "./pieces";
import { lossesOf } from "./previewBlocks";

/** Why a verdict is what it is: Markdown in one line. */
export type Reason = string;

/** One row of the table that decides. */
export interface Rule {
  /** For the test, which asks for a case of each. */
  readonly name: string;
  readonly level: "broken" | "careful" | "note";
  /** What it finds, in the words of the first lines; nothing: the rule is content. */
  readonly find: (pieces: PullRequestPieces) => readonly Reason[];
}

/** Whatever one environment says by itself, with its name. */
const each =
  (find: (piece: EnvironmentPiece) => readonly string[]) =>
  ({ environments }: PullRequestPieces): Reason[] =>
    environments.flatMap((piece) => find(piece).map((text) => `${text} (${inline(piece.name)})`));

const settings = (level: Level) =>
  each(({ routing }) =>
    routing.kind === "compared"
      ? routing.settings.filter((change) => change.level === level).map(settingSentence)
      : [],
  );

const problems = (severity: "error" | "warning") => (pieces: PullRequestPieces) =>
  pieces.environments.flatMap(({ problems: all, file }) => {
    const found = all.filter((problem) => problem.severity === severity).length;
    return found === 0 ? [] : [`${inline(file)} has ${count(found, severity)}`];
  });

const firstLine = (text: string) => text.trim().split("\n")[0] ?? "";

/** In the order in which a reviewer should read them. */
export const rules: readonly Rule[] = [
  { name: "errors of the file", level: "broken", find: problems("error") },
  {
    name: "protection stops the preview",
    level: "broken",
    find: each(({ preview }) =>
      preview.kind === "failed" && preview.protected.length > 0
        ? [
            `protection keeps ${preview.protected.map((name) => code(mask(name))).join(", ")}, which this change would delete or replace; where that is meant: a region goes by \`retire: true\` first, which takes its traffic and its protection away; for anything else \`pulumi state unprotect\``,
          ]
        : [],
    ),
  },
  {
    name: "the preview failed",
    level: "broken",
    find: each(({ preview }) => {
      if (preview.kind !== "failed" || preview.protected.length > 0) return [];
      const [first] = preview.messages;
      const why = first === undefined ? "" : `: ${inline(mask(firstLine(first)).slice(0, 160))}`;
      return [`the preview failed, so nothing is known of the resources${why}`];
    }),
  },
  {
    name: "tests failed",
    level: "broken",
    find: ({ tests }) =>
      tests.kind === "known" && tests.failed > 0 ? [`${count(tests.failed, "test")} failed`] : [],
  },
  {
    name: "another check failed",
    level: "broken",
    find: ({ outcomes }) =>
      outcomes
        .filter(({ result }) => result !== "success" && result !== "skipped")
        .map(({ name, result }) => `${inline(name)}: ${inline(result)}`),
  },
  { name: "a setting takes something away", level: "careful", find: settings("careful") },
  {
    name: "an environment goes",
    level: "careful",
    find: each(({ routing }) => (routing.kind === "removed" ? ["the environment is removed"] : [])),
  },
  {
    name: "what cannot simply be made again is deleted or replaced",
    level: "careful",
    find: each(({ preview }) =>
      preview.kind === "known"
        ? lossesOf(preview.resources).map(
            ({ operation, named }) => `${operation === "delete" ? "deletes" : "replaces"} ${named}`,
          )
        : [],
    ),
  },
  {
    name: "traffic loses what no setting explains",
    level: "careful",
    find: each(({ routing }) =>
      routing.kind === "compared" && !routing.settings.some(({ level }) => level === "careful")
        ? differenceLines(routing.changes)
            .filter(({ impact }) => impact === "loss")
            .map(({ text }) => inline(text))
        : [],
    ),
  },
  {
    name: "what changes is not known",
    level: "careful",
    find: each(({ routing, problems }) =>
      // A new file with errors is the reason by itself.
      routing.kind === "unknown" && !problems.some(({ severity }) => severity === "error")
        ? ["what changes is not known"]
        : [],
    ),
  },
  {
    name: "there is no preview",
    level: "careful",
    find: each(({ preview, changed }) =>
      preview.kind === "missing" && changed ? ["there is no preview"] : [],
    ),
  },
  {
    name: "there are no tests",
    level: "careful",
    find: ({ tests }) =>
      tests.kind === "unknown" ? [`nobody knows whether the tests pass: ${lower(tests.reason)}`] : [],
  },
  { name: "warnings of the file", level: "careful", find: problems("warning") },
  {
    name: "the bill for PTU changes",
    level: "note",
    find: each(({ routing }) => {
      const text = routing.kind === "compared" || routing.kind === "added" ? ptuBillText(routing.cost) : "";
      return text === "" ? [] : [inline(text)];
    }),
  },
  { name: "somebody may do more", level: "note", find: settings("notable") },
];

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "");
