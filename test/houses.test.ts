import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import * as path from "node:path";

const root = path.resolve(__dirname, "..");
const house = "packages/apim-gateway";
const fleet = ["bench", "cli", "infra", "local", "test"];
/** Not the whole folder: a build may come and go in it. */
const gateway = ["bench", "bin", "src", "test"].map((name) => `${house}/${name}`);

interface Import {
  /** Relative to the root, with `/`. */
  readonly file: string;
  /** As it is written. */
  readonly name: string;
  /** Where a relative one leads, relative to the root. */
  readonly to: string | undefined;
}

/**
 * Every import of a folder's sources: of types and of values, and those that are only made when they are needed. What a
 * message shows between backticks is none.
 */
function importsOf(folder: string): Import[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.[jt]s$/.test(file))
    .flatMap((name) => {
      const file = path.join(folder, name);
      const text = readFileSync(path.join(root, file), "utf8");
      return [
        ...text.matchAll(
          /\b(?:(?:from|import)\s+|(?:import|(?<!\.)require(?:\.resolve)?|jest\.mock)\(\s*)"([\w@./:-]+)"(?!`)/g,
        ),
      ].map(
        ([, written = ""]): Import => ({
          file,
          name: written,
          to: written.startsWith(".") ? path.join(path.dirname(file), written) : undefined,
        }),
      );
    });
}

const within = (folder: string, to: string | undefined) => to === folder || to?.startsWith(`${folder}/`);
const shown = ({ file, name }: Import) => `${file}: ${name}`;
const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(path.join(root, folder, "package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
    readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  };
/** `undici` of `undici/types`, `@scope/name` of `@scope/name/x.js`. */
const packageOf = (name: string) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name;
const isForeign = ({ name, to }: Import) =>
  to === undefined && !name.startsWith("node:") && !builtinModules.includes(name);

describe("two houses", () => {
  test("the fleet comes to the gateway by its doors; only the bench also measures with the tools of its bench", () => {
    const imports = fleet.flatMap(importsOf);
    expect(imports.length).toBeGreaterThan(1_000);
    const doors = Object.keys(manifestOf(house).exports).map((door) => path.posix.join("apim-gateway", door));
    const byName = imports.filter(({ name }) => packageOf(name) === "apim-gateway");
    expect(byName.length).toBeGreaterThan(10);
    expect(byName.filter(({ name }) => !doors.includes(name)).map(shown)).toEqual([]);
    const byPath = imports.filter(({ to }) => within("packages", to));
    const measures = ({ file, to }: Import) =>
      within(`${house}/bench`, to) && (within("bench", file) || file === "cli/commands/bench.ts");
    expect(byPath.filter((one) => !measures(one)).map(shown)).toEqual([]);
  });

  test("the gateway imports nothing of the fleet; what it ships needs nothing of the repository", () => {
    const imports = gateway.flatMap(importsOf);
    expect(imports.length).toBeGreaterThan(1_500);
    const leaves = imports.filter(({ to }) => to !== undefined && !within(house, to));
    expect(leaves.filter(({ to }) => !within("tools", to)).map(shown)).toEqual([]);
    expect(leaves.filter(({ file }) => within(`${house}/src`, file)).map(shown)).toEqual([]);
  });

  test("each house has the packages in its manifest that it imports", () => {
    const { dependencies, devDependencies } = manifestOf(house);
    const sources = importsOf(`${house}/src`).filter(isForeign);
    expect(new Set(sources.map(({ name }) => packageOf(name)))).toEqual(new Set(Object.keys(dependencies)));
    const around = [...importsOf(`${house}/test`), ...importsOf(`${house}/bench`)].filter(isForeign);
    const known = { ...dependencies, ...devDependencies, "apim-gateway": "itself" };
    expect(around.filter(({ name }) => !(packageOf(name) in known)).map(shown)).toEqual([]);
    const all = manifestOf(".");
    const ours = { ...all.dependencies, ...all.devDependencies };
    const foreign = fleet.flatMap(importsOf).filter(isForeign);
    expect(foreign.filter(({ name }) => !(packageOf(name) in ours)).map(shown)).toEqual([]);
  });

  test("its own sources run, never a build of it that may be old", () => {
    const source = path.join(root, house, "src/index.ts");
    expect(require.resolve("apim-gateway")).toBe(source);
    const loader = ["-r", path.join(root, "tools/typescript.js")];
    const resolved = execFileSync(process.execPath, [...loader, "-p", 'require.resolve("apim-gateway")'], {
      cwd: root,
      encoding: "utf8",
    });
    expect(resolved.trim()).toBe(source);
    const compiler = path.join(root, "node_modules/@typescript/native/bin/tsc");
    const files = execFileSync(process.execPath, [compiler, "--noEmit", "--listFilesOnly"], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 1e8,
    }).split("\n");
    expect(files).toContain(source);
    expect(files.filter((file) => file.includes(`${house}/dist/`))).toEqual([]);
  });

  test("nothing is where the gateway was", () => {
    expect(existsSync(path.join(root, "local/gateway"))).toBe(false);
  });
});
