import * as fs from "node:fs";
import * as path from "node:path";
import { buildWithGo } from "./buildWithGo";
import { type Engine, executable, type Install } from "./engine";
import { EngineError, type EngineOptions, engineCache, findEngine, inspect } from "./findEngine";
import { installFromVendor } from "./installFromVendor";
import { withInstallLock } from "./installLock";

export interface EnsureOptions extends EngineOptions {
  /** The ways to try, in order; left out: the vendor's installer, then a build with Go. */
  readonly installs?: readonly {
    readonly source: "installer" | "go";
    readonly what: string;
    readonly install: Install;
  }[];
}

const INSTALLS: NonNullable<EnsureOptions["installs"]> = [
  { source: "installer", what: "the vendor's installer", install: installFromVendor },
  { source: "go", what: "a build with Go", install: buildWithGo },
];

/**
 * Finds the engine (see {@link findEngine}) or installs one into the cache. Only one process installs at a time, the
 * others wait for it; a new version appears in the cache by one rename, so an interrupted installation leaves nothing
 * that could be mistaken for an engine.
 *
 * @throws EngineError when there is no way to get one; it says why each way failed and what to install
 */
export async function ensureEngine(options: EnsureOptions = {}): Promise<Engine> {
  const found = await findEngine(options);
  if (found) return found;
  const env = options.env ?? process.env;
  const progress = options.progress ?? (() => {});
  const cache = engineCache(env);
  fs.mkdirSync(cache, { recursive: true });
  const waiting = (owner: number) => progress(`process ${owner} is installing the engine; waiting for it`);
  return endingCleanly(() =>
    withInstallLock(path.join(cache, "install.lock"), waiting, async () => {
      clearUnfinished(cache);
      // Whoever held the lock before has probably installed what is needed.
      return (
        (await findEngine({ env })) ?? (await install(cache, env, options.installs ?? INSTALLS, progress))
      );
    }),
  );
}

async function install(
  cache: string,
  env: NodeJS.ProcessEnv,
  installs: NonNullable<EnsureOptions["installs"]>,
  progress: (line: string) => void,
): Promise<Engine> {
  const reasons: string[] = [];
  for (const { source, what, install } of installs) {
    const folder = fs.mkdtempSync(path.join(cache, UNFINISHED));
    const remove = () => fs.rmSync(folder, { recursive: true, force: true });
    const logFile = path.join(cache, `${source}.log`);
    const file = fs.openSync(logFile, "w");
    const log = (text: string) => void fs.writeSync(file, text);
    process.once("exit", remove);
    try {
      await install({ folder, env, log, progress });
      return await publish(cache, folder, source, env);
    } catch (error) {
      const reason = (error as Error).message;
      progress(`${what} failed: ${reason}`);
      reasons.push(`  - ${what}: ${reason} (log: ${logFile})`);
    } finally {
      fs.closeSync(file);
      remove();
      process.removeListener("exit", remove);
    }
  }
  throw new EngineError(
    `There is no Pulumi CLI here, and no way to get one worked:\n${reasons.join("\n")}\n` +
      "Install the Pulumi CLI (https://www.pulumi.com/docs/install/) so that `pulumi` is on the PATH, or install Go 1.26 " +
      "or newer so that it can be built, or set `FLEET_ENGINE` to the folder of a CLI. `./fleet engine --install` tries again.",
  );
}

/** Moves a complete installation to `<cache>/<version>`, where the next run finds it. */
async function publish(
  cache: string,
  folder: string,
  source: "installer" | "go",
  env: NodeJS.ProcessEnv,
): Promise<Engine> {
  const made = await inspect(path.join(folder, "bin", executable("pulumi")), source, env);
  if (typeof made === "string") throw new Error(made);
  const home = path.join(cache, made.version);
  // What stands there was found unusable, or it would have been taken.
  fs.rmSync(home, { recursive: true, force: true });
  fs.renameSync(folder, home);
  return { ...made, folder: path.join(home, "bin"), pulumi: path.join(home, "bin", executable("pulumi")) };
}

const UNFINISHED = "unfinished-";

/** Leftovers of processes that were killed; called under the lock, so nobody works in them. */
function clearUnfinished(cache: string): void {
  for (const name of fs.readdirSync(cache))
    if (name.startsWith(UNFINISHED)) fs.rmSync(path.join(cache, name), { recursive: true, force: true });
}

/** An interrupt ends the process through `exit`, so that locks, folders and child processes go with it. */
async function endingCleanly<T>(work: () => Promise<T>): Promise<T> {
  const signals = { SIGINT: 130, SIGTERM: 143 } as const;
  const handlers = Object.entries(signals).map(([signal, code]) => {
    const handler = () => process.exit(code);
    process.once(signal as NodeJS.Signals, handler);
    return () => process.removeListener(signal as NodeJS.Signals, handler);
  });
  try {
    return await work();
  } finally {
    for (const remove of handlers) remove();
  }
}
