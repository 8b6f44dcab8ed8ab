import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RenderRequest, renderReport } from "../../cli/commands/render";

const root = join(__dirname, "..", "..");

describe("fleet render", () => {
  let folder: string;
  let out: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "render-"));
    out = join(folder, "out");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const places = () => ({ stacks: join(folder, "stacks"), goldens: join(folder, "golden") });
  const render = (request: Partial<RenderRequest>) =>
    renderReport(
      { file: undefined, out: undefined, golden: false, check: false, colour: false, ...request },
      places(),
    );
  const dev = join(root, "stacks", "dev.yaml");
  const files = (path: string): string[] =>
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
      .sort();

  test("writes APIs and fragments as files", () => {
    expect(render({ file: dev, out })).toEqual({
      code: 0,
      out: `${out}: 26 policies, 26 new, 0 changed, 0 removed\n`,
      err: "",
    });
    expect(files(out).filter((file) => !file.startsWith("fragments"))).toEqual([
      "apis/azure.xml",
      "apis/regional.xml",
      "apis/v1.xml",
    ]);
  });

  test("does nothing the second time", () => {
    render({ file: dev, out });
    expect(render({ file: dev, out }).out).toBe(`${out}: 26 policies, 0 new, 0 changed, 0 removed\n`);
  });

  test("replaces what changed and removes generated files that nothing generates any more", () => {
    render({ file: dev, out });
    writeFileSync(
      join(out, "fragments", "aoai-route-gone.xml"),
      "<!-- Generated from policies/fragments/route.xml.hbs -->\n<fragment />\n",
    );
    writeFileSync(
      join(out, "apis", "v1.xml"),
      "<!-- Generated from policies/apis/v1.xml.hbs -->\n<policies />\n",
    );
    rmSync(join(out, "apis", "azure.xml"));
    expect(render({ file: dev, out }).out).toBe(`${out}: 26 policies, 1 new, 1 changed, 1 removed\n`);
    expect(existsSync(join(out, "fragments", "aoai-route-gone.xml"))).toBe(false);
  });

  test("touches nothing in a folder that holds files of others", () => {
    mkdirSync(out);
    writeFileSync(join(out, "notes.txt"), "mine");
    expect(render({ file: dev, out })).toEqual({
      code: 1,
      out: "",
      err: `${out} holds files that were not generated: notes.txt. Nothing was written; choose an empty folder.\n`,
    });
    expect(files(out)).toEqual(["notes.txt"]);
  });

  test("refuses a file as the folder, in words", () => {
    writeFileSync(out, "mine");
    expect(render({ file: dev, out })).toEqual({
      code: 1,
      out: "",
      err: `${out} cannot be written: ENOTDIR. Name a folder of your own.\n`,
    });
    expect(readFileSync(out, "utf8")).toBe("mine");
  });

  test("says what is wrong with a topology and writes nothing", () => {
    const file = join(folder, "bad.yaml");
    writeFileSync(file, readFileSync(dev, "utf8").replace("ptu: 15", "ptu: 0"));
    const answer = render({ file, out });
    expect([answer.code, answer.out]).toEqual([1, ""]);
    expect(answer.err.split("\n")[0]).toBe(
      `${file}:34:23  error  regions.swedencentral.deployments["gpt-5.4"].ptu  [out-of-range]`,
    );
    expect(answer.err.endsWith("\nNothing was rendered.\n")).toBe(true);
    expect(existsSync(out)).toBe(false);
  });

  test.each<[string, Partial<RenderRequest>, string]>([
    [
      "no file",
      { out: "x" },
      "Give a topology file and `--out FOLDER`, or `--golden`. (add --help for the usage)\n",
    ],
    [
      "no folder",
      { file: dev },
      "Give a topology file and `--out FOLDER`, or `--golden`. (add --help for the usage)\n",
    ],
    [
      "goldens of one file",
      { golden: true, file: dev },
      "`--golden` renders all stacks into test/golden: give neither a file nor `--out`. (add --help for the usage)\n",
    ],
  ])("with %s is wrong usage", (_, request, err) => {
    expect(render(request)).toEqual({ code: 2, out: "", err });
  });

  test("writes the goldens of all stacks, and checks them", () => {
    cpSync(join(root, "stacks"), places().stacks, { recursive: true });
    expect(render({ golden: true }).code).toBe(0);
    expect(readdirSync(places().goldens)).toEqual(["_shared", "dev", "prod"]);
    const counts = files(places().goldens).map((file) => file.split("/")[0]);
    const [shared, own, other] = ["_shared", "dev", "prod"].map(
      (name) => counts.filter((folder) => folder === name).length,
    ) as [number, number, number];
    expect([shared + own, shared + other, shared > 15]).toEqual([26, 31, true]);
    expect(render({ golden: true, check: true })).toEqual({
      code: 0,
      out: `${places().goldens}/_shared: ${shared} policies are up to date\n${places().goldens}/dev: ${own} policies are up to date\n${places().goldens}/prod: ${other} policies are up to date\n`,
      err: "",
    });
  });

  test("writes no golden where a stack has problems: what all share is not known then", () => {
    cpSync(join(root, "stacks"), places().stacks, { recursive: true });
    const file = join(places().stacks, "dev.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("ptu: 15", "ptu: 0"));
    const { code, out, err } = render({ golden: true });
    expect([code, out, err.endsWith("\nNothing was rendered.\n")]).toEqual([1, "", true]);
    expect(existsSync(places().goldens)).toBe(false);
  });

  test("names every golden that is missing, changed or stale, and mends nothing", () => {
    cpSync(join(root, "stacks"), places().stacks, { recursive: true });
    render({ golden: true });
    const golden = join(places().goldens, "dev");
    rmSync(join(golden, "apis", "v1.xml"));
    writeFileSync(join(golden, "apis", "azure.xml"), "<!-- Generated from policies/apis/azure.xml.hbs -->\n");
    writeFileSync(join(golden, "apis", "old.xml"), "<!-- Generated from policies/apis/old.xml.hbs -->\n");
    const expected = {
      code: 1,
      out: expect.stringMatching(
        /_shared: \d+ policies are up to date\n.*prod: \d+ policies are up to date\n$/,
      ),
      err: `${golden}/apis/v1.xml: missing\n${golden}/apis/azure.xml: changed\n${golden}/apis/old.xml: stale\nRun \`npm run golden\` and review the difference.\n`,
    };
    expect(render({ golden: true, check: true })).toEqual(expected);
    expect(render({ golden: true, check: true })).toEqual(expected);
  });
});
