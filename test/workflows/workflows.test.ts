import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { load } from "js-yaml";

/** An expression of GitHub, as the files write it. */
const expression = (inner: string) => ["$", `{{ ${inner} }}`].join("");

const root = resolve(__dirname, "../..");
const folder = join(root, ".github", "workflows");

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix: { readonly environment: unknown } };
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const files = readdirSync(folder).sort();
const texts = new Map(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
const workflows = new Map([...texts].map(([file, text]) => [file, load(text) as Workflow]));
const workflow = (file: string) => workflows.get(file) as Workflow;
const jobs = [...workflows].flatMap(([file, { jobs: own }]) =>
  Object.entries(own).map(([name, job]) => ({ file, name, job, id: `${file} ${name}` })),
);
const steps = jobs.flatMap(({ id, job }) => job.steps.map((step) => ({ id, job, step })));

const environments = readdirSync(join(root, "stacks"))
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.slice(0, -".yaml".length))
  .sort();

describe("the workflows", () => {
  it("are these", () => {
    expect(files).toEqual(["catalogue.yml", "deploy.yml", "drift.yml", "pull-request.yml"]);
  });

  it("start on these events, and never with secrets for a fork's code", () => {
    expect([...workflows].map(([file, { on }]) => [file, Object.keys(on)])).toEqual([
      ["catalogue.yml", ["schedule", "workflow_dispatch"]],
      ["deploy.yml", ["push", "workflow_dispatch"]],
      ["drift.yml", ["schedule", "workflow_dispatch"]],
      ["pull-request.yml", ["pull_request"]],
    ]);
  });

  it("use only these actions, each by a full commit SHA with its version in a comment", () => {
    const uses = [...texts.values()].flatMap((text) =>
      text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line)),
    );
    expect([...new Set(uses.map((line) => line.replace(/^\s*(- )?uses: /, "")))].sort()).toEqual([
      "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2",
      "actions/download-artifact@37930b1c2abaa49bbe596cd826c3c89aef350131 # v7.0.0",
      "actions/setup-node@2028fbc5c25fe9cf00d9f06a71cc4710d4507903 # v6.0.0",
      "actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f # v6.0.0",
      "azure/login@a457da9ea143d694b1b9c7c869ebb04ebe844ef5 # v2.3.0",
      "pulumi/actions@8e5e406f4007fca908480587cb9893c07090f58d # v7.0.0",
    ]);
    expect(uses.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
    expect(uses.length).toBe(steps.filter(({ step }) => step.uses !== undefined).length);
  });

  it("grant nothing by default, and each job exactly what it needs", () => {
    expect([...workflows.values()].map((each) => each.permissions)).toEqual([{}, {}, {}, {}]);
    const read = { contents: "read" };
    const login = { contents: "read", "id-token": "write" };
    expect(jobs.map(({ id, job }) => [id, job.permissions])).toEqual([
      ["catalogue.yml read", login],
      ["catalogue.yml propose", { contents: "write", "pull-requests": "write" }],
      ["deploy.yml check", read],
      ["deploy.yml dev", login],
      ["deploy.yml prod", login],
      ["drift.yml compare", login],
      ["drift.yml issue", { contents: "read", issues: "write" }],
      ["pull-request.yml environments", read],
      ["pull-request.yml check", read],
      ["pull-request.yml preview", login],
      ["pull-request.yml prove", read],
      ["pull-request.yml report", read],
      ["pull-request.yml publish", { contents: "read", "pull-requests": "write" }],
    ]);
  });

  it("bind every login to an environment", () => {
    expect(
      jobs
        .filter(({ job }) => job.permissions?.["id-token"] !== undefined)
        .map(({ id, job }) => [id, job.environment]),
    ).toEqual([
      ["catalogue.yml read", "preview-dev"],
      ["deploy.yml dev", "dev"],
      ["deploy.yml prod", "prod"],
      ["drift.yml compare", `preview-${expression("matrix.environment")}`],
      ["pull-request.yml preview", `preview-${expression("matrix.environment")}`],
    ]);
  });

  it("read secrets only in jobs with an environment", () => {
    const withSecrets = jobs.filter(({ job }) => JSON.stringify(job).includes("secrets."));
    expect(withSecrets.filter(({ job }) => job.environment === undefined).map(({ id }) => id)).toEqual([]);
    // As a variable of the step that needs it, so that no other action of the job sees it.
    expect(
      withSecrets.filter(({ job }) => JSON.stringify(job.env).includes("secrets.")).map(({ id }) => id),
    ).toEqual([]);
  });

  it("put no expression into a script: values come in as variables", () => {
    expect(
      steps.filter(({ step }) => step.run?.includes("${{")).map(({ id, step }) => `${id}: ${step.run}`),
    ).toEqual([]);
  });

  it("read no text that a stranger wrote", () => {
    const untrusted =
      /github\.event\.(pull_request\.(title|body|head\.(ref|label))|issue|comment|review|head_commit|commits)|github\.head_ref/;
    expect([...texts].filter(([, text]) => untrusted.test(text)).map(([file]) => file)).toEqual([]);
  });

  it("leave no credentials behind in a checkout", () => {
    const checkouts = steps.filter(({ step }) => step.uses?.startsWith("actions/checkout@"));
    expect(
      checkouts.filter(({ step }) => step.with?.["persist-credentials"] !== false).map(({ id }) => id),
    ).toEqual([]);
    expect(checkouts.length).toBe(15);
  });

  it("end every job in bounded time", () => {
    expect(jobs.filter(({ job }) => job["timeout-minutes"] === undefined).map(({ id }) => id)).toEqual([]);
  });

  it("never cancel what touches an environment's state, and let one at a time touch it", () => {
    expect(
      jobs.filter(({ job }) => job.concurrency !== undefined).map(({ id, job }) => [id, job.concurrency]),
    ).toEqual([
      ["deploy.yml dev", { group: "environment-dev", "cancel-in-progress": false }],
      ["deploy.yml prod", { group: "environment-prod", "cancel-in-progress": false }],
      [
        "drift.yml compare",
        { group: `environment-${expression("matrix.environment")}`, "cancel-in-progress": false },
      ],
    ]);
  });

  it("know every environment of `stacks/`", () => {
    expect(Object.keys(workflow("deploy.yml").jobs).filter((name) => name !== "check")).toEqual(environments);
    expect(workflow("drift.yml").jobs.compare?.strategy?.matrix.environment).toEqual(environments);
  });

  it("install the CLI in the version of the SDK", () => {
    const { version } = JSON.parse(
      readFileSync(join(root, "node_modules", "@pulumi", "pulumi", "package.json"), "utf8"),
    );
    const installed = steps
      .filter(({ step }) => step.uses?.startsWith("pulumi/actions@"))
      .map(({ step }) => step.with);
    expect(installed).toEqual(Array(6).fill({ "pulumi-version": version }));
  });

  it("deploy only from main, dev before prod", () => {
    expect(workflow("deploy.yml").on.push).toEqual({ branches: ["main"] });
    const needs = Object.entries(workflow("deploy.yml").jobs).map(([name, job]) => [
      name,
      (job as { needs?: string }).needs,
    ]);
    expect(needs).toEqual([
      ["check", undefined],
      ["dev", "check"],
      ["prod", "dev"],
    ]);
    const writing = steps.filter(({ step }) =>
      /pulumi (up|destroy|import|state)|pulumi refresh(?!.*--preview-only)/.test(step.run ?? ""),
    );
    expect(writing.map(({ id, step }) => `${id}: ${step.run}`)).toEqual([
      "deploy.yml dev: pulumi up --non-interactive --yes --stack dev --suppress-outputs --suppress-permalink",
      "deploy.yml prod: pulumi up --non-interactive --yes --stack prod --suppress-outputs --suppress-permalink",
    ]);
  });
});

it("are checked, for mistakes and for what an attacker could use, by every pull request", () => {
  const scripts = workflow("pull-request.yml").jobs.check?.steps.map(({ run }) => run) ?? [];
  expect(scripts).toContain(".ci/actionlint\n.ci/zizmor\n");
});

it("a deployment ends with one real request per model and surface", () => {
  const last = Object.entries(workflow("deploy.yml").jobs).map(([name, job]) => [
    name,
    job.steps.at(-1)?.run,
  ]);
  expect(last).toEqual([
    ["check", ".ci/run"],
    ["dev", "node cli/main.js smoke dev --wait 600"],
    ["prod", "node cli/main.js smoke prod --wait 600"],
  ]);
});

describe("the catalogue", () => {
  const { jobs: own } = workflow("catalogue.yml");

  it("is read from Azure, judged by today, and proposed by a job that cannot log in", () => {
    const script = (job: string) => own[job]?.steps.map(({ run = "" }) => run).join("\n") ?? "";
    expect(script("read")).toContain("catalogue refresh >");
    expect(script("read")).toMatch(/cli\/main\.js validate >/);
    expect(script("propose")).toContain("gh pr create");
    expect(script("propose")).not.toContain("cli/main.js");
  });

  it("fails where a stack needs somebody, after the pull request is open", () => {
    expect(own.propose?.steps.at(-1)?.run).toBe('grep -qx good "$RUNNER_TEMP/piece/verdict.txt"');
  });
});

describe("a pull request", () => {
  const { jobs: own } = workflow("pull-request.yml");

  it("from a fork gets neither Azure nor the comment", () => {
    const guarded = Object.entries(own).filter(([, job]) =>
      job.if?.includes("github.event.pull_request.head.repo.full_name == github.repository"),
    );
    expect(guarded.map(([name]) => name)).toEqual(["preview", "publish"]);
  });

  it("never runs its own code with a token that writes", () => {
    const writers = Object.entries(own).filter(([, job]) =>
      Object.entries(job.permissions ?? {}).some(
        ([scope, right]) => right === "write" && scope !== "id-token",
      ),
    );
    expect(writers.map(([name, job]) => [name, job.steps[0]?.with?.ref])).toEqual([
      ["publish", expression("github.event.pull_request.base.sha")],
    ]);
  });

  it("cannot put files or a cache under a job whose token writes", () => {
    const writers = jobs.filter(({ job }) =>
      Object.entries(job.permissions ?? {}).some(
        ([scope, right]) => right === "write" && scope !== "id-token",
      ),
    );
    const ofWriters = writers.flatMap(({ id, job }) => job.steps.map((step) => ({ id, step })));
    const paths = ofWriters.filter(({ step }) => step.uses?.startsWith("actions/download-artifact@"));
    expect(paths.map(({ id, step }) => [id, step.with?.path])).toEqual([
      ["catalogue.yml propose", `${expression("runner.temp")}/piece`],
      ["drift.yml issue", `${expression("runner.temp")}/pieces`],
      ["pull-request.yml publish", `${expression("runner.temp")}/comment`],
    ]);
    const nodes = ofWriters.filter(({ step }) => step.uses?.startsWith("actions/setup-node@"));
    expect(nodes.map(({ step }) => step.with)).toEqual(
      nodes.map(() => ({ "node-version-file": ".node-version", "package-manager-cache": false })),
    );
    expect(nodes.length).toBe(2);
  });

  it("is reported even when something failed", () => {
    expect([own.report?.if, own.publish?.if?.startsWith(expression("!cancelled()").slice(0, -3))]).toEqual([
      expression("!cancelled()"),
      true,
    ]);
  });
});
