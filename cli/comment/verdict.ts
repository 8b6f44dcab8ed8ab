import { count } from "apim-gateway/text";
import { diffPlans } from "../../infra/routing/diffPlans";
import { code, inline } from "../../infra/routing/report/markdown";
import { settingPath } from "../../infra/routing/report/settings";
import type { TopologyChange } from "../../infra/topology/difference/diffTopologies";
import { mask } from "./mask";
import type { EnvironmentPiece, PullRequestPieces } from "./pieces";

/** What a reviewer must know before anything else. */
export interface CommentVerdict {
  readonly level: "broken" | "careful" | "fine";
  /** Most important first. */
  readonly reasons: readonly string[];
}

/** `broken`: not to be merged as it is. `careful`: something is lost, replaced or not known, or any setting differs. */
export function verdictOf(pieces: PullRequestPieces): CommentVerdict {
  const broken = [...pieces.environments.flatMap(brokenReasons), ...checkReasons(pieces)];
  const careful = pieces.environments.flatMap(carefulReasons);
  if (pieces.tests.kind === "unknown") careful.push(lower(pieces.tests.reason));
  const level = broken.length > 0 ? "broken" : careful.length > 0 ? "careful" : "fine";
  return { level, reasons: [...broken, ...careful] };
}

function brokenReasons({ problems, preview, ...piece }: EnvironmentPiece): string[] {
  const [name, file] = [inline(piece.name), inline(piece.file)];
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const reasons: string[] = [];
  if (errors > 0) reasons.push(`${file} has ${count(errors, "error")}`);
  if (preview.kind === "failed") reasons.push(`the preview of ${name} failed`);
  return reasons;
}

function checkReasons({ tests, outcomes }: PullRequestPieces): string[] {
  const failed = outcomes.filter((outcome) => outcome.result !== "success" && outcome.result !== "skipped");
  const reasons = failed.map((outcome) => `${inline(outcome.name)}: ${inline(outcome.result)}`);
  if (tests.kind === "known" && tests.failed > 0) reasons.unshift(`${count(tests.failed, "test")} failed`);
  return reasons;
}

function carefulReasons(piece: EnvironmentPiece): string[] {
  const { preview, routing } = piece;
  const name = inline(piece.name);
  const reasons: string[] = [];
  if (routing.kind === "removed") reasons.push(`${name} is removed`);
  if (preview.kind === "known") {
    for (const operation of ["delete", "replace"] as const) {
      const lost = preview.resources.filter(
        (resource) => resource.precious !== undefined && resource.operation === operation,
      );
      const word = operation === "delete" ? "deletes" : "replaces";
      if (lost.length > 0)
        reasons.push(`${name} ${word} ${lost.map((resource) => code(mask(resource.name))).join(", ")}`);
    }
  }
  if (routing.kind === "compared") {
    const losses = diffPlans(routing.before, routing.after).filter((change) => change.impact === "loss");
    if (losses.some((change) => change.kind === "ptu-lost")) reasons.push(`${name} loses PTU`);
    else if (losses.length > 0) reasons.push(`${name} loses capacity or access`);
  }
  if (routing.kind === "compared" && routing.settings.length > 0)
    reasons.push(`${name} changes ${settingsPhrase(routing.settings)}`);
  // A new file with errors is the reason by itself.
  if (routing.kind === "unknown" && !piece.problems.some((problem) => problem.severity === "error"))
    reasons.push(`what changes in ${name} is not known`);
  if (preview.kind === "missing" && piece.changed) reasons.push(`there is no preview of ${name}`);
  const warnings = piece.problems.filter((problem) => problem.severity === "warning").length;
  if (warnings > 0) reasons.push(`${inline(piece.file)} has ${count(warnings, "warning")}`);
  return reasons;
}

/** Settings that are named in the verdict; more are counted. */
const NAMED = 3;

function settingsPhrase(settings: readonly TopologyChange[]): string {
  return settings.length <= NAMED ? settings.map(settingPath).join(", ") : count(settings.length, "setting");
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "");
