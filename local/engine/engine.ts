/** The Pulumi CLI and what it needs beside it. */

/** Where an engine came from; `installer` and `go` only in the moment in which it was made, `cache` from then on. */
export type EngineSource = "environment" | "path" | "cache" | "installer" | "go";

export interface Engine {
  /** Absolute path of the `pulumi` binary. */
  readonly pulumi: string;
  /** The folder of the binary. It goes first on the PATH of every run, so that the CLI finds its language host. */
  readonly folder: string;
  /** Without a leading `v`. */
  readonly version: string;
  readonly source: EngineSource;
}

/**
 * The oldest CLI that is taken from the PATH or the cache: about a year older than the SDK of this project. Everything
 * that the project needs is in it (attaching to a running provider with a handshake, `state unprotect --all`,
 * `--run-program`), and the vendor supports no older one. It is a line drawn, not the outcome of trying each version:
 * the tests run on the versions in `go/versions.json`.
 */
export const MINIMUM_VERSION = "3.200.0";

/** One way to get an engine: fills `folder` with a `bin`, or throws an Error with the reason in one sentence. */
export type Install = (run: {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (text: string) => void;
  readonly progress: (line: string) => void;
}) => Promise<void>;

export const executable = (name: string) => (process.platform === "win32" ? `${name}.exe` : name);

/** `v3.259.0` → `3.259.0`, also from inside a longer line; `undefined` when there is none. */
export function parseVersion(text: string): string | undefined {
  return /\bv?(\d{1,9}\.\d{1,9}\.\d{1,9})(?![\d.])/.exec(text)?.[1];
}

/** Negative when `a` is older than `b`. Pre-release parts are not looked at. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((v) => v.split(".").map(Number)) as [number[], number[]];
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
