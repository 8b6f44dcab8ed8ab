import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { goProblem } from "../../../local/engine/buildWithGo";
import type { Install } from "../../../local/engine/engine";
import { type EnsureOptions, ensureEngine } from "../../../local/engine/ensureEngine";

let folder: string;
let cache: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "ensure-engine-"));
  cache = path.join(folder, "aoai-fleet", "engine");
  env = { HOME: folder, XDG_CACHE_HOME: folder, PATH: "/bin" };
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const works: Install = async ({ folder }) => {
  fs.mkdirSync(path.join(folder, "bin"));
  fs.writeFileSync(path.join(folder, "bin", "pulumi"), "#!/bin/sh\necho v3.259.0\n", { mode: 0o755 });
  fs.writeFileSync(path.join(folder, "bin", "pulumi-language-nodejs"), "#!/bin/sh\n", { mode: 0o755 });
};
const fails: Install = async ({ folder }) => {
  fs.writeFileSync(path.join(folder, "half"), "done");
  throw new Error("no way out");
};
const ways = (installer: Install, go: Install): EnsureOptions["installs"] => [
  { source: "installer", what: "the vendor's installer", install: installer },
  { source: "go", what: "a build with Go", install: go },
];

test("the second way is tried when the first fails, and the next run finds its work in the cache", async () => {
  const lines: string[] = [];
  const progress = (line: string) => void lines.push(line);
  const bin = path.join(cache, "3.259.0", "bin");
  const made = { pulumi: path.join(bin, "pulumi"), folder: bin, version: "3.259.0" };
  expect(await ensureEngine({ env, installs: ways(fails, works), progress })).toEqual({
    ...made,
    source: "go",
  });
  expect(await ensureEngine({ env, installs: ways(fails, fails), progress })).toEqual({
    ...made,
    source: "cache",
  });
  expect(lines).toEqual(["the vendor's installer failed: no way out"]);
});

test("when no way works the error gives each reason, its log and what to install, and nothing half-done stays", async () => {
  const unusable: Install = async () => {};
  await expect(ensureEngine({ env, installs: ways(fails, unusable) })).rejects.toThrow(
    [
      "There is no Pulumi CLI here, and no way to get one worked:",
      `  - the vendor's installer: no way out (log: ${cache}/installer.log)`,
      "  - a build with Go: there is no file `",
    ].join("\n"),
  );
  await expect(ensureEngine({ env, installs: ways(fails, fails) })).rejects.toThrow(
    "Install the Pulumi CLI (https://www.pulumi.com/docs/install/) so that `pulumi` is on the PATH, or install Go 1.26 or newer",
  );
  expect(fs.readdirSync(cache).sort()).toEqual(["go.log", "installer.log"]);
});

test("a second process waits for the first and takes what it has made", async () => {
  let installs = 0;
  const slow: Install = async (run) => {
    installs++;
    await new Promise((done) => setTimeout(done, 200));
    await works(run);
  };
  const lines: string[] = [];
  const options = { env, installs: ways(slow, fails), progress: (line: string) => void lines.push(line) };
  const both = await Promise.all([ensureEngine(options), ensureEngine(options)]);
  expect(both.map((engine) => engine.source).sort()).toEqual(["cache", "installer"]);
  expect(installs).toBe(1);
  expect(lines).toEqual([`process ${process.pid} is installing the engine; waiting for it`]);
});

test("what a killed installation has left, its lock and its folder, is cleared away by the next one", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "close");
  fs.mkdirSync(path.join(cache, "unfinished-killed", "bin"), { recursive: true });
  fs.writeFileSync(path.join(cache, "install.lock"), `${child.pid}\n`);
  expect((await ensureEngine({ env, installs: ways(works, fails) })).source).toBe("installer");
  expect(fs.readdirSync(cache).sort()).toEqual(["3.259.0", "installer.log"]);
});

test.each([
  ["go1.26.8", "local", undefined],
  ["go1.27", "auto", undefined],
  ["go1.22.1", "auto", undefined],
  ["go1.22.1", "local", "Go 1.26 or newer is needed, and this is 1.22.1 with `GOTOOLCHAIN=local`"],
  ["go1.20", "", "Go 1.26 or newer is needed, and this is 1.20 with `GOTOOLCHAIN=`"],
  ["devel +1234", "local", "`go env GOVERSION` answers `devel +1234`"],
])("whether a Go can build: %s with GOTOOLCHAIN=%s", (version, toolchain, problem) => {
  expect(goProblem(version, toolchain)).toBe(problem);
});
