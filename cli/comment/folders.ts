import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SHARED } from "../../infra/rendering/sharedFiles";
import { loadTopology } from "../../infra/topology/load";

/** What two checkouts of the project, before and after a change, say about its environments. */

/** Files that change what every environment deploys. */
const shared = [
  "infra",
  "policies",
  "Pulumi.yaml",
  "package.json",
  "package-lock.json",
  "tsconfig.pulumi.json",
];

/** One file of the approved policies that is not what it was. */
export interface PolicyChange {
  readonly file: string;
  readonly state: "added" | "removed" | "changed";
  readonly added: number;
  readonly removed: number;
}

/** Names of the environments of either folder: `stacks/<name>.yaml`. */
export function environmentsOf(baseDir: string, headDir: string): string[] {
  const names = [baseDir, headDir].flatMap((folder) =>
    filesOf(join(folder, "stacks"))
      .filter((file) => /^[A-Za-z0-9][\w.-]*\.yaml$/.test(file))
      .map((file) => file.slice(0, -".yaml".length)),
  );
  return [...new Set(names)].sort();
}

/** The topology file of an environment, relative to the project. */
export function topologyFile(environment: string): string {
  return `stacks/${environment}.yaml`;
}

/** Environments whose preview can differ: their own files changed, or what all of them are made from. */
export function changedEnvironments(baseDir: string, headDir: string): string[] {
  const environments = environmentsOf(baseDir, headDir);
  if (shared.some((path) => contentOf(baseDir, path) !== contentOf(headDir, path))) return environments;
  return environments.filter(
    (environment) =>
      [topologyFile(environment), `Pulumi.${environment}.yaml`].some(
        (path) => contentOf(baseDir, path) !== contentOf(headDir, path),
      ) || policiesOf(baseDir, environment) !== policiesOf(headDir, environment),
  );
}

/** The company's own policies of an environment, wherever they are, as one comparable text. */
function policiesOf(folder: string, environment: string): string {
  const checked = loadTopology(join(folder, topologyFile(environment)));
  return checked.ok ? JSON.stringify(checked.value.policies) : "";
}

/** Which approved policies of an environment changed, with the number of lines; those too that all environments share. */
export function policyChanges(baseDir: string, headDir: string, environment: string): PolicyChange[] {
  const [before, after] = [baseDir, headDir].map((dir) => goldensOf(dir, environment));
  const files = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort();
  return files.flatMap((file): PolicyChange[] => {
    const was = before?.get(file);
    const is = after?.get(file);
    if (was === is) return [];
    const state = was === undefined ? "added" : is === undefined ? "removed" : "changed";
    return [{ file, state, ...lineCounts(was ?? "", is ?? "") }];
  });
}

/** The approved policies of an environment that there is, wherever they stand. */
function goldensOf(dir: string, environment: string): ReadonlyMap<string, string> {
  if (findText(join(dir, topologyFile(environment))) === undefined) return new Map();
  return new Map(
    [SHARED, environment].flatMap((name) => {
      const folder = join(dir, "test", "golden", name);
      return filesOf(folder).map((file) => [file, findText(join(folder, file)) ?? ""] as const);
    }),
  );
}

/** The text of a file; `undefined` when there is none. */
export function findText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** A file's or a folder's whole content as one comparable text. */
function contentOf(folder: string, path: string): string {
  const own = filesOf(join(folder, path));
  if (own.length > 0) return own.map((file) => `${file}\0${findText(join(folder, path, file))}`).join("\0");
  return findIfFile(join(folder, path)) ?? "";
}

function findIfFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Files below a folder by their relative path with `/`, sorted; none when there is no such folder. */
function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll("\\", "/"),
      )
      .sort();
  } catch {
    return [];
  }
}

/** Lines of one text that the other has not, counted with their repetitions. */
function lineCounts(was: string, is: string): { added: number; removed: number } {
  const count = (text: string) => {
    const lines = new Map<string, number>();
    if (text !== "") for (const line of text.split("\n")) lines.set(line, (lines.get(line) ?? 0) + 1);
    return lines;
  };
  const [old, now] = [count(was), count(is)];
  const surplus = (a: Map<string, number>, b: Map<string, number>) =>
    [...a].reduce((sum, [line, times]) => sum + Math.max(0, times - (b.get(line) ?? 0)), 0);
  return { added: surplus(now, old), removed: surplus(old, now) };
}
