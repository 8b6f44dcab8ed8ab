import { basename, dirname } from "node:path";
import { companyProblems } from "../../infra/company/companyProblems";
import type { Checked } from "../../infra/problem";
import { parseTopology } from "../../infra/topology/parse";
import type { Topology } from "../../infra/topology/topology";
import { fileAt, type Git, runGit } from "./git";

/**
 * A topology file as it was at a commit, with the policies beside it as they were; `undefined`: there was no such file.
 *
 * @param commit its number, of `commitOf`
 * @param called what the file is called in messages, such as `stacks/prod.yaml at main`
 */
export function loadSince(
  commit: string,
  file: string,
  called: string,
  today: string,
  git: Git = runGit,
): Checked<Topology> | undefined {
  const text = fileAt(commit, dirname(file), basename(file), git);
  if (text === undefined) return undefined;
  const read = (name: string) =>
    fileAt(commit, dirname(file), name, git) ?? {
      rule: "policy-file",
      message: `\`${name}\`: there was no such file.`,
      remedy: "Compare with a commit that has it.",
    };
  return parseTopology(text, called, today, "deploy", { read, judge: companyProblems });
}
