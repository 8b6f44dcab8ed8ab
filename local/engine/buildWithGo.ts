import * as fs from "node:fs";
import * as path from "node:path";
import { compareVersions, executable, type Install } from "./engine";
import versions from "./go/versions.json";
import { runLogged } from "./runLogged";

/**
 * What is built, by tagged version. The two are modules of their own because they cannot share one: the last tagged
 * version that still holds the Node language host as a package is far older than the CLI. Both are the vendor's code,
 * unchanged, and every byte is checked against the `go.sum` beside this file.
 */
const PARTS = [
  {
    what: `the Node language host ${versions.languageHost}`,
    module: "language-host",
    binary: "pulumi-language-nodejs",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    version: versions.languageHost,
  },
  {
    what: `the Pulumi CLI ${versions.cli}`,
    module: "cli",
    binary: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    version: versions.cli,
  },
] as const;

/** Go's module and build caches grow by 1.6 GB each when they start empty. */
const NEEDED_GIGABYTES = 4;
const TIMEOUT_SECONDS = 30 * 60;
const HEARTBEAT_SECONDS = 10;

/** Builds the CLI and its Node language host from tagged Go modules: about four minutes on two cores, seconds when Go's caches are warm. */
export const buildWithGo: Install = async ({ folder, env, log, progress }) => {
  const goEnv = { ...env, GOFLAGS: "", GOWORK: "off", GO111MODULE: "on" };
  const run = { env: goEnv, log, timeoutSeconds: TIMEOUT_SECONDS };
  await requireGo((args) => runLogged("go", args, { ...run, cwd: folder }));

  fs.mkdirSync(path.join(folder, "bin"));
  for (const [index, part] of PARTS.entries()) {
    const source = path.join(folder, part.module);
    fs.cpSync(path.join(__dirname, "go", part.module), source, { recursive: true });
    const phase = `building the engine with Go, ${index + 1}/${PARTS.length}: ${part.what}`;
    let doing = "fetching modules";
    const end = heartbeat(progress, () => `${phase}, ${doing}`);
    try {
      const packages = await runLogged("go", ["list", "-deps", part.package], { ...run, cwd: source });
      const total = packages.split("\n").length - 1;
      let compiled = 0;
      doing = `compiling ${total} packages`;
      const output = path.join(folder, "bin", executable(part.binary));
      const stamp = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${part.version}`;
      // `-v` names each package as it is compiled; what Go's cache holds already is not named.
      await runLogged(
        "go",
        ["build", "-v", "-buildvcs=false", "-o", output, "-ldflags", stamp, part.package],
        {
          ...run,
          cwd: source,
          line: (text) => {
            if (!text.startsWith("go: ")) doing = `compiled ${++compiled} of at most ${total} packages`;
          },
        },
      );
    } finally {
      end();
    }
    fs.rmSync(source, { recursive: true, force: true });
  }
};

async function requireGo(go: (args: string[]) => Promise<string>): Promise<void> {
  let answer: string;
  try {
    answer = await go(["env", "GOVERSION", "GOTOOLCHAIN", "GOMODCACHE", "GOCACHE"]);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new Error(missing ? "there is no `go` on the PATH" : (error as Error).message);
  }
  const [version = "", toolchain = "", ...caches] = answer.trim().split("\n");
  const problem = goProblem(version, toolchain) ?? diskProblem(caches);
  if (problem) throw new Error(problem);
}

/** Why a Go of this version cannot build; `undefined` when it can. Since 1.21 Go fetches a newer toolchain itself, unless told not to. */
export function goProblem(version: string, toolchain: string): string | undefined {
  const number = /^go(\d+\.\d+(?:\.\d+)?)/.exec(version)?.[1];
  if (number === undefined) return `\`go env GOVERSION\` answers \`${version}\``;
  if (compareVersions(number, versions.minimumGo) >= 0) return undefined;
  if (compareVersions(number, "1.21") >= 0 && toolchain !== "local" && !toolchain.startsWith("path"))
    return undefined;
  return `Go ${versions.minimumGo} or newer is needed, and this is ${number} with \`GOTOOLCHAIN=${toolchain}\``;
}

function diskProblem(folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    const free = freeGigabytes(folder);
    if (free !== undefined && free < NEEDED_GIGABYTES)
      return `${NEEDED_GIGABYTES} GB of free disk space are needed and ${free.toFixed(1)} GB are left at \`${folder}\` (\`GOMODCACHE\` and \`GOCACHE\` may point elsewhere)`;
  }
  return undefined;
}

/** Free space where `folder` is or would be created. */
function freeGigabytes(folder: string): number | undefined {
  let existing = path.resolve(folder);
  while (!fs.existsSync(existing) && path.dirname(existing) !== existing) existing = path.dirname(existing);
  try {
    const disk = fs.statfsSync(existing);
    return (disk.bavail * disk.bsize) / 2 ** 30;
  } catch {
    return undefined; // the file system does not tell
  }
}

/** Reports at once and then every ten seconds, with the time that has passed. */
function heartbeat(progress: (line: string) => void, doing: () => string): () => void {
  const start = process.hrtime.bigint();
  const report = () =>
    progress(`${doing()} (${Number((process.hrtime.bigint() - start) / 1_000_000_000n)} s)`);
  report();
  const timer = setInterval(report, HEARTBEAT_SECONDS * 1000);
  return () => clearInterval(timer);
}
