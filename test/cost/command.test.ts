import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { base, edited } from "../topology/fixture";

const main = join(__dirname, "../../cli/main.js");

/** As a person types it, in a repository of their own: `prod` is committed, `new` is not. */
describe("fleet cost and fleet quota on the command line", () => {
  let folder: string;
  const run = (command: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, COLUMNS: "120", NO_COLOR: "1" },
    });
    return { status, stdout, stderr };
  };
  const fleet = (...args: string[]) => run(process.execPath, main, ...args);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "fleet-money-"));
    mkdirSync(join(folder, "stacks"));
    writeFileSync(join(folder, "stacks/prod.yaml"), base);
    const who = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"];
    run("git", "init", "--quiet", "--initial-branch=main");
    run("git", "add", ".");
    run("git", ...who, "commit", "--quiet", "--message=before");
    writeFileSync(join(folder, "stacks/new.yaml"), edited(base, ["ptu: 15", "ptu: 20"]));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("a stack is named by its name, also the one of before", () => {
    const { status, stdout } = fleet("cost", "new", "--against", "prod");
    expect([status, stdout.split("\n")[0]]).toEqual([0, "PTU: 13,140 → 17,520 USD a month (+4,380)"]);
    expect(fleet("quota", "new", "--against", "prod").stdout).toContain("15 → 20 PTU");
  });

  test("a file that was not there at that time is new, with all that it costs", () => {
    expect(fleet("cost", "new", "--since", "main").stdout).toMatch(
      /^stacks\/new\.yaml is new since main, all of it is added: PTU: 0 → 17,520 USD a month \(\+17,520\)\n/,
    );
    expect(fleet("quota", "new", "--since", "main").stdout).toMatch(/^stacks\/new\.yaml is new since main/);
    expect(JSON.parse(fleet("cost", "new", "--since", "main", "--json").stdout)).toMatchObject({
      before: null,
      monthly: 17_520,
    });
    expect(fleet("cost", "prod", "--since", "main").stdout).toMatch(/^PTU costs what it cost: 13,140 USD/);
  });

  test("`--json` is `--format json`, and a mix that is none is refused with an example", () => {
    expect(fleet("quota", "prod", "--json").stdout).toBe(fleet("quota", "prod", "--format", "json").stdout);
    const { status, stderr } = fleet("cost", "prod", "--mix", "3:1");
    expect(status).toBe(2);
    expect(stderr).toContain("such as `3:1:1`");
  });
});
