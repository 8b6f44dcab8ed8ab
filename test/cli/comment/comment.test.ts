import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { comment } from "../../../cli/commands/comment";
import type { GitHub } from "../../../cli/comment/publish";
import { account, backend, deployment, previewJson } from "./previews";

const topology = (environment: string, ptu: number) => `
environment: ${environment}
workload: aoai
gateway: { location: swedencentral, publisher: { name: A, email: a@b.example }, sku: { name: BasicV2 } }
network: { access: public }
models: { gpt-5.4: { version: "2026-03-05", ptu: GlobalProvisionedManaged, payg: GlobalStandard } }
regions:
  swedencentral: { deployments: { gpt-5.4: { ptu: ${ptu}, payg: 10 } } }
consumers: { one: { tokensPerMinute: 10 } }
`;

const today = "2026-11-30";
const none = { today, repository: undefined, github: undefined };

describe("./fleet comment", () => {
  let folder: string;
  const at = (...parts: string[]) => join(folder, ...parts);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
    return at(path);
  };
  const run = async (
    more: Partial<Parameters<typeof comment>[0]> = {},
    workflow: Parameters<typeof comment>[1] = none,
  ) => {
    let out = "";
    const options = {
      baseDir: at("base"),
      headDir: at("head"),
      preview: new Map(),
      previewText: new Map(),
      outcome: new Map(),
    };
    const done = await comment({ ...options, ...more }, workflow, (text) => {
      out += text;
    });
    return { ...done, out };
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "comment-"));
    for (const side of ["base", "head"]) {
      write(`${side}/stacks/dev.yaml`, topology("dev", 50));
      write(`${side}/stacks/prod.yaml`, topology("prod", 50));
      write(`${side}/stacks/schema.json`, "{}");
      write(`${side}/infra/index.ts`, "same");
      write(`${side}/test/golden/prod/apis/azure.xml`, "<a/>\n<b/>\n");
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("says in a few lines that nothing changes", async () => {
    const tests = write("ci.txt", "…\n812 passed, 0 failed\n");
    expect(await run({ tests, outcome: new Map([["workflow files", "success"]]) })).toEqual({
      code: 0,
      out: [
        "<!-- aoai-fleet: pull request -->",
        "## ✅ Nothing is lost",
        "No environment changes.",
        "### Checks",
        "- ✅ tests: 812 passed, 0 failed\n- ✅ workflow files: success\n",
      ].join("\n\n"),
    });
  });

  it("begins with what is lost and ends with the checks", async () => {
    write("head/stacks/prod.yaml", topology("prod", 20));
    write("head/test/golden/prod/apis/azure.xml", "<a/>\n<c/>\n<d/>\n");
    const steps = [
      account("replace", "prod-swedencentral", { replaceReasons: ["location"] }),
      deployment("delete", "gpt-5.4-ptu", "GlobalProvisionedManaged"),
      backend("update", "aoai-gpt-5-4-ptu-swedencentral", { diffReasons: ["url"] }),
    ];
    const json = write("prod.json", previewJson(steps, { replace: 1, delete: 1, update: 1, same: 40 }));
    const text = write("prod.txt", "~ id: /subscriptions/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/x\n");
    const tests = write("ci.txt", "5 passed, 0 failed, 1 skipped\n");
    const { out } = await run({
      tests,
      preview: new Map([["prod", json]]),
      previewText: new Map([["prod", text]]),
    });
    const [visible] = out.split("<details><summary>Where requests go then</summary>");
    expect(
      visible
        ?.split("\n")
        .filter((line) => line !== "" && !line.startsWith("- pools") && !line.startsWith("- backends")),
    ).toEqual([
      "<!-- aoai-fleet: pull request -->",
      "## ⚠️ Be careful — gpt-5.4 in swedencentral: PTU 50 → 20, for one (prod)",
      "- deletes `gpt-5.4-ptu` (prod)",
      "- replaces `prod-swedencentral` (prod)",
      "- PTU: 36,500 → 14,600 USD a month (−21,900) (prod)",
      "### prod",
      "**What changes**",
      "- ⚠️ gpt-5.4 in swedencentral: PTU 50 → 20, for one (line 8)",
      "**What changes for traffic**",
      "- 🔻 gpt-5.4: swedencentral PTU shrinks from 50 to 20",
      "In all: **PTU 50 → 20 (−30)**",
    ]);
    const rest = out.slice(out.indexOf("**Resources:**"));
    expect(rest.split("\n").filter((line) => line !== "")).toEqual([
      "**Resources:** 1 deleted, 1 replaced, 1 updated, 40 unchanged",
      "> 🛑 **DELETES `gpt-5.4-ptu`**: a PTU deployment: the capacity goes back to the pool with no right to regain it.",
      "> 🛑 **REPLACES `prod-swedencentral`** because of `location`: an account: its name is held for 48 hours, and its deployments go with it.",
      "<details><summary>Resources</summary>",
      "|  | type | name | properties |",
      "| --- | --- | --- | --- |",
      "| delete | cognitiveservices:Deployment | `gpt-5.4-ptu` |  |",
      "| replace | cognitiveservices:Account | `prod-swedencentral` | location |",
      "| update | apimanagement:Backend | `aoai-gpt-5-4-ptu-swedencentral` | url |",
      "</details>",
      "<details><summary>pulumi preview --diff</summary>",
      "```diff",
      "~ id: /subscriptions/‹id›/x",
      "```",
      "</details>",
      "<details><summary>Policies: 1 file changed</summary>",
      "| policy |  | lines |",
      "| --- | --- | --- |",
      "| `apis/azure.xml` | changed | +2 −1 |",
      "</details>",
      "Unchanged: dev.",
      "### Checks",
      "- ✅ tests: 5 passed, 0 failed, 1 skipped",
    ]);
  });

  it("tells a reviewer of a model that is retired on the day of the run", async () => {
    const retired = topology("prod", 50).replace('"2026-03-05"', '"2025-04-16", name: o4-mini');
    write("head/stacks/prod.yaml", retired);
    const problems = ({ out }: { out: string }) =>
      out.split("\n").filter((line) => /\*\*(error|warning)\*\*/.test(line));
    const told = await run();
    expect(problems(told)).toEqual([
      "- **error** line 6: \\`o4-mini\\` version \\`2025-04-16\\` retired on 2026-10-16: Azure refuses new deployments of it, and calls answer errors. Move to another model. The date is from 2026-09-02 and may have moved; \\`az cognitiveservices model list --location swedencentral\\` has the present one.",
    ]);
    // The routing is known all the same.
    expect(told.out).toContain("**Traffic:** Routing is unchanged.");
    const before = await run({}, { ...none, today: "2026-01-01" });
    expect(problems(before).filter((line) => line.includes("retired"))).toEqual([]);
  });

  it("says what is not known: broken file, failed preview, missing preview, no tests", async () => {
    write("head/infra/index.ts", "another");
    write("head/stacks/dev.yaml", topology("dev", 50).replace("ptu: 50", "ptu: 100001"));
    const json = write("prod.json", "error: Azure login failed for 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0\n");
    const { out } = await run({
      preview: new Map([["prod", json]]),
      outcome: new Map([["workflow files", "failure"]]),
    });
    expect(out.split("\n").filter((line) => line !== "" && !line.startsWith("- **error**"))).toEqual([
      "<!-- aoai-fleet: pull request -->",
      "## ❌ Not ready — stacks/dev.yaml has 1 error",
      "- the preview failed, so nothing is known of the resources: error: Azure login failed for ‹id› (prod)",
      "- workflow files: failure",
      "- there is no preview (dev)",
      "- nobody knows whether the tests pass: the tests left no result",
      "### dev",
      "**Problems of the file**",
      "**Traffic:** not known. The file has errors, see above.",
      "**Resources:** not known. No preview was made.",
      "### prod",
      "**Traffic:** No change: requests go where they went before.",
      "**Resources:** not known. The output of the preview is not JSON.",
      "```",
      "error: Azure login failed for ‹id›",
      "```",
      "### Checks",
      "- ⚠️ tests: The tests left no result.",
      "- ❌ workflow files: failure",
    ]);
    expect(out.split("\n").filter((line) => line.startsWith("- **error** line 8:")).length).toBe(1);
  });

  it("takes previews from a folder, and says which are not there", async () => {
    write("head/infra/index.ts", "another");
    write("previews/dev.json", previewJson([backend("update", "b")], { update: 1 }));
    write("previews/dev.txt", "~ url\n");
    const { out } = await run({ previewDir: at("previews") });
    expect(out.split("\n").filter((line) => line.startsWith("**Resources:**") || line === "~ url")).toEqual([
      "**Resources:** 1 updated",
      "~ url",
      "**Resources:** not known. There is no output of Pulumi: the job failed before it, or was skipped, as for a pull request from a fork.",
    ]);
    const { out: drift } = await run({ drift: true, previewDir: at("previews") });
    expect(drift.split("\n").filter((line) => line.startsWith("###"))).toEqual(["### dev", "### prod"]);
  });

  it("says that a preview's file is not there", async () => {
    write("head/infra/index.ts", "another");
    const { out } = await run({ preview: new Map([["dev", at("none.json")]]) });
    expect(out.split("\n").filter((line) => line.startsWith("**Resources:**"))[0]).toBe(
      "**Resources:** not known. There is no output of Pulumi: the job failed before it, or was skipped, as for a pull request from a fork.",
    );
  });

  it("tells of environments that come and go", async () => {
    rmSync(at("head/stacks/dev.yaml"));
    write("head/stacks/test.yaml", topology("test", 15));
    const { out } = await run();
    expect(out.split("\n").filter((line) => /^(##|\*\*Traffic|- dev)/.test(line))).toEqual([
      "## ⚠️ Be careful — the environment is removed (dev)",
      "### dev",
      "**Traffic:** stacks/dev.yaml is removed; nothing serves this environment once it is destroyed.",
      "### test",
      "**Traffic:** a new environment.",
      "### Checks",
    ]);
  });

  it("lists the environments that a change touches", async () => {
    expect((await run({ changed: true })).out).toBe("[]\n");
    write("head/Pulumi.dev.yaml", "config: {}");
    expect((await run({ changed: true })).out).toBe('["dev"]\n');
    write("head/policies/new.xml.hbs", "<x/>");
    expect((await run({ changed: true })).out).toBe('["dev","prod"]\n');
  });

  it("keeps within GitHub's limit and lets nothing of a name become markup", async () => {
    const steps = Array.from({ length: 3000 }, (_, i) =>
      backend("create", `<img>@team | \`x\` ${i} ${"long ".repeat(20)}`),
    );
    const text = write("dev.txt", "line `````\n".repeat(20_000));
    write("head/stacks/dev.yaml", topology("dev", 60).replace("ptu: 60", "ptu: 65"));
    const json = write("dev.json", previewJson(steps, { create: 3000 }));
    const { out } = await run({ preview: new Map([["dev", json]]), previewText: new Map([["dev", text]]) });
    expect(out.length).toBeLessThanOrEqual(65_536);
    expect(out.includes("| create | apimanagement:Backend | `<img>@team \\| 'x' 0")).toBe(true);
    expect(out.includes("… and 2800 more")).toBe(true);
    expect(out.endsWith("- ⚠️ tests: The tests left no result.\n")).toBe(true);
  });

  it("tells which promises hold, with the figures of the proof folded", async () => {
    write("head/stacks/dev.yaml", topology("dev", 60));
    const proof = [
      "### dev: proved in virtual time",
      "- ❌ any one region may go: at least 99.5 % are answered\n  - gpt-5.4, eastus2 hangs: claims 98.1 %",
      "<details><summary>What callers see of each failure</summary>",
      "| nothing | 100 % |",
      "</details>",
      "**Broken by this change: regionLoss.**\n",
    ].join("\n\n");
    write("pieces/dev.md", proof);
    const { out } = await run({ previewDir: at("pieces") });
    const own = out.slice(out.indexOf("**Failover"), out.indexOf("**Resources"));
    expect(own).toBe(
      [
        "**Failover, proved in virtual time**",
        "- ❌ any one region may go: at least 99.5 % are answered\n  - gpt-5.4, eastus2 hangs: claims 98.1 %",
        "**Broken by this change: regionLoss.**",
        "<details><summary>What callers see of each failure</summary>",
        "| nothing | 100 % |",
        "</details>",
        "",
      ].join("\n\n"),
    );
    // Prod is not touched, so nobody proved it.
    expect(out.match(/\*\*Failover/g)).toHaveLength(1);
    write("pieces/dev.md", `${"- ✅ a promise\n".repeat(2000)}<details>${"x".repeat(70_000)}</details>`);
    const { out: long } = await run({ previewDir: at("pieces") });
    expect(long.length).toBeLessThan(16_000);
    expect(long).toContain("*The rest is in the run's summary.*");
    expect(long).toContain("*(The figures of the proof are left out: no room.)*");
    rmSync(at("pieces/dev.md"));
    const { out: missing } = await run({ previewDir: at("pieces") });
    expect(missing).toContain("**Failover:** not known. The job left no proof.");
  });

  it("writes to a file with --out", async () => {
    expect(await run({ out: at("comment.md") })).toEqual({ code: 0, out: "" });
    expect(readFileSync(at("comment.md"), "utf8").split("\n")[0]).toBe("<!-- aoai-fleet: pull request -->");
  });

  it("refuses to guess what it was not told", async () => {
    expect(await run({ baseDir: undefined })).toEqual({
      code: 2,
      error: "Say with `--base-dir` where the project was checked out before the change.",
      out: "",
    });
    expect((await run({ post: "x" })).error).toBe("Say with `--pull-request` where to post.");
    expect((await run({ post: "x", pullRequest: 1 })).error).toBe(
      "GITHUB_TOKEN, GITHUB_API_URL and GITHUB_REPOSITORY must be set to write to GitHub.",
    );
  });

  describe("with GitHub", () => {
    const calls: unknown[] = [];
    const github: GitHub = async (method, path, body) => {
      if (method === "GET") return [];
      calls.push([method, path, body]);
      return {};
    };
    beforeEach(() => calls.splice(0));

    it("posts a text that was written before", async () => {
      const post = write("comment.md", "<!-- aoai-fleet: pull request -->\n\nhello\n");
      expect(await run({ post, pullRequest: 12 }, { today, repository: "o/r", github })).toEqual({
        code: 0,
        out: "The comment was created.\n",
      });
      expect(calls).toEqual([
        ["POST", "/repos/o/r/issues/12/comments", { body: "<!-- aoai-fleet: pull request -->\n\nhello\n" }],
      ]);
    });

    it("opens the drift issue with what differs, and none when nothing does", async () => {
      const json = write(
        "prod.json",
        previewJson([backend("update", "b", { diffReasons: ["url"] })], { update: 1, same: 3 }),
      );
      const same = write("dev.json", previewJson([], { same: 4 }));
      const workflow = { today, repository: "o/r", github };
      const found = await run(
        {
          drift: true,
          issue: true,
          preview: new Map([
            ["prod", json],
            ["dev", same],
          ]),
        },
        workflow,
      );
      expect(found.out).toBe("Drift in prod (2 environments compared, found). Issue: created.\n");
      expect(calls.map((call) => (call as [string, string, { title: string }])[2].title)).toEqual([
        "Drift in prod",
      ]);
      const quiet = await run({ drift: true, issue: true, preview: new Map([["dev", same]]) }, workflow);
      expect(quiet.out).toBe("No drift (1 environment compared, none). Issue: nothing.\n");
    });

    it("opens the drift issue when an environment could not be compared", async () => {
      const preview = new Map([["prod", write("prod.json", "error: login failed")]]);
      expect(
        (await run({ drift: true, issue: true, preview }, { today, repository: "o/r", github })).out,
      ).toBe("Drift is not known in prod (1 environment compared, unknown). Issue: created.\n");
      expect((await run({ drift: true, preview: new Map() })).out.split("\n")[2]).toBe(
        "Not every environment could be compared with Azure, so drift is not excluded.",
      );
    });
  });
});
