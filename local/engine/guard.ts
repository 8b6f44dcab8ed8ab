import { type ChildProcess, spawn } from "node:child_process";
import * as path from "node:path";

/**
 * Sees to it that a process ends when this one does, however that ends: the kernel closes the pipe between the two even
 * after a SIGKILL, and the guard, a process of its own, reads the end of it. See `guardProcess.ts` for what it does then.
 *
 * @param child leads a process group of its own (`detached`), or only its descendants are found
 */
export function guard(child: ChildProcess): void {
  if (child.pid === undefined || process.platform === "win32") return;
  const loader = path.resolve(__dirname, "../../tools/typescript.js");
  const watcher = spawn(
    process.execPath,
    ["-r", loader, path.join(__dirname, "guardProcess.ts"), String(child.pid)],
    { stdio: ["pipe", "ignore", "ignore"], detached: true },
  );
  // Without a guard the child runs as it would have.
  watcher.on("error", () => {});
  watcher.stdin.on("error", () => {});
  watcher.unref();
  child.once("exit", () => watcher.kill("SIGKILL"));
}
