import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Argument } from "commander";
import type { Files } from "../../infra/rendering/sharedFiles";
import { type Answer, deliver, type FleetCommand } from "../command";

const root = resolve(__dirname, "../..");

/** What the command was asked for. */
export interface RenderRequest {
  /** A topology file; `undefined` with `golden`. */
  readonly file: string | undefined;
  readonly out: string | undefined;
  readonly golden: boolean;
  readonly check: boolean;
  readonly colour: boolean;
}

/** Where stacks and goldens are; another folder in tests. */
export interface RenderPlaces {
  readonly stacks: string;
  readonly goldens: string;
  /** Where they are written and compared a second time, for the tests of the gateway. @default nowhere */
  readonly copies?: string;
  /** Where the outline of each stack is written and compared. @default nowhere */
  readonly outlines?: string;
}

const places: RenderPlaces = {
  stacks: join(root, "stacks"),
  goldens: join(root, "test", "golden"),
  copies: join(root, "packages/apim-gateway/test/fixtures/fleet"),
  outlines: join(root, "test/rendering/outlines"),
};

export const command: FleetCommand = (program, exit) => {
  program
    .command("render")
    .description("write the API Management policies of a topology file as XML")
    .addArgument(new Argument("[file]", "topology file, such as stacks/prod.yaml"))
    .option("--out <folder>", "where to write; generated files of an earlier run are replaced")
    .option(
      "--golden",
      "write the approved policies of all stacks to test/golden, what they have in common once",
    )
    .option("--check", "with --golden or --out: write nothing, name the files that differ and exit 1")
    .addHelpText(
      "after",
      `
Examples:
  ./fleet render stacks/prod.yaml --out policies-of-prod
  ./fleet render --golden
  ./fleet render --golden --check
Exit code: 0 done, 1 a file has problems or differs, 2 wrong usage.`,
    )
    .action((file: string | undefined, options: { out?: string; golden?: boolean; check?: boolean }) => {
      const answer = renderReport(
        {
          file,
          out: options.out,
          golden: options.golden === true,
          check: options.check === true,
          colour: process.stderr.isTTY === true,
        },
        places,
      );
      deliver(answer, exit);
    });
};

/** Renders and writes; never throws for a mistake in a file. */
export function renderReport(request: RenderRequest, places: RenderPlaces): Answer {
  const { file, out, golden, colour } = request;
  if (golden) {
    if (file !== undefined || out !== undefined)
      return wrongUsage("`--golden` renders all stacks into test/golden: give neither a file nor `--out`.");
    return renderGoldens(request, places);
  }
  if (file === undefined || out === undefined)
    return wrongUsage("Give a topology file and `--out FOLDER`, or `--golden`.");
  const stack = renderStack(file, colour);
  return "code" in stack ? stack : keepFolder(out, stack.files, request.check);
}

/** All stacks; where one has problems nothing is written, because what they share is not known. */
function renderGoldens(
  { check, colour }: RenderRequest,
  { stacks, goldens, copies, outlines }: RenderPlaces,
): Answer {
  const { shareFiles } =
    require("../../infra/rendering/sharedFiles") as typeof import("../../infra/rendering/sharedFiles");
  const rendered = readdirSync(stacks)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => renderStack(join(stacks, name), colour));
  const failed = rendered.flatMap((stack) => ("code" in stack ? [stack] : []));
  if (failed.length > 0) return together(failed);
  const whole = rendered.flatMap((stack) => ("code" in stack ? [] : [stack]));
  const byStack = new Map(whole.map(({ environment, files }) => [environment, files]));
  const keep = (folder: string, parts: ReadonlyMap<string, Files>) =>
    [...parts].map(([name, files]) => keepFolder(join(folder, name), files, check));
  return together([
    ...keep(goldens, shareFiles(byStack)),
    ...(copies === undefined ? [] : keep(copies, byStack)),
    ...(outlines === undefined ? [] : whole.map((stack) => keepOutline(outlines, stack, check))),
  ]);
}

function together(answers: readonly Answer[]): Answer {
  const err = answers.map((answer) => answer.err).join("");
  return {
    code: answers.some(({ code }) => code !== 0) ? 1 : 0,
    out: answers.map(({ out }) => out).join(""),
    err: err.replaceAll(REVIEW, "") + (err.includes(REVIEW) ? REVIEW : ""),
  };
}

const REVIEW = "Run `npm run golden` and review the difference.\n";

interface RenderedStack {
  readonly environment: string;
  readonly files: Files;
  readonly outlined: string;
}

function renderStack(file: string, colour: boolean): RenderedStack | Answer {
  const { loadFleet } = require("../../infra/loadFleet") as typeof import("../../infra/loadFleet");
  const { planRouting } =
    require("../../infra/routing/planRouting") as typeof import("../../infra/routing/planRouting");
  const { renderPolicies } =
    require("../../infra/rendering/renderPolicies") as typeof import("../../infra/rendering/renderPolicies");
  const { PolicyError } =
    require("../../infra/rendering/check/policyError") as typeof import("../../infra/rendering/check/policyError");
  const { policyFiles } =
    require("../../infra/rendering/policyFiles") as typeof import("../../infra/rendering/policyFiles");
  const { outline } =
    require("../../infra/rendering/outline") as typeof import("../../infra/rendering/outline");
  const { today } = require("../../infra/today") as typeof import("../../infra/today");
  const checked = loadFleet(file, today(), "deploy");
  if (!checked.ok) {
    const { problemsInFiles } = require("../problems") as typeof import("../problems");
    return { code: 1, out: "", err: `${problemsInFiles(checked.problems, colour)}Nothing was rendered.\n` };
  }
  const topology = checked.value;
  try {
    const plan = planRouting(topology);
    const policies = renderPolicies(topology, plan);
    return {
      environment: topology.environment,
      files: policyFiles(policies),
      outlined: outline(policies, plan),
    };
  } catch (error) {
    // What API Management would refuse, named by its rule: a limit that this topology goes over.
    if (error instanceof PolicyError) return { code: 1, out: "", err: `${shown(file)}: ${error.message}\n` };
    throw error;
  }
}

/** Writes a folder's files, or with `check` says which differ. */
function keepFolder(folder: string, files: Files, check: boolean): Answer {
  const { compareFolder, writeFolder } =
    require("../../infra/rendering/policyFiles") as typeof import("../../infra/rendering/policyFiles");
  const name = shown(folder);
  let difference: import("../../infra/rendering/policyFiles").FolderDifference;
  try {
    difference = check ? compareFolder(folder, files) : writeFolder(folder, files);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return {
      code: 1,
      out: "",
      err: `${name} cannot be ${check ? "read" : "written"}: ${code}. Name a folder of your own.\n`,
    };
  }
  if (difference.foreign.length > 0)
    return {
      code: 1,
      out: "",
      err: `${name} holds files that were not generated: ${difference.foreign.slice(0, 5).join(", ")}. Nothing was ${check ? "compared" : "written"}; choose an empty folder.\n`,
    };
  if (!check)
    return {
      code: 0,
      out: `${name}: ${files.size} policies, ${difference.missing.length} new, ${difference.changed.length} changed, ${difference.stale.length} removed\n`,
      err: "",
    };
  const lines = (["missing", "changed", "stale"] as const).flatMap((kind) =>
    difference[kind].map((path) => `${name}/${path}: ${kind}\n`),
  );
  return lines.length === 0
    ? { code: 0, out: `${name}: ${files.size} policies are up to date\n`, err: "" }
    : { code: 1, out: "", err: `${lines.join("")}${REVIEW}` };
}

function keepOutline(folder: string, { environment, outlined }: RenderedStack, check: boolean): Answer {
  const file = join(folder, `${environment}.txt`);
  if (!check) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, outlined);
  } else if (!existsSync(file) || readFileSync(file, "utf8") !== outlined)
    return { code: 1, out: "", err: `${shown(file)}: changed\n${REVIEW}` };
  return { code: 0, out: "", err: "" };
}

function wrongUsage(message: string): Answer {
  return { code: 2, out: "", err: `${message} (add --help for the usage)\n` };
}

function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return (short === "" || short.startsWith("..") ? path : short).split("\\").join("/");
}
