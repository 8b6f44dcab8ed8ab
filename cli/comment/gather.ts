import { join } from "node:path";
import { costAdded } from "../../infra/cost/costChange";
import { costOf } from "../../infra/cost/costOf";
import { loadFleet } from "../../infra/loadFleet";
import { compareFleets } from "../../infra/review/compareFleets";
import { placed } from "../../infra/review/placed";
import { planRouting } from "../../infra/routing/planRouting";
import type { LineLink } from "../../infra/routing/report/settings";
import { changedEnvironments, environmentsOf, findText, policyChanges, topologyFile } from "./folders";
import {
  type EnvironmentPiece,
  type Outcome,
  type Proof,
  type PullRequestPieces,
  type Routing,
  readTests,
} from "./pieces";
import { type Preview, readPreview } from "./preview";

/** Where the pieces of a pull request's comment are. */
export interface Sources {
  /** Checkout before the change. */
  readonly baseDir: string;
  /** Checkout after the change. */
  readonly headDir: string;
  /** Environment → output of `pulumi preview --json`. */
  readonly previews: ReadonlyMap<string, string>;
  /** Environment → output of `pulumi preview --diff`. */
  readonly previewTexts: ReadonlyMap<string, string>;
  /** Environment → output of `fleet prove --format md`. */
  readonly proofs: ReadonlyMap<string, string>;
  /** What CI printed. */
  readonly tests: string | undefined;
  readonly outcomes: readonly Outcome[];
  /** The day by which the topology files are judged, `2026-11-30`. */
  readonly today: string;
  readonly link?: LineLink;
}

/** Reads everything; what is missing or broken becomes a piece that says so. */
export function gather(sources: Sources): PullRequestPieces {
  const { baseDir, headDir } = sources;
  const changed = new Set(changedEnvironments(baseDir, headDir));
  return {
    environments: environmentsOf(baseDir, headDir).map((name) =>
      environmentPiece(name, changed.has(name), sources),
    ),
    tests: readTests(sources.tests === undefined ? undefined : findText(sources.tests)),
    outcomes: sources.outcomes,
    ...(sources.link === undefined ? {} : { link: sources.link }),
  };
}

function environmentPiece(name: string, changed: boolean, sources: Sources): EnvironmentPiece {
  const file = topologyFile(name);
  const [base, head] = [join(sources.baseDir, file), join(sources.headDir, file)];
  const textFile = sources.previewTexts.get(name);
  const removed = findText(head) === undefined;
  const checked = removed ? undefined : loadFleet(head, sources.today);
  const problems = checked === undefined ? [] : checked.ok ? checked.warnings : checked.problems;
  return {
    name,
    file,
    changed,
    problems: problems.map((problem) => ({ ...problem, position: { ...problem.position, file } })),
    // A model that is retired is an error of the review; its routing is known all the same.
    routing:
      checked === undefined
        ? { kind: "removed" }
        : routingOf(
            base,
            { path: head, file },
            checked.ok ? checked : loadFleet(head, sources.today, "deploy"),
            sources.today,
          ),
    policies: policyChanges(sources.baseDir, sources.headDir, name),
    preview: previewOf(sources.previews.get(name)),
    previewText: textFile === undefined ? undefined : findText(textFile),
    proof: proofOf(sources.proofs.get(name)),
  };
}

function proofOf(file: string | undefined): Proof {
  if (file === undefined) return { kind: "not asked" };
  const text = findText(file);
  return text === undefined ? { kind: "missing" } : { kind: "known", text };
}

function routingOf(
  base: string,
  head: { readonly path: string; readonly file: string },
  checked: ReturnType<typeof loadFleet>,
  today: string,
): Routing {
  if (!checked.ok) return { kind: "unknown", reason: "The file has errors, see above." };
  if (findText(base) === undefined) {
    const { value } = checked;
    return { kind: "added", after: planRouting(value), cost: costAdded(costOf(value)) };
  }
  const before = loadFleet(base, today, "deploy");
  if (!before.ok) {
    return {
      kind: "unknown",
      reason: "The file before this change cannot be read by the project as it is now.",
    };
  }
  const compared = compareFleets(before.value, checked.value);
  const settings = placed(compared.settings, findText(head.path) ?? "", head.file);
  return { kind: "compared", ...compared, settings };
}

/** The preview in a file, or why there is none. */
export function previewOf(file: string | undefined): Preview {
  if (file === undefined) {
    return {
      kind: "missing",
      reason: "No preview was made.",
    };
  }
  const text = findText(file);
  return text === undefined
    ? {
        kind: "missing",
        reason:
          "There is no output of Pulumi: the job failed before it, or was skipped, as for a pull request from a fork.",
      }
    : readPreview(text);
}
