import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import type { LineLink } from "../../infra/routing/report/settings";
import { today } from "../../infra/today";
import type { FleetCommand } from "../command";
import type { DriftPiece } from "../comment/drift";
import type { GitHub } from "../comment/publish";

interface CommentOptions {
  readonly baseDir?: string;
  readonly headDir: string;
  readonly preview: ReadonlyMap<string, string>;
  readonly previewText: ReadonlyMap<string, string>;
  readonly previewDir?: string;
  readonly tests?: string;
  readonly outcome: ReadonlyMap<string, string>;
  readonly changed?: boolean;
  readonly drift?: boolean;
  readonly out?: string;
  readonly post?: string;
  readonly pullRequest?: number;
  readonly issue?: boolean;
}

export const command: FleetCommand = (program, exit) => {
  program
    .command("comment")
    .description("write what a reviewer of a pull request must know, or what drifted")
    .option("--base-dir <folder>", "checkout before the change")
    .option("--head-dir <folder>", "checkout after the change", ".")
    .addOption(
      pairs("--preview <environment=file>", "output of `pulumi preview --json`; repeat per environment"),
    )
    .addOption(
      pairs("--preview-text <environment=file>", "output of `pulumi preview --diff`; repeat per environment"),
    )
    .option(
      "--preview-dir <folder>",
      "both, as <environment>.json and <environment>.txt, and what `prove --format md` printed, as <environment>.md",
    )
    .option("--tests <file>", "what .ci/run printed")
    .addOption(pairs("--outcome <name=result>", "how another check ended; repeat per check"))
    .option("--changed", "print the environments that a change touches as a JSON list, and nothing else")
    .option("--drift", "write the drift issue from the previews instead")
    .option("--out <file>", "write to this file instead of the terminal")
    .addOption(new Option("--post <file>", "send a text that was written before to GitHub"))
    .addOption(
      new Option("--pull-request <number>", "with --post: the pull request to comment on").argParser(number),
    )
    .option("--issue", "with --drift: open, update or close the one drift issue")
    .addHelpText(
      "after",
      `
Examples:
  ./fleet comment --base-dir ../base --changed
  ./fleet comment --base-dir ../base --preview dev=dev.json --preview-text dev=dev.txt --tests ci.txt --out comment.md
  ./fleet comment --post comment.md --pull-request 12
  ./fleet comment --drift --preview-dir previews --issue
--post and --issue read GITHUB_TOKEN, GITHUB_REPOSITORY and GITHUB_API_URL, as workflows have them.
Exit code: 0 written (whatever the verdict is), 1 GitHub refused, 2 wrong usage.`,
    )
    .action(async (options: CommentOptions) => {
      const answer = await comment(options, environmentOf(process.env), (text) => process.stdout.write(text));
      if (answer.error !== undefined) process.stderr.write(`${answer.error}\n`);
      exit(answer.code);
    });
};

function pairs(flags: string, description: string): Option {
  return new Option(flags, description)
    .default(new Map<string, string>(), "none")
    .argParser((value: string, earlier: Map<string, string>) => {
      const [, key, rest] = /^([^=]+)=(.+)$/.exec(value) ?? [];
      if (key === undefined || rest === undefined)
        throw new InvalidArgumentError("Write it as `name=value`.");
      return new Map(earlier).set(key, rest);
    });
}

function number(value: string): number {
  if (!/^[1-9]\d{0,9}$/.test(value)) throw new InvalidArgumentError("A pull request has a whole number.");
  return Number(value);
}

/** What the command needs to know of the workflow that runs it. */
export interface Workflow {
  readonly repository: string | undefined;
  readonly github: GitHub | undefined;
  /** The day of the run, `2026-11-30`. */
  readonly today: string;
  /** Where a line of a file is in the web. */
  readonly link?: LineLink;
}

function environmentOf(env: NodeJS.ProcessEnv): Workflow {
  const { connect } = require("../comment/publish") as typeof import("../comment/publish");
  const { GITHUB_TOKEN: token, GITHUB_API_URL: apiUrl, GITHUB_REPOSITORY: repository } = env;
  const complete = token !== undefined && token !== "" && apiUrl !== undefined;
  const link = linkOf(env);
  return {
    ...(link === undefined ? {} : { link }),
    today: today(env),
    repository,
    github: complete ? connect(fetch, apiUrl, token) : undefined,
  };
}

/** Addresses of lines at the commit that the workflow checked out; elsewhere there are none. */
export function linkOf(env: NodeJS.ProcessEnv): LineLink | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: commit } = env;
  if (!server || !repository || !commit) return undefined;
  return ({ file, line }) =>
    `${server}/${repository}/blob/${commit}/${file.split("/").map(encodeURIComponent).join("/")}#L${line}`;
}

interface Done {
  readonly code: 0 | 1 | 2;
  readonly error?: string;
}

/** Does one of the four things that the command can do. */
export async function comment(
  options: CommentOptions,
  workflow: Workflow,
  print: (text: string) => void,
): Promise<Done> {
  const write = (text: string) =>
    options.out === undefined ? print(text) : writeFileSync(options.out, text);
  if (options.post !== undefined) return post(options.post, options.pullRequest, workflow, print);
  if (options.drift) return drift(options, workflow, write, print);
  if (options.baseDir === undefined)
    return { code: 2, error: "Say with `--base-dir` where the project was checked out before the change." };
  if (options.changed) {
    const { changedEnvironments } = require("../comment/folders") as typeof import("../comment/folders");
    write(`${JSON.stringify(changedEnvironments(options.baseDir, options.headDir))}\n`);
    return { code: 0 };
  }
  const { gather } = require("../comment/gather") as typeof import("../comment/gather");
  const { pullRequestComment } = require("../comment/pullRequest") as typeof import("../comment/pullRequest");
  const { environmentsOf } = require("../comment/folders") as typeof import("../comment/folders");
  const { headDir, baseDir } = options;
  const pieces = gather({
    baseDir,
    headDir,
    ...previewFiles(options, environmentsOf(baseDir, headDir)),
    tests: options.tests,
    outcomes: [...options.outcome].map(([name, result]) => ({ name, result })),
    today: workflow.today,
    ...(workflow.link === undefined ? {} : { link: workflow.link }),
  });
  write(pullRequestComment(pieces));
  return { code: 0 };
}

/** The files that were named, and for every other environment those of the folder, whether they are there or not. */
function previewFiles({ preview, previewText, previewDir }: CommentOptions, environments: readonly string[]) {
  const inFolder = (extension: string) =>
    new Map(
      previewDir === undefined
        ? []
        : environments.map((name) => [name, join(previewDir, `${name}.${extension}`)]),
    );
  return {
    previews: new Map([...inFolder("json"), ...preview]),
    previewTexts: new Map([...inFolder("txt"), ...previewText]),
    proofs: inFolder("md"),
  };
}

const NO_GITHUB: Done = {
  code: 2,
  error: "GITHUB_TOKEN, GITHUB_API_URL and GITHUB_REPOSITORY must be set to write to GitHub.",
};

async function post(
  file: string,
  pullRequest: number | undefined,
  { github, repository }: Workflow,
  print: (text: string) => void,
): Promise<Done> {
  if (pullRequest === undefined) return { code: 2, error: "Say with `--pull-request` where to post." };
  if (github === undefined || repository === undefined) return NO_GITHUB;
  const { publishComment } = require("../comment/publish") as typeof import("../comment/publish");
  const { PULL_REQUEST_MARKER } =
    require("../comment/pullRequest") as typeof import("../comment/pullRequest");
  const { compose } = require("../comment/compose") as typeof import("../comment/compose");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    return { code: 2, error: `\`${file}\` cannot be read (${(error as NodeJS.ErrnoException).code}).` };
  }
  const body = compose([
    {
      kind: "must",
      text: (text.startsWith(PULL_REQUEST_MARKER) ? text : `${PULL_REQUEST_MARKER}\n${text}`).trimEnd(),
    },
  ]);
  return sent(async () =>
    print(
      `The comment was ${await publishComment(github, repository, pullRequest, PULL_REQUEST_MARKER, body)}.\n`,
    ),
  );
}

async function drift(
  options: CommentOptions,
  { github, repository }: Workflow,
  write: (text: string) => void,
  print: (text: string) => void,
): Promise<Done> {
  const { previewOf } = require("../comment/gather") as typeof import("../comment/gather");
  const { DRIFT_MARKER, driftLine, driftReport } =
    require("../comment/drift") as typeof import("../comment/drift");
  const { environmentsOf } = require("../comment/folders") as typeof import("../comment/folders");
  const { headDir } = options;
  const { previews } = previewFiles(options, environmentsOf(headDir, headDir));
  const pieces: DriftPiece[] = [...previews].map(([name, file]) => ({
    name,
    preview: previewOf(file),
    next: previewOf(file.replace(/\.json$/, ".next.json")),
  }));
  const report = driftReport(pieces);
  if (!options.issue) {
    write(report.body);
    return { code: 0 };
  }
  if (github === undefined || repository === undefined) return NO_GITHUB;
  const { publishIssue } = require("../comment/publish") as typeof import("../comment/publish");
  const wanted = {
    marker: DRIFT_MARKER,
    title: report.title,
    body: report.body,
    open: report.drift !== "none",
  };
  return sent(async () =>
    print(`${driftLine(pieces, report)} Issue: ${await publishIssue(github, repository, wanted)}.\n`),
  );
}

async function sent(action: () => Promise<void>): Promise<Done> {
  const { PublishError } = require("../comment/publish") as typeof import("../comment/publish");
  try {
    await action();
    return { code: 0 };
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    return { code: 1, error: error.message };
  }
}
