import type { Checked } from "../../infra/problem";
import type { RoutingPlan } from "../../infra/routing/plan";
import type { Topology } from "../../infra/topology/topology";
import type { Answer } from "../command";

export const formats = ["text", "json", "md", "mermaid"] as const;

/** What the command was asked for and how wide and colourful the answer may be. */
export interface PlanRequest {
  readonly file: string;
  /** A second file: the difference from the first to this one. */
  readonly newFile?: string;
  /** A name of git: the difference from what the file was then. */
  readonly since?: string;
  readonly format: (typeof formats)[number];
  readonly model?: string;
  /** As text, what fits a screen: without addresses, pools, breakers and reasons. @default false */
  readonly short?: boolean;
  readonly width: number;
  readonly colour: boolean;
  /** The day by which the life of the models is judged, `2026-11-30`. */
  readonly today: string;
}

/** What there is to tell of the life of the models: beside the plan, so that the plan can be read by a program. */
export function lifeOfModels(checked: Checked<Topology> | undefined, colour: boolean): string {
  const told = checked?.ok ? checked.warnings.filter(({ rule }) => rule.startsWith("model-")) : [];
  if (told.length === 0) return "";
  const { problemsInFiles } = require("../problems") as typeof import("../problems");
  return problemsInFiles(told, colour);
}

export const refuse = (code: 1 | 2, text: string): Answer => ({ code, out: "", err: `${text}\n` });

/** The plans of one model, or why there are none; all of them without a model. */
export function narrow(
  plans: RoutingPlan[],
  model: string | undefined,
): [RoutingPlan, RoutingPlan?] | string {
  if (model === undefined) return plans as [RoutingPlan, RoutingPlan?];
  const { findModelPlan, modelsOf } =
    require("../../infra/routing/report/facts") as typeof import("../../infra/routing/report/facts");
  const { didYouMean } = require("apim-gateway/text") as typeof import("apim-gateway/text");
  const names = [...new Set(plans.flatMap(modelsOf))];
  if (!names.includes(model)) {
    return `No model \`${model}\` is served.${didYouMean(model, names)} The models are ${names.map((name) => `\`${name}\``).join(", ")}.`;
  }
  // A model that only one of two files has is shown as coming or going.
  return plans.map((plan) => findModelPlan(plan, model) ?? withoutModels(plan)) as [
    RoutingPlan,
    RoutingPlan?,
  ];
}

function withoutModels(plan: RoutingPlan): RoutingPlan {
  return { ...plan, members: [], backends: [], pools: [], routes: [], access: [], regional: [] };
}

/** How a text report is shown. */
export function style({ width, colour }: Pick<PlanRequest, "width" | "colour">) {
  const { createColors, isColorSupported } = require("picocolors") as typeof import("picocolors");
  return { width, colours: createColors(colour && isColorSupported) };
}
