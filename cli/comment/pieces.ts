import type { CostChange } from "../../infra/cost/costChange";
import type { Problem } from "../../infra/problem";
import type { FleetComparison } from "../../infra/review/compareFleets";
import type { RoutingPlan } from "../../infra/routing/plan";
import type { LineLink } from "../../infra/routing/report/settings";
import type { PolicyChange } from "./folders";
import type { Preview } from "./preview";

/** What a pull request's comment is made of. */
export interface PullRequestPieces {
  readonly environments: readonly EnvironmentPiece[];
  readonly tests: TestResult;
  /** Steps of the workflow by name, with how they ended. */
  readonly outcomes: readonly Outcome[];
  /** Where lines of the files are in the web. */
  readonly link?: LineLink;
}

export interface EnvironmentPiece {
  readonly name: string;
  /** Topology file, relative to the project. */
  readonly file: string;
  /** Whether the preview of this environment can differ. */
  readonly changed: boolean;
  /** Of the new file; errors and warnings. */
  readonly problems: readonly Problem[];
  readonly routing: Routing;
  readonly policies: readonly PolicyChange[];
  readonly preview: Preview;
  /** Output of `pulumi preview --diff`. */
  readonly previewText: string | undefined;
  readonly proof: Proof;
}

/** Output of `fleet prove --format md`. */
export type Proof =
  | { readonly kind: "known"; readonly text: string }
  /** It was to be there. */
  | { readonly kind: "missing" }
  | { readonly kind: "not asked" };

/** The plans before and after, as far as there are such files and they are valid. */
export type Routing =
  | ({ readonly kind: "compared" } & FleetComparison)
  | { readonly kind: "added"; readonly after: RoutingPlan; readonly cost: CostChange }
  | { readonly kind: "removed" }
  | { readonly kind: "unknown"; readonly reason: string };

export type TestResult =
  | { readonly kind: "known"; readonly passed: number; readonly failed: number; readonly skipped: number }
  | { readonly kind: "unknown"; readonly reason: string };

export interface Outcome {
  readonly name: string;
  /** GitHub's words: `success`, `failure`, `cancelled`, `skipped`. */
  readonly result: string;
}

/** The last line `N passed, N failed[, N skipped]` of what CI printed. */
export function readTests(text: string | undefined): TestResult {
  if (text === undefined) return { kind: "unknown", reason: "The tests left no result." };
  const line = text
    .split("\n")
    .map((each) => each.trim())
    .findLast((each) => /^\d+ passed, \d+ failed/.test(each));
  if (line === undefined)
    return { kind: "unknown", reason: "The tests ended without saying how many passed." };
  const number = (word: string) => Number(new RegExp(`(?<!\\d)(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  return { kind: "known", passed: number("passed"), failed: number("failed"), skipped: number("skipped") };
}
