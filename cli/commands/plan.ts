import { isAbsolute } from "node:path";
import { Argument, Option } from "commander";
import type { Checked, Problem } from "../../infra/problem";
import type { RoutingPlan } from "../../infra/routing/plan";
import { today } from "../../infra/today";
import type { TopologyChange } from "../../infra/topology/difference/diffTopologies";
import type { Topology } from "../../infra/topology/topology";
import { type Answer, deliver, type FleetCommand } from "../command";

const formats = ["text", "json", "md", "mermaid"] as const;

/** What the command was asked for and how wide and colourful the answer may be. */
export interface PlanRequest {
  readonly file: string;
  /** A second file: the difference from the first to this one. */
  readonly newFile?: string;
  readonly format: (typeof formats)[number];
  readonly model?: string;
  readonly width: number;
  readonly colour: boolean;
  /** The day by which the life of the models is judged, `2026-11-30`. */
  readonly today: string;
}

export const command: FleetCommand = (program, exit) => {
  program
    .command("plan")
    .description("show where requests go, or what changes between two files")
    .addArgument(new Argument("<file>", "topology file, such as stacks/prod.yaml"))
    .addArgument(new Argument("[new]", "topology file to compare with: what changes from <file> to it"))
    .addOption(new Option("--format <format>", "how to show it").choices(formats).default("text"))
    .option("--model <name>", "only this model, as callers write it")
    .addHelpText(
      "after",
      `
Examples:
  npx fleet plan stacks/prod.yaml
  npx fleet plan stacks/prod.yaml --model gpt-5.4 --format mermaid
  git show main:stacks/prod.yaml > old.yaml; npx fleet plan old.yaml stacks/prod.yaml
Exit code: 0 done, 1 a file has problems or the model is unknown, 2 wrong usage.`,
    )
    .action((file: string, newFile: string | undefined, options: Pick<PlanRequest, "format" | "model">) => {
      const { columns } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
      const answer = planReport({
        file,
        newFile,
        ...options,
        width: columns(100),
        colour: process.stdout.isTTY === true,
        today: today(),
      });
      deliver(answer, exit);
    });
};

/** Reads the files and answers; never throws for a mistake in them. */
export function planReport(request: PlanRequest): Answer {
  const { loadFleet } = require("../../infra/loadFleet") as typeof import("../../infra/loadFleet");
  const { planRouting } =
    require("../../infra/routing/planRouting") as typeof import("../../infra/routing/planRouting");

  if (request.newFile !== undefined && request.format === "mermaid") {
    return refuse(
      2,
      "A difference of two files has no diagram. Write one file, or `--format text`, `md` or `json`.",
    );
  }
  const files = request.newFile === undefined ? [request.file] : [request.file, request.newFile];
  const loaded = files.map((file) => loadFleet(file, request.today, "deploy"));
  const problems = loaded.flatMap((checked) => (checked.ok ? [] : checked.problems));
  if (problems.length > 0) {
    const { problemsInFiles } = require("../problems") as typeof import("../problems");
    const wayOut = missingOldFile(request, problems);
    return refuse(1, `${problemsInFiles(problems, request.colour)}${wayOut}There is no plan.`);
  }
  const topologies = loaded.flatMap((checked) => (checked.ok ? [checked.value] : []));
  const narrowed = narrow(topologies.map(planRouting), request.model);
  if (typeof narrowed === "string") return refuse(1, narrowed);
  const [first, second] = narrowed;
  return {
    code: 0,
    out:
      second === undefined
        ? onePlan(first, topologies[0] as Topology, request)
        : twoPlans(first, second, settingsThatDiffer(topologies), request),
    err: lifeOfModels(loaded.at(-1), request.colour),
  };
}

/** Whoever compares means a version of before, and git has it. */
function missingOldFile({ file, newFile }: PlanRequest, problems: readonly Problem[]): string {
  const [only] = problems;
  if (
    newFile !== undefined &&
    problems.some(({ rule, position }) => rule === "policy-file" && position.file === file)
  )
    return `The policies of ${file} belong beside it: \`git worktree add /tmp/before HEAD\` has all of it as it was committed last.\n`;
  if (newFile === undefined || problems.length !== 1 || only?.rule !== "no-such-file") return "";
  if (only.position.file !== file || isAbsolute(newFile)) return "";
  return `The version that was committed last: \`git show HEAD:./${newFile} > ${file}\`, then try again.\n`;
}

/** What there is to tell of the life of the models: beside the plan, so that the plan can be read by a program. */
function lifeOfModels(checked: Checked<Topology> | undefined, colour: boolean): string {
  const told = checked?.ok ? checked.warnings.filter(({ rule }) => rule.startsWith("model-")) : [];
  if (told.length === 0) return "";
  const { problemsInFiles } = require("../problems") as typeof import("../problems");
  return problemsInFiles(told, colour);
}

const refuse = (code: 1 | 2, text: string): Answer => ({ code, out: "", err: `${text}\n` });

function narrow(plans: RoutingPlan[], model: string | undefined): [RoutingPlan, RoutingPlan?] | string {
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

function style({ width, colour }: PlanRequest) {
  const { createColors, isColorSupported } = require("picocolors") as typeof import("picocolors");
  return { width, colours: createColors(colour && isColorSupported) };
}

function onePlan(plan: RoutingPlan, topology: Topology, request: PlanRequest): string {
  const policies = topology.policies;
  switch (request.format) {
    case "json":
      return `${JSON.stringify(policies.length === 0 ? plan : { ...plan, policies }, undefined, 2)}\n`;
    case "md": {
      const { planMarkdown } =
        require("../../infra/routing/report/markdown") as typeof import("../../infra/routing/report/markdown");
      return `${planMarkdown(plan, policies)}\n`;
    }
    case "mermaid": {
      const { planMermaid } =
        require("../../infra/routing/report/mermaid") as typeof import("../../infra/routing/report/mermaid");
      return planMermaid(plan);
    }
    case "text": {
      const { planText } =
        require("../../infra/routing/report/text") as typeof import("../../infra/routing/report/text");
      const { reachText } =
        require("../../infra/topology/reach") as typeof import("../../infra/topology/reach");
      const whole = request.model === undefined ? notKept(request) : "";
      const owner = request.model === undefined ? forTheOwner(topology, request) : "";
      const text = planText(plan, style(request), policies);
      const reach = `
Reach: ${reachText(topology)}.
`;
      return `${text}${whole}${reach}${notRead(topology, request)}${owner}`;
    }
  }
}

/** What somebody else does before a private fleet behind their gateway answers. */
function forTheOwner(topology: Topology, { width }: PlanRequest): string {
  const { ownerSteps } =
    require("../../infra/topology/ownerSteps") as typeof import("../../infra/topology/ownerSteps");
  const steps = ownerSteps(topology);
  if (steps.length === 0) return "";
  const { wrap } = require("apim-gateway/text") as typeof import("apim-gateway/text");
  const lines = steps.flatMap((step) => wrap(step, width, { first: "  - ", rest: "    " }));
  return `\nThe accounts are private, so the owner of the existing gateway has to:\n${lines.join("\n")}\n`;
}

/** What others change on the fleet's resources stays, and here is what does not. */
function notKept({ width }: PlanRequest): string {
  const { foreignExceptions } =
    require("../../infra/foreign/exceptions") as typeof import("../../infra/foreign/exceptions");
  const { wrap } = require("apim-gateway/text") as typeof import("apim-gateway/text");
  const lines = foreignExceptions.flatMap(({ what, why }) =>
    wrap(`${what}: ${why}`, width, { first: "  - ", rest: "    " }),
  );
  return `\nWhat others set on these resources stays where the file does not state it, except:\n${lines.join("\n")}\n`;
}

/** What the data know neither way is told, or silence would be taken for a check. */
function notRead(topology: Topology, { width }: PlanRequest): string {
  const { unverifiedText } =
    require("../../infra/topology/unverified") as typeof import("../../infra/topology/unverified");
  const { wrap } = require("apim-gateway/text") as typeof import("apim-gateway/text");
  const text = unverifiedText(topology);
  if (text === "") return "";
  const [region = ""] = topology.regions.map(({ name }) => name);
  const way = `\`az cognitiveservices model list --location ${region}\` knows.`;
  return `${wrap(`${text.replace("u", "U")}. ${way}`, width, { first: "", rest: "  " }).join("\n")}\n`;
}

function settingsThatDiffer(topologies: readonly Topology[]): TopologyChange[] {
  const { diffTopologies } =
    require("../../infra/topology/difference/diffTopologies") as typeof import("../../infra/topology/difference/diffTopologies");
  const [before, after] = topologies as [Topology, Topology];
  return diffTopologies(before, after);
}

function twoPlans(
  before: RoutingPlan,
  after: RoutingPlan,
  settings: readonly TopologyChange[],
  request: PlanRequest,
): string {
  const { diffPlans } =
    require("../../infra/routing/diffPlans") as typeof import("../../infra/routing/diffPlans");
  const report =
    require("../../infra/routing/report/difference") as typeof import("../../infra/routing/report/difference");
  const difference = { before, after, changes: diffPlans(before, after), settings, model: request.model };
  if (request.format === "json") {
    // One list of everything, so that it is empty only when nothing differs.
    const all = [...difference.changes, ...settings.map((change) => ({ kind: "setting", ...change }))];
    return `${JSON.stringify(all, undefined, 2)}\n`;
  }
  if (request.format === "md") return `${report.differenceMarkdown(difference)}\n`;
  return report.differenceText(difference, style(request));
}
