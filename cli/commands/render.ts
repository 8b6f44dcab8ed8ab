import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { Argument } from "commander";
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
    .option("--golden", "write the approved policies of all stacks to test/golden")
    .option("--check", "with --golden or --out: write nothing, name the files that differ and exit 1")
    .addHelpText(
      "after",
      `
Examples:
  npx fleet render stacks/prod.yaml --out policies-of-prod
  npx fleet render --golden
  npx fleet render --golden --check
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
export function renderReport(
  request: RenderRequest,
  { stacks, goldens, copies, outlines }: RenderPlaces,
): Answer {
  if (request.golden) {
    if (request.file !== undefined || request.out !== undefined)
      return wrongUsage("`--golden` renders all stacks into test/golden: give neither a file nor `--out`.");
    const files = readdirSync(stacks)
      .filter((name) => name.endsWith(".yaml"))
      .sort();
    const answers = [goldens, ...(copies === undefined ? [] : [copies])].flatMap((folder) =>
      files.map((name) =>
        renderOne(
          join(stacks, name),
          (environment) => join(folder, environment),
          request.check,
          request.colour,
          folder === goldens ? outlines : undefined,
        ),
      ),
    );
    return {
      code: answers.some(({ code }) => code !== 0) ? 1 : 0,
      out: answers.map(({ out }) => out).join(""),
      err: answers.map(({ err }) => err).join(""),
    };
  }
  const { file, out } = request;
  if (file === undefined || out === undefined)
    return wrongUsage("Give a topology file and `--out FOLDER`, or `--golden`.");
  return renderOne(file, () => out, request.check, request.colour);
}

function renderOne(
  file: string,
  folderOf: (environment: string) => string,
  check: boolean,
  colour: boolean,
  outlines?: string,
): Answer {
  const { loadFleet } = require("../../infra/loadFleet") as typeof import("../../infra/loadFleet");
  const { planRouting } =
    require("../../infra/routing/planRouting") as typeof import("../../infra/routing/planRouting");
  const { renderPolicies } =
    require("../../infra/rendering/renderPolicies") as typeof import("../../infra/rendering/renderPolicies");
  const { PolicyError } =
    require("../../infra/rendering/check/policyError") as typeof import("../../infra/rendering/check/policyError");
  const { compareFolder, policyFiles, writeFolder } =
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
  let files: ReadonlyMap<string, string>;
  let outlined: string;
  try {
    const plan = planRouting(topology);
    const policies = renderPolicies(topology, plan);
    files = policyFiles(policies);
    outlined = outline(policies, plan);
  } catch (error) {
    // What API Management would refuse, named by its rule: a limit that this topology goes over.
    if (error instanceof PolicyError) return { code: 1, out: "", err: `${shown(file)}: ${error.message}\n` };
    throw error;
  }
  const folder = folderOf(topology.environment);
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
  const outlineFile = outlines === undefined ? undefined : join(outlines, `${topology.environment}.txt`);
  if (outlineFile !== undefined && !check) {
    mkdirSync(dirname(outlineFile), { recursive: true });
    writeFileSync(outlineFile, outlined);
  }
  if (!check)
    return {
      code: 0,
      out: `${name}: ${files.size} policies, ${difference.missing.length} new, ${difference.changed.length} changed, ${difference.stale.length} removed\n`,
      err: "",
    };
  const lines = (["missing", "changed", "stale"] as const).flatMap((kind) =>
    difference[kind].map((path) => `${name}/${path}: ${kind}\n`),
  );
  if (
    outlineFile !== undefined &&
    (!existsSync(outlineFile) || readFileSync(outlineFile, "utf8") !== outlined)
  )
    lines.push(`${shown(outlineFile)}: changed\n`);
  return lines.length === 0
    ? { code: 0, out: `${name}: ${files.size} policies are up to date\n`, err: "" }
    : { code: 1, out: "", err: `${lines.join("")}Run \`npm run golden\` and review the difference.\n` };
}

function wrongUsage(message: string): Answer {
  return { code: 2, out: "", err: `${message} (add --help for the usage)\n` };
}

function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return (short === "" || short.startsWith("..") ? path : short).split("\\").join("/");
}
