import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Argument, InvalidArgumentError, Option } from "commander";
import { today } from "../../infra/today";
import type { Topology } from "../../infra/topology/topology";
import { type Answer, deliver, type FleetCommand } from "../command";
import { refuse, style } from "../plan/request";

const formats = ["text", "md", "json"] as const;

/** What is to be proved, and how it is told. */
export interface ProveRequest {
  readonly file: string;
  /** A topology file to compare with. */
  readonly against?: string;
  /** A name of git: the file as it was then. */
  readonly since?: string;
  readonly model?: string;
  readonly seed: number;
  readonly format: (typeof formats)[number];
  readonly width: number;
  readonly colour: boolean;
  readonly today: string;
  /** Told what is under way. */
  readonly progress: (line: string) => void;
}

export const command: FleetCommand = (program, exit) => {
  program
    .command("prove")
    .description("prove failover before it is deployed: every single failure, under load, in virtual time")
    .addArgument(new Argument("<file>", "topology file or stack, such as stacks/prod.yaml or prod"))
    .option("--model <name>", "only this model, as callers write it")
    .option("--against <file>", "a topology file of before: which promises does the change break?")
    .option("--since <ref>", "the same with a branch, tag or commit of git")
    .addOption(new Option("--format <format>", "how to show it").choices(formats).default("text"))
    .addOption(new Option("--seed <n>", "what chance is drawn from").argParser(wholeNumber).default(1))
    .addHelpText(
      "after",
      `
The program declares the fleet without Azure, the local gateway executes the generated policies, and simulated accounts
admit, refuse, hang and fail. Each consumer asks for all that its limits allow. What must hold then stands under
\`promises\` in the file, with defaults.

Examples:
  ./fleet prove prod
  ./fleet prove prod --model gpt-5.4 --format json
  ./fleet prove prod --since main
Exit code: 0 every promise holds, 1 one is broken or a file has problems, 2 wrong usage.`,
    )
    .action(
      async (
        file: string,
        options: Pick<ProveRequest, "against" | "since" | "model" | "format" | "seed">,
      ) => {
        const { columns } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
        const { stackFile } = require("../plan/stackFile") as typeof import("../plan/stackFile");
        const shows = process.stderr.isTTY === true;
        const answer = await proveReport({
          ...options,
          file: stackFile(file),
          width: columns(100),
          colour: process.stdout.isTTY === true,
          today: today(),
          progress: (line) => {
            if (shows) process.stderr.write(`\r\u001b[2K${line.slice(0, Math.max(20, columns(80) - 1))}`);
          },
        });
        if (shows) process.stderr.write("\r\u001b[2K");
        deliver(answer, exit);
      },
    );
};

function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError("Write a whole number, such as 7.");
  return Number(value);
}

/** Runs the proof; never throws for a mistake in the files. */
export async function proveReport(request: ProveRequest): Promise<Answer> {
  if (request.against !== undefined && request.since !== undefined)
    return refuse(2, "`--against` and `--since` both say what was before: give one.");
  const { loadFleet } = require("../../infra/loadFleet") as typeof import("../../infra/loadFleet");
  const { problemsInFiles } = require("../problems") as typeof import("../problems");
  const loaded = loadFleet(request.file, request.today, "deploy");
  if (!loaded.ok) return refuse(1, `${problemsInFiles(loaded.problems, request.colour)}Nothing is proved.`);
  const topology = loaded.value;
  const unknown = unknownModel(topology, request.model);
  if (unknown !== undefined) return refuse(1, unknown);
  const { fleetBefore } = require("../plan/fleetBefore") as typeof import("../plan/fleetBefore");
  const before = fleetBefore(request);

  if (typeof before === "string") return refuse(1, `${before}Nothing is proved.`);

  const { proofJson, proofMarkdown, proofText, verdictsOf } =
    require("../../local/proof/report") as typeof import("../../local/proof/report");
  const started = performance.now();
  const after = await proofOf(topology, request, "");
  const changed = before === undefined ? undefined : await changeOf(before, topology, after, request);
  const took = `${((performance.now() - started) / 1000).toFixed(0)} s`;
  const isBroken = verdictsOf(after, topology.promises).some(({ state }) => state === "broken");
  const code = isBroken ? 1 : 0;
  if (request.format === "json") {
    const value = { ...proofJson(after, topology), ...(changed === undefined ? {} : { change: changed }) };
    return { code, out: `${JSON.stringify(value, undefined, 2)}\n`, err: "" };
  }
  const { changeMarkdown, changeText } =
    require("../../local/proof/proofChange") as typeof import("../../local/proof/proofChange");
  if (request.format === "md") {
    const told = changed === undefined ? "" : `\n${changeMarkdown(changed, topology.promises)}`;
    return { code, out: `${proofMarkdown(after, topology)}${told}`, err: "" };
  }
  const how = style(request);
  const told = changed === undefined ? "" : changeText(changed, topology.promises, how);
  return { code, out: `${proofText(after, topology, { ...how, took })}${told}`, err: "" };
}

function unknownModel({ models }: Topology, model: string | undefined): string | undefined {
  if (model === undefined || models.some(({ name }) => name === model)) return undefined;
  const { didYouMean } = require("apim-gateway/text") as typeof import("apim-gateway/text");
  const names = models.map(({ name }) => name);
  return `There is no model \`${model}\`.${didYouMean(model, names)} The models are ${names.map((name) => `\`${name}\``).join(", ")}.`;
}

async function proofOf(topology: Topology, { model, seed, progress }: ProveRequest, when: string) {
  const { makeWorldOf } =
    require("../../local/simulation/stackWorld") as typeof import("../../local/simulation/stackWorld");
  const { proveFleet } =
    require("../../local/proof/proveFleet") as typeof import("../../local/proof/proveFleet");
  const folder = mkdtempSync(join(tmpdir(), "fleet-proof-"));
  try {
    progress(`${when}the program declares the fleet`);
    const world = await makeWorldOf(topology, folder);
    return await proveFleet(
      { topology, configuration: world.configuration, key: (consumer) => world.key(consumer) },
      {
        seed,
        ...(model === undefined ? {} : { model }),
        onRun: (run, runs, what) => progress(`${when}${run} of ${runs}: ${what}`),
      },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function changeOf(
  before: Topology,
  after: Topology,
  proof: Awaited<ReturnType<typeof proofOf>>,
  request: ProveRequest,
) {
  const { changeBetween } =
    require("../../local/proof/proofChange") as typeof import("../../local/proof/proofChange");
  const { compareFleets } =
    require("../../infra/review/compareFleets") as typeof import("../../infra/review/compareFleets");
  const { sentence } =
    require("../../infra/routing/report/settings") as typeof import("../../infra/routing/report/settings");
  // The promises of now are asked of the fleet of before: a promise that is new is no fault of the change.
  const old = { ...before, promises: after.promises };
  const was = await proofOf(old, request, "before: ");
  const { settings } = compareFleets(before, after);
  return changeBetween(was, proof, after.promises, settings.map(sentence));
}
