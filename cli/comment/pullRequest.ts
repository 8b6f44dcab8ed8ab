import { count } from "apim-gateway/text";
import type { Problem } from "../../infra/problem";
import type { FleetComparison } from "../../infra/review/compareFleets";
import type { RoutingPlan } from "../../infra/routing/plan";
import { routingMarkdown } from "../../infra/routing/report/difference";
import { details, inline, markdownTable, planMarkdown } from "../../infra/routing/report/markdown";
import { type LineLink, settingsItems, type Told } from "../../infra/routing/report/settings";
import { type Block, compose, some } from "./compose";
import type { EnvironmentPiece, PullRequestPieces } from "./pieces";
import { previewBlocks } from "./previewBlocks";
import { proofBlocks } from "./proofBlocks";
import { type CommentVerdict, verdictOf } from "./verdict";

/** First line of the comment, by which it is found again. */
export const PULL_REQUEST_MARKER = "<!-- aoai-fleet: pull request -->";

const titles: Readonly<Record<CommentVerdict["level"], string>> = {
  broken: "❌ Not ready",
  careful: "⚠️ Be careful",
  fine: "✅ Nothing is lost",
};

/** The whole comment: the verdict, then each environment, then the checks. At most GitHub's limit long. */
export function pullRequestComment(pieces: PullRequestPieces, limit?: number): string {
  const verdict = verdictOf(pieces);
  const quiet = pieces.environments.filter((piece) => !piece.changed && piece.problems.length === 0);
  const loud = pieces.environments.filter((piece) => !quiet.includes(piece));
  return compose(
    [
      must(PULL_REQUEST_MARKER),
      must(firstLines(verdict)),
      ...(loud.length === 0
        ? [must("No environment changes.")]
        : loud.flatMap((piece) => environmentBlocks(piece, pieces.link))),
      must(
        loud.length > 0 && quiet.length > 0
          ? `Unchanged: ${quiet.map((piece) => piece.name).join(", ")}.`
          : "",
      ),
      must(checksText(pieces)),
    ],
    limit,
  );
}

/** Reasons beside the heading, and notes; more are counted. */
const SHOWN_REASONS = 7;
const SHOWN_NOTES = 3;

/** The verdict, with its most important reason in the heading itself: a mail or a folded comment shows no more. */
function firstLines({ level, reasons, notes }: CommentVerdict): string {
  const [first, ...others] = reasons;
  const heading = `## ${titles[level]}${first === undefined ? "" : ` — ${first}`}`;
  const items = [...some(others, SHOWN_REASONS), ...some(notes, SHOWN_NOTES)].map((text) => `- ${text}`);
  return [heading, ...items].join("\n");
}

const must = (text: string): Block => ({ kind: "must", text });

function environmentBlocks(piece: EnvironmentPiece, link: LineLink | undefined): Block[] {
  return [
    must(`### ${inline(piece.name)}`),
    ...problemBlocks(piece),
    ...routingBlocks(piece, link),
    ...proofBlocks(piece),
    ...previewBlocks(piece),
    ...policyBlocks(piece),
  ];
}

const SHOWN_PROBLEMS = 20;

function problemBlocks({ problems }: EnvironmentPiece): Block[] {
  if (problems.length === 0) return [];
  const line = ({ severity, position, message, remedy }: Problem) =>
    `- **${severity}** line ${position.line}: ${inline(message)} ${inline(remedy)}`;
  const sorted = [...problems].sort((a, b) =>
    a.severity === b.severity ? 0 : a.severity === "error" ? -1 : 1,
  );
  return [must(["**Problems of the file**", "", ...some(sorted.map(line), SHOWN_PROBLEMS)].join("\n"))];
}

function routingBlocks({ routing, file }: EnvironmentPiece, link: LineLink | undefined): Block[] {
  switch (routing.kind) {
    case "unknown":
      return [must(`**Traffic:** not known. ${routing.reason}`)];
    case "removed":
      return [
        must(
          `**Traffic:** ${inline(file)} is removed; nothing serves this environment once it is destroyed.`,
        ),
      ];
    case "added":
      return [
        must("**Traffic:** a new environment."),
        may(details("Where requests go", planMarkdown(routing.after)), "*(The plan is left out: no room.)*"),
      ];
    case "compared": {
      const { changes, settings } = routing;
      const words = routingMarkdown(routing);
      if (changes.length === 0) return [...settingsBlocks(settings, link), must(`**Traffic:** ${words}`)];
      const then = changedPart(routing);
      return [
        ...settingsBlocks(settings, link),
        may(
          `**What changes for traffic**\n\n${words}`,
          `**What changes for traffic:** ${count(changes.length, "change")}, too many to show here; run \`fleet plan --since\` on the file.`,
        ),
        ...(then.routes.length === 0
          ? []
          : [
              may(
                details("Where requests go then", planMarkdown(then)),
                "*(The plan is left out: no room.)*",
              ),
            ]),
      ];
    }
  }
}

/** The plan of those models whose traffic changes. */
function changedPart({ after, changes }: FleetComparison): RoutingPlan {
  const changed = new Set(changes.map(({ model }) => model));
  // A change that belongs to no model may concern each of them.
  if (changes.some(({ model, impact }) => model === undefined && impact !== "detail")) return after;
  const routes = after.routes.filter(({ model }) => changed.has(model));
  return { ...after, routes };
}

/** Settings that are listed openly, and those that are listed at all. */
const OPEN_SETTINGS = 10;
const SHOWN_SETTINGS = 200;

function settingsBlocks(settings: readonly Told[], link: LineLink | undefined): Block[] {
  if (settings.length === 0) return [];
  const items = settingsItems(settings, link);
  const open = must(["**What changes**", "", ...items.slice(0, OPEN_SETTINGS)].join("\n"));
  const folded = items.slice(OPEN_SETTINGS);
  if (folded.length === 0) return [open];
  const title = `${count(folded.length, "more setting")}`;
  const list = some(folded, SHOWN_SETTINGS - OPEN_SETTINGS).join("\n");
  return [open, may(details(title, list), `*(${title}; the list is left out: no room.)*`)];
}

const may = (text: string, instead: string): Block => ({ kind: "may", text, instead });

function policyBlocks({ policies }: EnvironmentPiece): Block[] {
  if (policies.length === 0) return [];
  const rows = policies.map(({ file, state, added, removed }) => [
    `\`${file}\``,
    state,
    `+${added} −${removed}`,
  ]);
  return [
    may(
      details(
        `Policies: ${count(policies.length, "file")} changed`,
        markdownTable(["policy", "", "lines"], rows),
      ),
      `*Policies: ${count(policies.length, "file")} changed (the list is left out: no room).*`,
    ),
  ];
}

function checksText({ tests, outcomes }: PullRequestPieces): string {
  const marks: Readonly<Record<string, string>> = { success: "✅", skipped: "⏭️" };
  const line =
    tests.kind === "unknown"
      ? `⚠️ tests: ${tests.reason}`
      : `${tests.failed === 0 ? "✅" : "❌"} tests: ${tests.passed} passed, ${tests.failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ""}`;
  return [
    "### Checks",
    "",
    `- ${line}`,
    ...outcomes.map(({ name, result }) => `- ${marks[result] ?? "❌"} ${inline(name)}: ${inline(result)}`),
  ].join("\n");
}
