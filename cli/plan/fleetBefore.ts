import { dirname } from "node:path";
import { loadFleet } from "../../infra/loadFleet";
import type { Topology } from "../../infra/topology/topology";
import { problemsInFiles } from "../problems";
import { commitOf, type Git, runGit } from "./git";
import { loadSince } from "./loadSince";

/** What a fleet is compared with: a second file, or what its own file was at a commit. */
export interface Before {
  readonly file: string;
  readonly against?: string;
  readonly since?: string;
  /** The day by which the life of the models is judged, `2026-11-30`. */
  readonly today: string;
  readonly colour: boolean;
}

/** The fleet of before; a text says why there is none; `undefined`: nobody asked for it, or there was no such file. */
export function fleetBefore(
  { file, against, since, today, colour }: Before,
  git: Git = runGit,
): Topology | string | undefined {
  if (against !== undefined) {
    const loaded = loadFleet(against, today, "deploy");
    return loaded.ok ? loaded.value : problemsInFiles(loaded.problems, colour);
  }
  if (since === undefined) return undefined;
  const commit = commitOf(dirname(file), since, git);
  if (!commit.ok) return `${commit.message}\n`;
  const loaded = loadSince(commit.out, file, `${file} at ${since}`, today, git);
  if (loaded === undefined) return undefined;
  return loaded.ok ? loaded.value : problemsInFiles(loaded.problems, colour);
}
