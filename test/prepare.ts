import { ensureEngine } from "../local/engine/ensureEngine";

/** As far as jest tells it: the paths that were asked for, none for all. */
interface RunConfig {
  readonly testPathPatterns?: { readonly patterns?: readonly string[] };
}

/**
 * Gets the engine before the first test, when tests on the engine are among those asked for: a build takes minutes, longer
 * than any test may, and its progress must be seen. Where there is no way to get one, the run fails here and says what to
 * install.
 */
export default async function prepare({ testPathPatterns }: RunConfig): Promise<void> {
  const asked = testPathPatterns?.patterns ?? [];
  if (asked.length > 0 && !asked.some((pattern) => pattern.includes("engine"))) return;
  await ensureEngine({ progress: (line) => process.stderr.write(`engine: ${line}\n`) });
}
