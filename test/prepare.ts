import { ensureEngine } from "../local/engine/ensureEngine";

/**
 * Gets the engine before the first test that is on it: a build takes minutes, longer than any test may, and its progress
 * must be seen. Where there is no way to get one, the run fails here and says what to install.
 */
export default async function prepare(): Promise<void> {
  await ensureEngine({ progress: (line) => process.stderr.write(`engine: ${line}\n`) });
}
