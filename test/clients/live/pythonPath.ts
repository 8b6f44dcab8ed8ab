import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const wanted = join(__dirname, "requirements.txt");

/**
 * A Python with the libraries of `requirements.txt`, in an environment of its own that is kept beside the engine.
 *
 * @throws Error in words when there is no Python, or it cannot make environments
 */
export function pythonPath(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache");
  const hash = createHash("sha256").update(readFileSync(wanted)).digest("hex").slice(0, 12);
  const folder = join(base, "aoai-fleet", `python-${hash}`);
  const python = join(folder, "bin", "python");
  if (existsSync(python)) return python;
  process.stderr.write(`Bringing the Python clients to ${folder}; it takes a minute or two.\n`);
  const made = `${folder}.${process.pid}`;
  mkdirSync(base, { recursive: true });
  try {
    run("python3", ["-m", "venv", made], "Python 3 with its module venv (`python3-venv` on Debian)");
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted];
    run(join(made, "bin", "python"), pip, "what test/clients/live/requirements.txt lists, from PyPI");
    // Its scripts name the folder that it was made in; only the interpreter is used, which finds its own.
    renameSync(made, folder);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    throw error;
  }
  return python;
}

function run(command: string, args: readonly string[], needs: string): void {
  try {
    execFileSync(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    throw new Error(`The Python clients need ${needs}: ${String(stderr ?? (error as Error).message).trim()}`);
  }
}
