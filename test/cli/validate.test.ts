import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ValidateRequest, validateReport } from "../../cli/commands/validate";
import { base, edited } from "../topology/fixture";

const root = join(__dirname, "../..");
let folder = "";
let good = "";
let warned = "";
let bad = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-"));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  good = write("good.yaml", base);
  warned = write(
    "warned.yml",
    edited(base, ["environment: test", "environment: warned"], ["{ ptu: 15, payg: 50 }", "{ ptu: 15 }"]),
  );
  bad = write("bad.yaml", edited(base, ["ptu: 15", "ptu: 100005"], ["priority: 2", "prioritty: 2"]));
  write("notes.txt", "not a topology");
});
afterAll(() => rmSync(folder, { recursive: true }));

const report = (over: Partial<ValidateRequest>) =>
  validateReport({
    files: [],
    folder: "nowhere",
    format: "text",
    strict: false,
    colour: false,
    today: "2026-11-30",
    ...over,
  });

const warning =
  () => `${warned}:14:18  warning  regions.swedencentral.deployments["gpt-5.4"].ptu  [ptu-without-payg]
  14 |       gpt-5.4: { ptu: 15 }
     |                  ^
  \`gpt-5.4\` in swedencentral has PTU and no PAYG beside it; its overflow leaves the region.
  Add \`payg\` beside it; PAYG costs nothing while it is idle.

`;
const errors = () => `${bad}:14:23  error  regions.swedencentral.deployments["gpt-5.4"].ptu  [ptu-maximum]
  14 |       gpt-5.4: { ptu: 100005, payg: 50 }
     |                       ^
  \`gpt-5.4\` in swedencentral asks for 100,005 PTU; a deployment has at most 100,000.
  Write at most 100000.

${bad}:17:5  error  regions.eastus2.prioritty  [unknown-key]
  17 |     prioritty: 2
     |     ^
  \`prioritty\` is not a key of \`regions.eastus2\`; allowed are \`priority\`, \`existing\`, \`restore\`, \`retire\`, \`deployments\`.
  Did you mean \`priority\`?

`;
const fine = () =>
  `${good}: no problems (2 regions, 3 models, 5 deployments, 1 consumer; accounts private, gateway public)\n`;

describe("fleet validate", () => {
  it("judges what a file means beside a value whose meaning can be guessed, else when that is right", () => {
    const rules = (priority: string) => {
      const file = join(folder, "wrong.yaml");
      writeFileSync(file, edited(base, ["ptu: 15", "ptu: 100005"], ["priority: 2", `priority: ${priority}`]));
      const { out } = report({ files: [file] });
      rmSync(file);
      return [...out.matchAll(/ error .*\[([\w-]+)\]/g)].map(([, rule]) => rule);
    };
    expect(rules('"2"')).toEqual(["ptu-maximum", "wrong-type"]);
    expect(rules("second")).toEqual(["wrong-type"]);
  });

  test("says of a valid file what is in it", () => {
    expect(report({ files: [good] })).toEqual({ code: 0, out: fine(), err: "" });
  });

  test("lets warnings pass, unless it is strict", () => {
    const out = `${warning()}${warned}: 0 errors, 1 warning (2 regions, 3 models, 4 deployments, 1 consumer; accounts private, gateway public)\n`;
    expect(report({ files: [warned] })).toEqual({ code: 0, out, err: "" });
    expect(report({ files: [warned], strict: true })).toEqual({ code: 1, out, err: "" });
    expect(report({ files: [good], strict: true }).code).toBe(0);
  });

  test("tells every problem of every file at once", () => {
    const missing = join(folder, "missing.yaml");
    expect(report({ files: [bad, good, missing] })).toEqual({
      code: 1,
      out: `${errors()}${missing}:1:1  error  (file)  [no-such-file]
  There is no such file.
  Check the path, or start from a copy of \`stacks/examples/first.yaml\`.

${bad}: 2 errors, 0 warnings
${fine()}${missing}: 1 error, 0 warnings
`,
      err: "",
    });
  });

  test("warns of models that are retired or soon will be, by the day that it is given", () => {
    const old = join(folder, "old.yaml.txt");
    writeFileSync(
      old,
      edited(
        base,
        ['gpt-5.4: { version: "2026-03-05"', 'gpt-5.4: { name: gpt-4.1, version: "2025-04-14"'],
        [
          '"1", payg: Standard }',
          '"1", payg: Standard }\n  o4-mini: { version: "2025-04-16", payg: GlobalStandard }',
        ],
        [
          "eastus2:\n    priority: 2\n    deployments:",
          "eastus2:\n    priority: 2\n    deployments:\n      o4-mini: { payg: 5 }",
        ],
      ),
    );
    const retired = (
      severity: string,
      age = "",
      refresh = "",
    ) => `${old}:11:3  ${severity}  models.o4-mini  [model-retired]
  11 |   o4-mini: { version: "2025-04-16", payg: GlobalStandard }
     |   ^
  \`o4-mini\` version \`2025-04-16\` retired on 2026-10-16: Azure refuses new deployments of it, and calls answer errors.${age}
  Move to another model. The date is from 2026-09-02 and may have moved; \`az cognitiveservices model list --location eastus2\` has the present one.${refresh}

`;
    const soon = `${old}:9:20  warning  models["gpt-5.4"].name  [model-retires-soon]
  9 |   gpt-5.4: { name: gpt-4.1, version: "2025-04-14", ptu: DataZoneProvisionedManaged, payg: DataZoneStandard }
    |                    ^
  \`gpt-4.1\` version \`2025-04-14\` retires on 2027-04-14, in 103 days; then calls answer errors. Azure never moves PTU deployments to another model; they begin to fail.
  Plan the move to another model. The date is from 2026-09-02 and may have moved; \`az cognitiveservices model list --location eastus2\` has the present one.

`;
    const sum = (warnings: string) =>
      `${old}: 0 errors, ${warnings} (2 regions, 4 models, 6 deployments, 1 consumer; accounts private, gateway public)\n`;
    expect(report({ files: [old] })).toEqual({
      code: 1,
      out: `${retired("error")}${old}: 1 error, 0 warnings\n`,
      err: "",
    });
    expect(report({ files: [old], today: "2027-01-01" })).toEqual({
      code: 0,
      out: `${soon}${retired(
        "warning",
        " The data are from 2026-09-02, 121 days old, so this is no error.",
        " `./fleet catalogue refresh` reads them anew.",
      )}${sum("2 warnings")}`,
      err: "",
    });
  });

  test("takes every YAML file of the folder when none is named", () => {
    const { code, out } = report({ folder });
    expect(code).toBe(1);
    expect(out.split("\n").slice(-4)).toEqual([
      `${bad}: 2 errors, 0 warnings`,
      fine().trimEnd(),
      `${warned}: 0 errors, 1 warning (2 regions, 3 models, 4 deployments, 1 consumer; accounts private, gateway public)`,
      "",
    ]);
  });

  test("says when there is nothing to check", () => {
    expect(report({ folder: join(folder, "empty") })).toEqual({
      code: 2,
      out: "",
      err: `There is no topology file in \`${join(folder, "empty")}/\`. Name one, or go to the project's folder.\n`,
    });
  });

  test("annotates a pull request and keeps the summary apart", () => {
    expect(report({ files: [warned, good], format: "github" })).toEqual({
      code: 0,
      out: `::warning file=${warned},line=14,col=18,title=regions.swedencentral.deployments["gpt-5.4"].ptu (ptu-without-payg)::\`gpt-5.4\` in swedencentral has PTU and no PAYG beside it; its overflow leaves the region.%0AAdd \`payg\` beside it; PAYG costs nothing while it is idle.\n`,
      err: `${warned}: 0 errors, 1 warning (2 regions, 3 models, 4 deployments, 1 consumer; accounts private, gateway public)\n${fine()}`,
    });
  });

  test("answers programs in JSON", () => {
    const { code, out, err } = report({ files: [warned], format: "json" });
    expect({ code, err, json: JSON.parse(out) }).toEqual({
      code: 0,
      err: "",
      json: {
        files: [warned],
        errors: 0,
        warnings: 1,
        problems: [
          {
            severity: "warning",
            rule: "ptu-without-payg",
            position: { file: warned, line: 14, column: 18 },
            path: 'regions.swedencentral.deployments["gpt-5.4"].ptu',
            message:
              "`gpt-5.4` in swedencentral has PTU and no PAYG beside it; its overflow leaves the region.",
            remedy: "Add `payg` beside it; PAYG costs nothing while it is idle.",
          },
        ],
      },
    });
  });
});

describe("the fleet command", () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["cli/main.js", ...args], {
      cwd: root,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };

  test("validates the project's own stacks without a word of complaint", () => {
    expect(run("validate", "--strict", "--today", "2026-11-30")).toEqual({
      status: 0,
      stdout: expect.stringMatching(
        /^stacks\/dev\.yaml: no problems \(.*\)\nstacks\/prod\.yaml: no problems \(.*\)\n$/,
      ),
      stderr: "",
    });
  });

  test("judges by the present day unless it is told another", () => {
    const old = join(folder, "retired.yaml.txt");
    writeFileSync(
      old,
      edited(base, ['gpt-5.4: { version: "2026-03-05"', 'gpt-5.4: { name: o4-mini, version: "2025-04-16"']),
    );
    expect(run("validate", old).stdout).toContain('error  models["gpt-5.4"].name  [model-retired]\n');
    expect(run("validate", old, "--today", "2026-01-01").stdout).toContain("[model-deprecated]\n");
  });

  test.each(["tomorrow", "2026-02-30", "2026-11", "30.11.2026"])("refuses `%s` as a day", (today) => {
    expect(run("validate", "--today", today)).toEqual({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("Write a day as `2026-11-30`."),
    });
  });

  test("exits with 1 for a broken file, and shows no stack", () => {
    expect(run("validate", bad)).toEqual({
      status: 1,
      stdout: `${errors()}${bad}: 2 errors, 0 warnings\n`,
      stderr: "",
    });
  });

  test("exits with 1 for a binary file", () => {
    const binary = join(folder, "binary.yaml");
    writeFileSync(binary, Buffer.from([0, 255, 1, 254]));
    expect(run("validate", binary)).toEqual({
      status: 1,
      stdout: `${binary}:1:1  error  (file)  [not-utf-8]\n  The file is not text in UTF-8; it may be binary or in another encoding.\n  Save the file as UTF-8.\n\n${binary}: 1 error, 0 warnings\n`,
      stderr: "",
    });
  });

  test("exits with 2 for a format that it does not know", () => {
    expect(run("validate", "--format", "xml")).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json, github.\n(add --help for the usage)\n",
    });
  });

  test("finds the checked-in schema up to date", () => {
    expect(run("schema", "--check")).toEqual({
      status: 0,
      stdout: "stacks/schema.json is up to date\n",
      stderr: "",
    });
  });

  test("refuses a copy whose environment stayed, also when only the copy is named", () => {
    const stacks = join(folder, "stacks");
    mkdirSync(stacks);
    const [original, copy] = ["a.yaml", "b.yaml"].map((name) => join(stacks, name)) as [string, string];
    writeFileSync(original, base);
    writeFileSync(copy, edited(base, ["priority: 2", "priority: 3"]));
    expect(report({ files: [copy] })).toEqual({
      code: 1,
      out: `${copy}:1:14  error  environment  [names-taken]
  1 | environment: test
    |              ^
  \`${original}\` has the workload \`aoai\` and the environment \`test\` too, so both files own the same resources, and one would delete the other's.
  Give one of the two another \`environment\` or \`workload\`.

${copy}: 1 error, 0 warnings
`,
      err: "",
    });
    writeFileSync(copy, edited(base, ["environment: test", "environment: other"]));
    expect(report({ files: [copy, original] }).code).toBe(0);
  });
});
