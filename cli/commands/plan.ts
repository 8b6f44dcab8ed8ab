import { isAbsolute } from "node:path";
import { Argument, Option } from "commander";
import type { Problem } from "../../infra/problem";
import type { RoutingPlan } from "../../infra/routing/plan";
import { today } from "../../infra/today";
import type { Topology } from "../../infra/topology/topology";
import { type Answer, deliver, type FleetCommand } from "../command";
import { differenceReport } from "../plan/difference";
import { formats, lifeOfModels, narrow, type PlanRequest, refuse, style } from "../plan/request";

export const command: FleetCommand = (program, exit) => {
  program
    .command("plan")
    .description("show where requests go, or what changes between two files")
    .addArgument(
      new Argument(
        "[file]",
        "topology file or stack, such as stacks/prod.yaml or prod; with --since: all of them",
      ),
    )
    .addArgument(new Argument("[new]", "topology file to compare with: what changes from <file> to it"))
    .addOption(new Option("--format <format>", "how to show it").choices(formats).default("text"))
    .option("--model <name>", "only this model, as callers write it")
    .option("--why", "addresses, pools and circuit breakers too, with the reasons")
    .option("--since <ref>", "what changes from a branch, tag or commit of git to the file as it is")
    .addHelpText(
      "after",
      `
Examples:
  ./fleet plan prod
  ./fleet plan prod --why
  ./fleet plan stacks/prod.yaml --model gpt-5.4 --format mermaid
  ./fleet plan --since main prod
  ./fleet plan old.yaml stacks/prod.yaml
In a difference \`!\` takes something away or is not known to be harmless, \`+\` lets somebody do more.
Exit code: 0 done, 1 a file has problems, or the model or what \`--since\` names is unknown, 2 wrong usage.`,
    )
    .action((file: string | undefined, newFile: string | undefined, options: PlanOptions) => {
      const { columns } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
      const { why = false, ...rest } = options;
      const how = {
        ...rest,
        short: !why,
        width: columns(100),
        colour: process.stdout.isTTY === true,
        today: today(),
      };
      deliver(answerOf(file, newFile, how), exit);
    });
};

type PlanOptions = Pick<PlanRequest, "format" | "model" | "since"> & { readonly why?: boolean };

function answerOf(
  file: string | undefined,
  newFile: string | undefined,
  how: Omit<PlanRequest, "file" | "newFile">,
): Answer {
  const { stackFile } = require("../plan/stackFile") as typeof import("../plan/stackFile");
  if (how.since !== undefined) {
    const { sinceReports } = require("../plan/sinceReports") as typeof import("../plan/sinceReports");
    if (newFile !== undefined)
      return refuse(2, "`--since` compares one file with what it was: give no second file.");
    return sinceReports(file === undefined ? undefined : stackFile(file), { ...how, since: how.since });
  }
  if (file === undefined)
    return refuse(
      2,
      "error: missing required argument 'file': a topology file or stack, or `--since <ref>`.",
    );
  return planReport({ ...how, file: stackFile(file), newFile });
}

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
  const [first, second] = loaded.flatMap((checked) => (checked.ok ? [checked.value] : []));
  const err = lifeOfModels(loaded.at(-1), request.colour);
  if (first === undefined) return refuse(1, "There is no plan.");
  if (second !== undefined) {
    const report = differenceReport(first, second, request);
    return typeof report === "string" ? refuse(1, report) : { code: 0, out: report.out, err };
  }
  const narrowed = narrow([planRouting(first)], request.model);
  if (typeof narrowed === "string") return refuse(1, narrowed);
  return { code: 0, out: onePlan(narrowed[0], first, request), err };
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

function onePlan(plan: RoutingPlan, topology: Topology, request: PlanRequest): string {
  const policies = topology.policies;
  const report =
    require("../../infra/routing/report/limits") as typeof import("../../infra/routing/report/limits");
  switch (request.format) {
    case "json":
      return `${JSON.stringify({ ...plan, ...(policies.length === 0 ? {} : { policies }), limits: report.limitsOf(topology.consumers, request.model) }, undefined, 2)}\n`;
    case "md": {
      const { planMarkdown } =
        require("../../infra/routing/report/markdown") as typeof import("../../infra/routing/report/markdown");
      const limits = report.limitsMarkdown(report.limitRows(topology.consumers, request.model));
      return `${[planMarkdown(plan, policies), limits].filter((part) => part !== "").join("\n\n")}\n`;
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
      const { width, colours } = style(request);
      const limits = report.limitsText(report.limitRows(topology.consumers, request.model), width, colours);
      const short = request.short === true;
      const whole = request.model === undefined && !short ? notKept(request) : "";
      const owner = request.model === undefined ? forTheOwner(topology, request) : "";
      const { planShort } =
        require("../../infra/routing/report/short") as typeof import("../../infra/routing/report/short");
      const how = { width, colours, head: request.model === undefined ? bill(topology) : [] };
      const text = short ? planShort(plan, how) : planText(plan, how, policies);
      const more = short
        ? "--why adds addresses, pools, breakers, policies of your own, and the reasons.\n"
        : "";
      const reach = `
Reach: ${reachText(topology)}.
`;
      return `${text}${limits}${whole}${reach}${notRead(topology, request)}${owner}${more}`;
    }
  }
}

/** What the fleet's PTU costs, in a line; none where it has none. */
function bill(topology: Topology): string[] {
  const { costOf } = require("../../infra/cost/costOf") as typeof import("../../infra/cost/costOf");
  const { costLine } = require("../../infra/cost/report") as typeof import("../../infra/cost/report");
  const line = costLine(costOf(topology));
  return line === "" ? [] : [`${line}, used or not (\`fleet cost\`)`];
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
