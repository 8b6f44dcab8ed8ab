import { readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { count, printable } from "apim-gateway/text";
import { Argument, InvalidArgumentError, Option } from "commander";
import type { Problem } from "../../infra/problem";
import { isDay, today } from "../../infra/today";
import type { Neighbour } from "../../infra/topology/neighbours";
import type { Topology } from "../../infra/topology/topology";
import { type Answer, deliver, type FleetCommand } from "../command";
import type { ProblemFormat } from "../problems";

/** What is to be checked and how the answer looks. */
export interface ValidateRequest {
  /** None: every file in `folder`. */
  readonly files: readonly string[];
  readonly folder: string;
  readonly format: ProblemFormat;
  readonly strict: boolean;
  readonly colour: boolean;
  /** The day to judge by, `2026-11-30`. */
  readonly today: string;
}

export const command: FleetCommand = (program, exit) => {
  program
    .command("validate")
    .description("check topology files; every problem at once, with its line and the way out")
    .addArgument(new Argument("[file...]", "topology files; none: all in stacks/"))
    .addOption(
      new Option("--format <format>", "text, json, or github for annotations on a pull request")
        .choices(["text", "json", "github"])
        .default("text"),
    )
    .option("--strict", "exit with 1 for warnings as well", false)
    .addOption(
      new Option(
        "--today <date>",
        "the day by which the life of models and the age of the data are judged; none: this day",
      ).argParser(day),
    )
    .addHelpText(
      "after",
      `
Examples:
  ./fleet validate
  ./fleet validate stacks/prod.yaml --strict
  ./fleet validate --format github
  ./fleet validate --today 2027-06-30
Exit code: 0 no errors, 1 problems, 2 wrong usage.`,
    )
    .action((files: string[], options: Pick<ValidateRequest, "format" | "strict"> & { today?: string }) => {
      const { stackFile } = require("../plan/stackFile") as typeof import("../plan/stackFile");
      const answer = validateReport({
        files: files.map(stackFile),
        folder: "stacks",
        ...options,
        today: options.today ?? today(),
        colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
      });
      deliver(answer, exit);
    });
};

function day(value: string): string {
  if (isDay(value)) return value;
  throw new InvalidArgumentError("Write a day as `2026-11-30`.");
}

/** Checks the files and answers; never throws for a mistake in them. */
export function validateReport(request: ValidateRequest): Answer {
  const { loadFleet } = require("../../infra/loadFleet") as typeof import("../../infra/loadFleet");
  const { readText } = require("../../infra/topology/load") as typeof import("../../infra/topology/load");
  const { sameNames } =
    require("../../infra/topology/neighbours") as typeof import("../../infra/topology/neighbours");
  const { countText, countProblems, problemsAsGithub, problemsAsJson, problemsAsText } =
    require("../problems") as typeof import("../problems");

  const files = request.files.length > 0 ? request.files : topologyFiles(request.folder);
  if (files.length === 0) {
    const err = `There is no topology file in \`${request.folder}/\`. Name one, or go to the project's folder.\n`;
    return { code: 2, out: "", err };
  }
  const problems: Problem[] = [];
  const verdicts: string[] = [];
  const read = (file: string) => {
    const text = readText(file);
    return typeof text === "string" ? { text, checked: loadFleet(file, request.today) } : text;
  };
  const judged = new Map(files.map((file) => [file, read(file)]));
  const beside = siblingsOf(files).map((file) => [file, read(file)] as const);
  const neighbours = [...judged, ...beside].flatMap(([file, found]): Neighbour[] =>
    "checked" in found
      ? [{ file, text: found.text, topology: found.checked.ok ? found.checked.value : undefined }]
      : [],
  );
  for (const [file, outcome] of judged) {
    if (!("checked" in outcome)) {
      problems.push(outcome);
      verdicts.push(`${printable(file)}: ${countText([outcome])}\n`);
      continue;
    }
    const { text, checked } = outcome;
    const own = { file, text, topology: checked.ok ? checked.value : undefined };
    const found = [...(checked.ok ? checked.warnings : checked.problems), ...sameNames(own, neighbours)];
    problems.push(...found);
    const summary =
      checked.ok && found.every(({ severity }) => severity === "warning")
        ? ` (${sizeOf(checked.value)})`
        : "";
    verdicts.push(`${printable(file)}: ${found.length === 0 ? "no problems" : countText(found)}${summary}\n`);
  }
  const { errors, warnings } = countProblems(problems);
  const code = errors > 0 || (request.strict && warnings > 0) ? 1 : 0;
  switch (request.format) {
    case "json":
      return { code, out: problemsAsJson(files, problems), err: "" };
    case "github":
      return { code, out: problemsAsGithub(problems), err: verdicts.join("") };
    case "text": {
      const sourceOf = (file: string) => {
        const text = readText(file);
        return typeof text === "string" ? text : undefined;
      };
      return {
        code,
        out: problemsAsText(problems, { sourceOf, colour: request.colour }) + verdicts.join(""),
        err: "",
      };
    }
  }
}

/** `4 regions, 5 models, 15 deployments, 3 consumers; accounts private, gateway public`, and what nobody has read. */
function sizeOf(topology: Topology): string {
  const { reachText } = require("../../infra/topology/reach") as typeof import("../../infra/topology/reach");
  const counts = [
    count(topology.regions.length, "region"),
    count(topology.models.length, "model"),
    count(topology.accounts.flatMap(({ deployments }) => deployments).length, "deployment"),
    count(topology.consumers.length, "consumer"),
  ].join(", ");
  const { unverifiedText } =
    require("../../infra/topology/unverified") as typeof import("../../infra/topology/unverified");
  return [counts, reachText(topology), unverifiedText(topology)].filter((text) => text !== "").join("; ");
}

/** The other topology files in the folders of these: a file that was copied is told of its original. */
function siblingsOf(files: readonly string[]): string[] {
  const named = new Set(files.map((file) => resolve(file)));
  const folders = new Set(files.filter((file) => basename(dirname(resolve(file))) === "stacks").map(dirname));
  return [...folders].flatMap(topologyFiles).filter((file) => !named.has(resolve(file)));
}

function topologyFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
