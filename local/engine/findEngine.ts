import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  compareVersions,
  type Engine,
  type EngineSource,
  executable,
  MINIMUM_VERSION,
  parseVersion,
} from "./engine";

export interface EngineOptions {
  /** The environment to look in; left out: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /** Told what is going on, one line at a time, and why a candidate was passed over. */
  readonly progress?: (line: string) => void;
}

/** Somebody must install something before the engine can run. The message says what; it is shown without a stack. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}

/** `$XDG_CACHE_HOME/aoai-fleet/engine`, by default below `~/.cache`. One folder per version, each with a `bin`. */
export function engineCache(env: NodeJS.ProcessEnv): string {
  const base = env.XDG_CACHE_HOME || path.join(env.HOME || os.homedir(), ".cache");
  return path.join(base, "aoai-fleet", "engine");
}

/**
 * Finds a Pulumi CLI that can run this project, without installing anything: `FLEET_ENGINE` (the binary or its
 * folder), then the PATH, then the cache. A candidate counts only when it starts, is new enough and its Node language
 * host is beside it or on the PATH.
 *
 * @throws EngineError when `FLEET_ENGINE` is set and unusable: a stated wish is not passed over
 */
export async function findEngine(options: EngineOptions = {}): Promise<Engine | undefined> {
  const env = options.env ?? process.env;
  if (env.FLEET_ENGINE) {
    const wish = path.resolve(env.FLEET_ENGINE);
    const pulumi = isFolder(wish) ? path.join(wish, executable("pulumi")) : wish;
    const found = await inspect(pulumi, "environment", env);
    if (typeof found !== "string") return found;
    throw new EngineError(
      `\`FLEET_ENGINE\` is \`${env.FLEET_ENGINE}\`: ${found}. Correct the variable or unset it.`,
    );
  }
  for (const [pulumi, source] of [...onPath(env), ...inCache(env)]) {
    const found = await inspect(pulumi, source, env);
    if (typeof found !== "string") return found;
    options.progress?.(`passed over ${pulumi}: ${found}`);
  }
  return undefined;
}

/** The engine in one binary, or the reason why it is none. */
export async function inspect(
  pulumi: string,
  source: EngineSource,
  env: NodeJS.ProcessEnv,
): Promise<Engine | string> {
  if (!isFile(pulumi)) return `there is no file \`${pulumi}\``;
  const version = await versionOf(pulumi, env);
  if (version === undefined) return "`pulumi version` does not answer with a version";
  if (compareVersions(version, MINIMUM_VERSION) < 0)
    return `it is version ${version}, and at least ${MINIMUM_VERSION} is needed`;
  // A link (as package managers make) may point at a folder that holds the rest.
  const folders = [path.dirname(pulumi), path.dirname(fs.realpathSync(pulumi))];
  const host = executable("pulumi-language-nodejs");
  const folder = folders.find((candidate) => isFile(path.join(candidate, host)));
  if (folder === undefined && !pathFolders(env).some((candidate) => isFile(path.join(candidate, host))))
    return `its Node language host, \`${host}\`, is neither beside it nor on the PATH`;
  return {
    pulumi: path.resolve(pulumi),
    folder: path.resolve(folder ?? path.dirname(pulumi)),
    version,
    source,
  };
}

function versionOf(pulumi: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return new Promise((done) => {
    const quiet = { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    execFile(pulumi, ["version"], { env: quiet, timeout: 20_000 }, (error, stdout) =>
      done(error ? undefined : parseVersion(stdout)),
    );
  });
}

function onPath(env: NodeJS.ProcessEnv): [string, EngineSource][] {
  const first = pathFolders(env)
    .map((folder) => path.join(folder, executable("pulumi")))
    .find(isFile);
  return first === undefined ? [] : [[first, "path"]];
}

/** Newest version first. */
function inCache(env: NodeJS.ProcessEnv): [string, EngineSource][] {
  const cache = engineCache(env);
  if (!isFolder(cache)) return [];
  return fs
    .readdirSync(cache)
    .filter((name) => parseVersion(name) === name)
    .sort((a, b) => compareVersions(b, a))
    .map((name) => [path.join(cache, name, "bin", executable("pulumi")), "cache"]);
}

const pathFolders = (env: NodeJS.ProcessEnv) => (env.PATH ?? "").split(path.delimiter).filter(Boolean);
const isFile = (file: string) => kindOf(file)?.isFile() ?? false;
const isFolder = (folder: string) => kindOf(folder)?.isDirectory() ?? false;

/** Nothing where one may not look, as on a PATH with somebody else's folder in it. */
function kindOf(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
