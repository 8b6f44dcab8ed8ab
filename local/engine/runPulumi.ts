import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Engine } from "./engine";
import { type EngineEvent, parseEvents } from "./events";

export interface PulumiRun {
  /** The exit code, or 128 + the signal's number as shells have it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Empty for commands that have no event log. */
  readonly events: readonly EngineEvent[];
}

export interface PulumiRunOptions {
  /** The project folder. */
  readonly cwd: string;
  /** See `engineEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
  /** Given the process once it runs, to interrupt or watch it. */
  readonly started?: (child: ChildProcess) => void;
}

const LOGGED = new Set(["preview", "up", "refresh", "destroy"]);

/**
 * Runs one Pulumi command without a terminal and reads what the engine did from its event log. A failing command is a
 * result like any other.
 *
 * @throws Error only when the CLI cannot be started
 */
export async function runPulumi(
  engine: Engine,
  args: readonly string[],
  options: PulumiRunOptions,
): Promise<PulumiRun> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-events-"));
  const log = path.join(folder, "events.jsonl");
  try {
    const logged = LOGGED.has(args[0] ?? "") ? ["--event-log", log] : [];
    const child = spawn(engine.pulumi, [...args, "--non-interactive", "--color", "never", ...logged], {
      cwd: options.cwd,
      // `--event-log` counts as a debugging option.
      env: { ...options.env, PULUMI_DEBUG_COMMANDS: "true" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    options.started?.(child);
    const [code, stdout, stderr] = await finished(child);
    const events = logged.length > 0 && fs.existsSync(log) ? parseEvents(fs.readFileSync(log, "utf8")) : [];
    return { code, stdout, stderr, events };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function finished(child: ChildProcess): Promise<[number, string, string]> {
  return new Promise((done, fail) => {
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", fail);
    const end = (code: number | null, signal: NodeJS.Signals | null) =>
      done([code ?? 128 + (signal ? os.constants.signals[signal] : 0), stdout, stderr]);
    child.once("close", end);
    // The language host of a killed CLI outlives it for a while and holds the pipes.
    child.once("exit", (code, signal) => {
      if (signal) setTimeout(() => end(code, signal), 500).unref();
    });
  });
}
