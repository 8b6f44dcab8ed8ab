import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { findEngine } from "../../../local/engine/findEngine";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "find-engine-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A folder with a `pulumi` that answers `version`, and by default a language host beside it. */
function bin(name: string, version: string, host = true): string {
  const home = path.join(folder, name);
  fs.mkdirSync(home, { recursive: true });
  fs.writeFileSync(path.join(home, "pulumi"), `#!/bin/sh\necho '${version}'\n`, { mode: 0o755 });
  if (host) fs.writeFileSync(path.join(home, "pulumi-language-nodejs"), "#!/bin/sh\n", { mode: 0o755 });
  return home;
}
const env = (more: NodeJS.ProcessEnv) => ({
  HOME: folder,
  XDG_CACHE_HOME: path.join(folder, "cache"),
  PATH: "/bin",
  ...more,
});

test("the environment's wish comes before the PATH, as a folder or as the binary", async () => {
  const wish = bin("wish", "v3.259.0");
  const PATH = bin("path", "v3.270.0");
  const expected = {
    pulumi: path.join(wish, "pulumi"),
    folder: wish,
    version: "3.259.0",
    source: "environment",
  };
  expect(await findEngine({ env: env({ PATH, FLEET_ENGINE: wish }) })).toEqual(expected);
  expect(await findEngine({ env: env({ PATH, FLEET_ENGINE: path.join(wish, "pulumi") }) })).toEqual(expected);
});

test("a wish that cannot be met is an error and not passed over", async () => {
  const PATH = bin("path", "v3.270.0");
  await expect(findEngine({ env: env({ PATH, FLEET_ENGINE: "/nowhere" }) })).rejects.toThrow(
    "`FLEET_ENGINE` is `/nowhere`: there is no file `/nowhere`. Correct the variable or unset it.",
  );
});

test("the PATH comes before the cache", async () => {
  bin("cache/aoai-fleet/engine/3.259.0/bin", "v3.259.0");
  const home = bin("path", "v3.270.0");
  const expected = { pulumi: path.join(home, "pulumi"), folder: home, version: "3.270.0", source: "path" };
  expect(await findEngine({ env: env({ PATH: home }) })).toEqual(expected);
});

test("a CLI on the PATH that is too old, broken or without its language host is passed over with the reason", async () => {
  const home = bin("cache/aoai-fleet/engine/3.259.0/bin", "v3.259.0");
  const cached = { pulumi: path.join(home, "pulumi"), folder: home, version: "3.259.0", source: "cache" };
  const old = bin("old", "v3.199.9");
  const broken = bin("broken", "please log in");
  const alone = bin("alone", "v3.270.0", false);
  const lines: string[] = [];
  for (const PATH of [old, broken, alone]) {
    const found = await findEngine({
      env: env({ PATH: `${PATH}:/bin` }),
      progress: (line) => lines.push(line),
    });
    expect(found).toEqual(cached);
  }
  expect(lines).toEqual([
    `passed over ${old}/pulumi: it is version 3.199.9, and at least 3.200.0 is needed`,
    `passed over ${broken}/pulumi: \`pulumi version\` does not answer with a version`,
    `passed over ${alone}/pulumi: its Node language host, \`pulumi-language-nodejs\`, is neither beside it nor on the PATH`,
  ]);
});

test("a link on the PATH finds the language host beside the binary it points at", async () => {
  const home = bin("kept", "v3.270.0");
  const links = path.join(folder, "links");
  fs.mkdirSync(links);
  fs.symlinkSync(path.join(home, "pulumi"), path.join(links, "pulumi"));
  const expected = { pulumi: path.join(links, "pulumi"), folder: home, version: "3.270.0", source: "path" };
  expect(await findEngine({ env: env({ PATH: `${links}:/bin` }) })).toEqual(expected);
});

test("of several cached versions the newest is taken, by number and not by spelling", async () => {
  for (const version of ["3.259.0", "3.1000.0", "3.270.0"])
    bin(`cache/aoai-fleet/engine/${version}/bin`, `v${version}`);
  const found = await findEngine({ env: env({}) });
  expect(found?.version).toBe("3.1000.0");
});

test("without any there is none", async () => {
  expect(await findEngine({ env: env({}) })).toBeUndefined();
});
