import { spawn } from "node:child_process";

export interface LoggedRun {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Everything the command prints goes here too. */
  readonly log: (text: string) => void;
  /** After this the command and its children are killed. */
  readonly timeoutSeconds: number;
  /** Called for each line of either stream. */
  readonly line?: (text: string) => void;
}

/**
 * Runs a command to its end and resolves to what it printed on stdout.
 *
 * @throws Error with the command's last lines when it fails, runs too long or cannot be started
 */
export function runLogged(command: string, args: readonly string[], run: LoggedRun): Promise<string> {
  return new Promise((done, fail) => {
    run.log(`$ ${command} ${args.join(" ")}\n`);
    // A group of its own, so that a time-out also ends what the command has started.
    const child = spawn(command, args, {
      cwd: run.cwd,
      env: run.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const kill = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // it has ended by itself
      }
    };
    process.once("exit", kill);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      kill();
    }, run.timeoutSeconds * 1000);
    let stdout = "";
    let last: string[] = [];
    const listen = (stream: NodeJS.ReadableStream, keep: boolean) => {
      let rest = "";
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        run.log(text);
        if (keep) stdout += text;
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        last = [...last, ...lines].filter(Boolean).slice(-5);
        for (const line of lines) run.line?.(line);
      });
    };
    listen(child.stdout, true);
    listen(child.stderr, false);
    const finish = (error?: Error) => {
      clearTimeout(timer);
      process.removeListener("exit", kill);
      if (error) fail(error);
      else done(stdout);
    };
    child.on("error", finish);
    child.on("close", (code, signal) => {
      if (late) finish(new Error(`\`${command} ${args[0]}\` took longer than ${run.timeoutSeconds} s`));
      else if (code === 0) finish();
      else
        finish(
          new Error(`\`${command} ${args[0]}\` ended with ${signal ?? `code ${code}`}: ${last.join(" | ")}`),
        );
    });
  });
}
