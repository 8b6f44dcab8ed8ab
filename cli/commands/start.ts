import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Argument } from "commander";
import type { FleetCommand } from "../command";

const root = resolve(__dirname, "../..");

export const command: FleetCommand = (program, exit) => {
  program
    .command("start")
    .description("run the real program against a local Azure in this process and show what would exist")
    .addArgument(new Argument("[file]", "topology file").default("stacks/dev.yaml"))
    .option("--folder <folder>", "where policies and the local Azure's world are written", ".fleet/start")
    .addHelpText(
      "after",
      `
Needs neither an Azure subscription nor the Pulumi CLI. The world is made anew each time.

Examples:
  npm start
  npx fleet start stacks/prod.yaml
Exit code: 0 done, 1 the file has problems or a resource was refused, 2 wrong usage.`,
    )
    .action(async (file: string, { folder }: { folder: string }) => {
      exit(await start(file, resolve(folder)));
    });
};

async function start(file: string, folder: string): Promise<0 | 1> {
  const say = (text: string) => process.stdout.write(text);
  const began = performance.now();
  say(`aoai-fleet: ${file} against a local Azure in this process\n`);
  const step = (text: string) =>
    say(`  ${((performance.now() - began) / 1000).toFixed(1).padStart(4)} s  ${text}\n`);

  // Loaded step by step, so that the first lines are there at once.
  const { loadFleet } = require("../../infra/loadFleet") as typeof import("../../infra/loadFleet");
  const { problemsInFiles } = require("../problems") as typeof import("../problems");
  const colour = process.stdout.isTTY === true;
  const { today } = require("../../infra/today") as typeof import("../../infra/today");
  const checked = loadFleet(file, today(), "deploy");
  const problems = checked.ok ? checked.warnings : checked.problems;
  process.stderr.write(problemsInFiles(problems, colour));
  if (!checked.ok) {
    process.stderr.write("Nothing was started.\n");
    return 1;
  }
  const topology = checked.value;
  step("validated the topology");

  const { planRouting } =
    require("../../infra/routing/planRouting") as typeof import("../../infra/routing/planRouting");
  const plan = planRouting(topology);
  step("planned the routing");

  const { renderPolicies } =
    require("../../infra/rendering/renderPolicies") as typeof import("../../infra/rendering/renderPolicies");
  const { policyFiles, writeFolder } =
    require("../../infra/rendering/policyFiles") as typeof import("../../infra/rendering/policyFiles");
  const { PolicyError } =
    require("../../infra/rendering/check/policyError") as typeof import("../../infra/rendering/check/policyError");
  let policies: import("../../infra/rendering/policies").RenderedPolicies;
  try {
    policies = renderPolicies(topology, plan);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    process.stderr.write(`${file}: ${error.message}\nNothing was started.\n`);
    return 1;
  }
  const policyFolder = join(folder, topology.environment, "policies");
  const written = writeFolder(policyFolder, policyFiles(policies));
  if (written.foreign.length > 0) {
    process.stderr.write(
      `${shown(policyFolder)} holds files that were not generated: ${written.foreign.slice(0, 5).join(", ")}. Name another folder with \`--folder\`.\n`,
    );
    return 1;
  }
  step(`rendered ${policyFiles(policies).size} policies`);

  const { runInProcess } =
    require("../../local/azure/inProcess") as typeof import("../../local/azure/inProcess");
  const { FolderWorld } =
    require("../../local/azure/folderWorld") as typeof import("../../local/azure/folderWorld");
  const { seedWorld } =
    require("../../local/azure/seedWorld") as typeof import("../../local/azure/seedWorld");
  const { worldSettings } =
    require("../../local/azure/settings") as typeof import("../../local/azure/settings");
  const { adopted } = require("../start/adopted") as typeof import("../start/adopted");
  const { declareFleet } = require("../../infra/fleet") as typeof import("../../infra/fleet");
  const { tuneEngine } = require("../../infra/engineTuning") as typeof import("../../infra/engineTuning");
  const worldFolder = join(folder, topology.environment, "world");
  rmSync(worldFolder, { recursive: true, force: true });
  const world = FolderWorld.open(worldFolder);
  const settings = worldSettings();
  seedWorld(world, settings, adopted(topology, settings.subscriptionId));
  const run = await runInProcess(
    () => {
      tuneEngine();
      return declareFleet(topology, plan, policies);
    },
    world,
    { project: "aoai-fleet", stack: topology.environment },
  );
  step(`declared ${run.resources.length} resources`);

  const { startReport } = require("../start/report") as typeof import("../start/report");
  const { columns } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
  const { createColors } = require("picocolors") as typeof import("picocolors");
  say(
    startReport(
      {
        topology,
        plan,
        resources: run.resources,
        outputs: run.outputs,
        policyFolder: shown(policyFolder),
        worldFolder: shown(worldFolder),
        pulumi: pulumiUp(topology.environment, file),
      },
      { width: columns(100), colours: createColors(colour) },
    ),
  );
  for (const { name, message } of run.errors) process.stderr.write(`refused: ${name}: ${message}\n`);
  return run.errors.length === 0 ? 0 : 1;
}

/** A stack whose settings do not name this very file is told to. */
function pulumiUp(stack: string, file: string): string[] {
  const { load } = require("js-yaml") as typeof import("js-yaml");
  const settings = join(root, `Pulumi.${stack}.yaml`);
  const text = existsSync(settings) ? readFileSync(settings, "utf8") : "{}";
  const { config } = load(text) as { config?: Record<string, unknown> };
  const named = config?.["aoai-fleet:topology"];
  const up = ["up", "--stack", stack];
  if (typeof named === "string" && resolve(root, named) === resolve(file)) return up;
  const within = relative(root, resolve(file));
  return [...up, "--config", `aoai-fleet:topology=${within.startsWith("..") ? resolve(file) : within}`];
}

function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") || relative(root, path).startsWith("..") ? path : short;
}
