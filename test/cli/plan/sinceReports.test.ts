import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Git } from "../../../cli/plan/git";
import { runGit } from "../../../cli/plan/git";
import { type SinceRequest, sinceReports } from "../../../cli/plan/sinceReports";
import { stackFile } from "../../../cli/plan/stackFile";
import { fleetText } from "../../topology/difference/fleetText";
import { edited } from "../../topology/fixture";

const base: SinceRequest = { format: "text", since: "main", width: 200, colour: false, today: "2026-01-01" };
const CUT = "checkout: 200,000 → 20 tokens a minute";

/** In a repository of its own, as a person would have it. */
describe("fleet plan --since", () => {
  const home = process.cwd();
  let folder: string;
  const git = (...args: string[]) => {
    const who = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"];
    const { status, stderr } = spawnSync("git", [...who, ...args], { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  };
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  const cut = edited(fleetText, ["tokensPerMinute: 200000", "tokensPerMinute: 20"]);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "since-"));
    mkdirSync(join(folder, "stacks"));
    mkdirSync(join(folder, "company"));
    git("init", "--quiet", "--initial-branch=main");
    write("stacks/prod.yaml", fleetText);
    write("stacks/old.yaml", fleetText);
    write(
      "stacks/own.yaml",
      edited(fleetText, [
        "surfaces: [azure, v1]",
        "surfaces: [azure, v1]\n  policies: { outbound: ../company/own.xml }",
      ]),
    );
    write("company/own.xml", '<fragment><set-header name="a"><value>1</value></set-header></fragment>');
    git("add", ".");
    git("commit", "--quiet", "--message=before");
    write("stacks/prod.yaml", cut);
    write("company/own.xml", '<fragment><set-header name="a"><value>2</value></set-header></fragment>');
    write("stacks/new.yaml", fleetText);
    rmSync(join(folder, "stacks/old.yaml"));
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  test("compares one stack with what it was, without a second file", () => {
    expect(sinceReports(stackFile("prod"), base)).toEqual({
      code: 0,
      out: `Routing is unchanged.\n\nSettings that differ:\n! ${CUT} (stacks/prod.yaml:25)\n`,
      err: "",
    });
  });

  test("reads the company's policies as they were then", () => {
    const { code, out } = sinceReports("stacks/own.yaml", base);
    expect([code, out.includes("the company's own policy outbound is another")]).toEqual([0, true]);
  });

  test("tells all stacks, those that came and those that went", () => {
    const { code, out } = sinceReports(undefined, base);
    expect(code).toBe(0);
    expect(
      out
        .split("\n")
        .filter((line) => /^(stacks|All|It|!)/.test(line))
        .map((line) => line.slice(0, 40)),
    ).toEqual(
      [
        "stacks/new.yaml",
        "All of it is new since main.",
        "stacks/old.yaml",
        "It is removed since main.",
        "stacks/own.yaml",
        "! the company's own policy outbound is an",
        "stacks/prod.yaml",
        `! ${CUT}`.slice(0, 40),
      ].map((line) => line.slice(0, 40)),
    );
    const json = JSON.parse(sinceReports(undefined, { ...base, format: "json" }).out);
    expect(Object.keys(json)).toEqual([
      "stacks/new.yaml",
      "stacks/old.yaml",
      "stacks/own.yaml",
      "stacks/prod.yaml",
    ]);
    expect(json["stacks/prod.yaml"][0].path).toBe("consumers.checkout.tokensPerMinute");
  });

  test("says in one line what it cannot know", () => {
    const refused = (file: string | undefined, more: Partial<SinceRequest> = {}, runner: Git = runGit) => {
      const { code, out, err } = sinceReports(file, { ...base, ...more }, runner);
      expect(out).toBe("");
      return [code, err];
    };
    expect(refused("stacks/new.yaml")).toEqual([
      1,
      "`stacks/new.yaml` was not there at main: all of it is new. `fleet plan stacks/new.yaml` shows it.\n",
    ]);
    const unknown = "Name a branch, a tag or a commit that is fetched: `git fetch`, `git branch --all`.\n";
    expect(refused("stacks/prod.yaml", { since: "mian" })).toEqual([
      1,
      `git knows no \`mian\` here. ${unknown}`,
    ]);
    // A name that looks like an option is a name.
    expect(refused("stacks/prod.yaml", { since: "--output=x" })).toEqual([
      1,
      `git knows no \`--output=x\` here. ${unknown}`,
    ]);
    expect(refused("stacks/prod.yaml", { format: "mermaid" })[0]).toBe(2);
    expect(refused("stacks/prod.yaml", {}, () => ({ code: null, out: "" }))).toEqual([
      1,
      "`--since` asks git what a file was, and there is no `git` on the PATH.\n",
    ]);
    expect(refused("stacks/gone.yaml")[1]).toContain("There is no such file.");
  });

  test("says outside of a repository that there is none", () => {
    const other = mkdtempSync(join(tmpdir(), "no-repository-"));
    writeFileSync(join(other, "prod.yaml"), fleetText);
    const { code, err } = sinceReports(join(other, "prod.yaml"), base);
    rmSync(other, { recursive: true });
    expect([code, err]).toEqual([
      1,
      `\`${other}\` is not in a git repository, so nothing is known of what its files were. Give the old file itself: \`fleet plan OLD NEW\`.\n`,
    ]);
  });
});
