import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { ensureEngine } from "../engine/ensureEngine";
import { engineEnvironment, shortRun } from "../engine/environment";
import { guard } from "../engine/guard";
import { makeStateFolder } from "../engine/stateFolder";
import { localStackConfig, refuseCommand } from "./localStackConfig";
import { readProjectFiles, restoreProjectFiles } from "./projectFiles";
import { mirrorFolder } from "./projectMirror";
import { startLocalAzure } from "./startLocalAzure";

export interface PulumiCommandOptions {
  /** The folder of `Pulumi.yaml`. */
  readonly project: string;
  /** Holds everything that the command leaves behind: `azure` (the world), `backend` and `home` (Pulumi's), `project`. */
  readonly state: string;
  /** What relative paths among the arguments are relative to; left out: the project. */
  readonly folder?: string;
  /** What the Pulumi CLI is given. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly progress: (line: string) => void;
}

/** The world of a state folder. */
export function worldFolder(state: string): string {
  return join(state, "azure");
}

/**
 * Runs the real Pulumi CLI against the local Azure and gives its exit code.
 *
 * The CLI runs in a process group of its own and is told of an interrupt once: a terminal would tell it by itself as
 * well, and a second interrupt means "now" to Pulumi. The local Azure stays until the CLI has ended. When this process is
 * killed, a {@link guard} ends the CLI and all that it has started.
 *
 * @throws EngineError when there is no CLI and none can be got; WorldFileError when the world cannot be used;
 *   LocalCommandError for arguments that lead out of the local project
 */
export async function runPulumiCommand(options: PulumiCommandOptions): Promise<number> {
  refuseCommand(options.project, options.state, options.args);
  // First, because getting an engine can take minutes.
  makeStateFolder(options.state);
  const engine = await ensureEngine({ progress: options.progress, env: options.env });
  const files = readProjectFiles(options.project);
  const azure = await startLocalAzure({ dir: worldFolder(options.state) });
  try {
    const env = { ...shortRun, ...engineEnvironment(engine, options.state, options.env), ...azure.env };
    const run = (args: readonly string[], cwd: string, quiet: boolean) =>
      runCli(engine.pulumi, args, cwd, env, quiet);
    const { args, cwd } = await localStackConfig(options, (initArgs, folder) => run(initArgs, folder, true));
    const code = await run(args, cwd, false);
    const restored = restoreProjectFiles(files, options.project, mirrorFolder(options.state));
    for (const line of restored) options.progress(line);
    return restored.length > 0 ? code || 1 : code;
  } finally {
    await azure.stop();
  }
}

function runCli(
  pulumi: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  quiet: boolean,
): Promise<number> {
  return new Promise((done, fail) => {
    // Before the CLI runs: an interrupt in between would end this process and leave the CLI behind.
    const pass = (signal: NodeJS.Signals) => child.kill(signal);
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, pass);
    const child = spawn(pulumi, [...args], {
      cwd,
      env,
      stdio: quiet ? ["ignore", "ignore", "inherit"] : "inherit",
      detached: true,
    });
    guard(child);
    const finish = () => {
      for (const signal of signals) process.off(signal, pass);
    };
    child.once("error", (error) => {
      finish();
      fail(error);
    });
    child.once("exit", (code, signal) => {
      finish();
      done(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
