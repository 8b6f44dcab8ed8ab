import { createHash } from "node:crypto";
import type { GatewayProblem } from "../ports/problem";
import { type ConfigurationOptions, type ReadConfiguration, readConfiguration } from "./readConfiguration";
import { readFolder } from "./readFolder";

export type { ConfigurationOptions } from "./readConfiguration";

export interface LoadedConfiguration extends ReadConfiguration {
  /** Paths of what was read, in the folder. */
  readonly files: readonly string[];
  /** The same for the same contents: tells whether anything changed. */
  readonly fingerprint: string;
}

/**
 * Reads what one API Management service is configured to do from a folder: the world of the local Azure, an export, or
 * files by hand (see the README). Never throws.
 */
export function loadConfiguration(dir: string, options: ConfigurationOptions = {}): LoadedConfiguration {
  const { texts, problems } = readFolder(dir);
  const missing = problems.some(({ file }) => file === dir);
  const read: ReadConfiguration = missing
    ? { configuration: undefined, problems: [] }
    : readConfiguration(dir, texts, options);
  return {
    configuration: read.configuration,
    problems: [...problems, ...read.problems],
    files: [...texts.keys()],
    fingerprint: fingerprintOf(texts, problems),
  };
}

function fingerprintOf(texts: ReadonlyMap<string, string>, problems: readonly GatewayProblem[]): string {
  const hash = createHash("sha256");
  for (const [file, text] of texts) hash.update(`${file}\0${text.length}\0${text}\0`);
  hash.update(JSON.stringify(problems));
  return hash.digest("hex");
}
