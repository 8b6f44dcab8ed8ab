import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Argument } from "commander";
import type { FleetCommand } from "../command";

const root = resolve(__dirname, "../..");

interface Options {
  readonly folder: string;
  readonly port: number;
  readonly serve: boolean;
  readonly tour: boolean;
  readonly set: readonly string[];
}

export const command: FleetCommand = (program, exit) => {
  const { verbOptions } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
  const { port, set } = verbOptions();
  port.description = "of the gateway; where it is taken, the next one";
  set.description = "a setting of the accounts (`./fleet accounts --settings` lists them); repeatable";
  program
    .command("start")
    .description("run a whole fleet on this machine: program, accounts and gateway, without Azure")
    .addArgument(
      new Argument("[file]", "topology file or stack, such as stacks/prod.yaml or prod").default(
        "stacks/dev.yaml",
      ),
    )
    .option("--folder <folder>", "where policies and the local Azure's world are written", ".fleet/start")
    .addOption(port)
    .option("--no-tour", "send no requests before anybody asks for it")
    .option("--no-serve", "only show what would exist, and end")
    .addOption(set)
    .addHelpText(
      "after",
      `
Needs neither an Azure subscription nor the Pulumi CLI. The real program declares
its resources to a local Azure; accounts that answer like Azure OpenAI stand
behind a gateway that executes the policies, and a page shows it live. What is
saved in the file is taken over. Ctrl+C ends everything.

Examples:
  npm start
  ./fleet start stacks/prod.yaml --port 8280
  ./fleet start --no-serve
  ./fleet fault swedencentral refused --for 60     (in another terminal)
Exit code: 0 done, or ended by Ctrl+C; 1 the file has problems or a resource was
refused; 2 wrong usage.`,
    )
    .action(async (file: string, options: Options) => {
      const { stackFile } = require("../plan/stackFile") as typeof import("../plan/stackFile");
      exit(await start(stackFile(file), options));
    });
};

async function start(file: string, options: Options): Promise<0 | 1 | 2> {
  if (!options.serve) return started(file, options, resolve(options.folder));
  const { machineFault } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
  const { claimFolder } =
    require("../../local/running/claimFolder") as typeof import("../../local/running/claimFolder");
  let release = () => {};
  try {
    const claimed = claimFolder(resolve(options.folder));
    release = claimed.release;
    return await started(file, options, claimed.folder);
  } catch (error) {
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    // A file or an address that the system refuses is the person's to mend, and no defect.
    if (code === undefined || syscall === undefined || machineFault(error) !== undefined) throw error;
    process.stderr.write(`It cannot be started: ${message}. Another folder: \`--folder\`.\n`);
    return 1;
  } finally {
    release();
  }
}

async function started(file: string, options: Options, folder: string): Promise<0 | 1 | 2> {
  const { readAccountSettings } =
    require("../accounts/readAccountSettings") as typeof import("../accounts/readAccountSettings");
  const { settings: accountSettings, faults } = readAccountSettings(options.set);
  if (faults.length > 0) {
    process.stderr.write(faults.map((fault) => `${fault}\n`).join(""));
    return 2;
  }
  const say = (text: string) => process.stdout.write(text);
  const began = performance.now();
  say(`aoai-fleet: ${file} against a local Azure in this process\n`);
  const step = (text: string) =>
    say(`  ${((performance.now() - began) / 1000).toFixed(1).padStart(4)} s  ${text}\n`);

  // Loaded now, so that the first line is there at once.
  const { readFleetFile } = require("../start/readFleetFile") as typeof import("../start/readFleetFile");
  const colour = process.stdout.isTTY === true;
  const { fleet, said } = readFleetFile(file, colour, step);
  process.stderr.write(said);
  if (fleet === undefined) {
    process.stderr.write("Nothing was started.\n");
    return 1;
  }
  const { topology, plan, documents } = fleet;
  const { writeFolder } =
    require("../../infra/rendering/policyFiles") as typeof import("../../infra/rendering/policyFiles");
  const policyFolder = join(folder, topology.environment, "policies");
  const written = writeFolder(policyFolder, documents);
  if (written.foreign.length > 0) {
    process.stderr.write(
      `${shown(policyFolder)} holds files that were not generated: ${written.foreign.slice(0, 5).join(", ")}. Name another folder with \`--folder\`.\n`,
    );
    return 1;
  }
  const { declareWorld } = require("../start/declareWorld") as typeof import("../start/declareWorld");
  const worldFolder = join(folder, topology.environment, "world");
  const run = await declareWorld(fleet, worldFolder);
  step(`declared ${run.resources.length} resources`);

  const { briefReport, startReport } = require("../start/report") as typeof import("../start/report");
  const { columns } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
  const { createColors } = require("picocolors") as typeof import("picocolors");
  const style = { width: columns(100), colours: createColors(colour) };
  const report = options.serve ? briefReport : startReport;
  say(
    report(
      {
        topology,
        plan,
        resources: run.resources,
        outputs: run.outputs,
        policyFolder: shown(policyFolder),
        worldFolder: shown(worldFolder),
        pulumi: pulumiUp(topology.environment, file),
      },
      style,
    ),
  );
  for (const { name, message } of run.errors) process.stderr.write(`refused: ${name}: ${message}\n`);
  if (run.errors.length > 0) return 1;
  if (!options.serve) return 0;
  const { interrupted } = require("../interrupted") as typeof import("../interrupted");
  const { serveFleet } = require("../start/serveFleet") as typeof import("../start/serveFleet");
  return serveFleet({
    file,
    fleet,
    policyFolder,
    world: worldFolder,
    notes: join(root, ".fleet", "running"),
    settings: accountSettings,
    port: options.port,
    style,
    colour,
    withTour: options.tour,
    say,
    step,
    interrupted: interrupted(),
  });
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
