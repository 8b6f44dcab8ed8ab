import { existsSync, readdirSync } from "node:fs";
import { dirname } from "node:path";
import { loadFleet } from "../../infra/loadFleet";
import type { Answer } from "../command";
import { problemsInFiles } from "../problems";
import { differenceReport } from "./difference";
import { commitOf, filesAt, type Git, runGit } from "./git";
import { loadSince } from "./loadSince";
import { lifeOfModels, type PlanRequest, refuse } from "./request";
import { STACKS } from "./stackFile";

/** What is to be told of which time. */
export type SinceRequest = Omit<PlanRequest, "file" | "newFile" | "since"> & { readonly since: string };

/** What changes from a commit to the files as they are: of one file, or of every stack. */
export function sinceReports(file: string | undefined, request: SinceRequest, git: Git = runGit): Answer {
  if (request.format === "mermaid")
    return refuse(2, "A difference has no diagram. Write `--format text`, `md` or `json`.");
  const folder = file === undefined ? STACKS : dirname(file);
  if (!existsSync(folder))
    return refuse(
      1,
      file === undefined
        ? "There is no folder `stacks` here. Run it in the project's folder, or name a topology file."
        : `There is no folder \`${folder}\` here.`,
    );
  const commit = commitOf(folder, request.since, git);
  if (!commit.ok) return refuse(1, commit.message);
  if (file !== undefined) return reportOf(file, commit.out, request, git);
  return joined(stacksOf(commit.out, git), commit.out, request, git);
}

/** Stacks that are there, or were. */
function stacksOf(commit: string, git: Git): string[] {
  const names = [...readdirSync(STACKS), ...filesAt(commit, STACKS, git)];
  return [...new Set(names)]
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => `${STACKS}/${name}`);
}

function reportOf(file: string, commit: string, request: SinceRequest, git: Git): Answer {
  const called = `${file} at ${request.since}`;
  const after = loadFleet(file, request.today, "deploy");
  if (!after.ok) return refuse(1, `${problemsInFiles(after.problems, request.colour)}There is no plan.`);
  const before = loadSince(commit, file, called, request.today, git);
  if (before === undefined)
    return refuse(
      1,
      `\`${file}\` was not there at ${request.since}: all of it is new. \`fleet plan ${file}\` shows it.`,
    );
  if (!before.ok)
    return refuse(
      1,
      `${problemsInFiles(before.problems, request.colour)}The file of that time cannot be read by the project as it is now, so what changes is not known.`,
    );
  const report = differenceReport(before.value, after.value, request);
  return typeof report === "string"
    ? refuse(1, report)
    : { code: 0, out: report.out, err: lifeOfModels(after, request.colour) };
}

/** Every stack under its name; one that comes or goes is said in a line, and one with problems does not hide the others. */
function joined(files: readonly string[], commit: string, request: SinceRequest, git: Git): Answer {
  const parts = files.map((file) => {
    const [is, was] = [
      existsSync(file),
      filesAt(commit, STACKS, git).includes(file.slice(STACKS.length + 1)),
    ];
    if (is && was) return { file, ...reportOf(file, commit, request, git) };
    const line = is ? `All of it is new since ${request.since}.` : `It is removed since ${request.since}.`;
    const out =
      request.format === "json" ? JSON.stringify([{ kind: is ? "added" : "removed" }]) : `${line}\n`;
    return { file, code: 0 as const, out, err: "" };
  });
  const told = parts.filter(({ out }) => out !== "");
  const out =
    request.format === "json"
      ? `${JSON.stringify(Object.fromEntries(told.map((part) => [part.file, JSON.parse(part.out)])), undefined, 2)}\n`
      : told
          .map((part) => `${request.format === "md" ? `### ${part.file}\n` : part.file}\n${part.out}`)
          .join("\n");
  return {
    code: parts.some(({ code }) => code !== 0) ? 1 : 0,
    out,
    err: [...new Set(parts.map(({ err }) => err))].join(""),
  };
}
