import { join, resolve } from "node:path";
import type { FleetCommand } from "../command";

const PROJECT = resolve(__dirname, "../..");

export const command: FleetCommand = (program, exit) => {
  program
    .command("recover")
    .description("make a stack usable again after an update was killed")
    .requiredOption("-s, --stack <name>", "the stack")
    .option("--local", "the stack on the local Azure (see `./fleet pulumi`)")
    .option(
      "--state <folder>",
      "with --local: where state and world are kept (default: $FLEET_STATE, else .fleet)",
    )
    .addHelpText(
      "after",
      `
Releases the lock of the dead update, asks Azure about every resource whose creation was under way, and refreshes the
state. Nothing is changed in Azure; \`pulumi up\` then continues. Where the state is a folder, an update that still runs on this
machine is found and left alone; make sure that none runs elsewhere.
Where the state names no subscription yet, set ARM_SUBSCRIPTION_ID.
Exit code: 0 done, 1 a step failed.`,
    )
    .action(async (options: Options) => exit(await run(options)));
};

interface Options {
  readonly stack: string;
  readonly local?: boolean;
  readonly state?: string;
}

async function run(options: Options): Promise<number> {
  const { EngineError } =
    require("../../local/engine/findEngine") as typeof import("../../local/engine/findEngine");
  const { RecoveryError, recoverStack } =
    require("../../local/engine/recoverStack") as typeof import("../../local/engine/recoverStack");
  try {
    const recovery = options.local
      ? await recoverLocally(options)
      : await recoverStack(await realPulumi(), options.stack, process.env.ARM_SUBSCRIPTION_ID);
    for (const { urn, id } of recovery.kept) console.log(`asked Azure about ${nameOf(urn)}: ${id}`);
    for (const { urn, reason } of recovery.dropped) console.log(`left out ${nameOf(urn)}: ${reason}`);
    for (const line of recovery.refreshed) console.log(`refreshed: ${line}`);
    console.log(`The stack \`${options.stack}\` is ready; \`pulumi up\` continues where it was interrupted.`);
    return 0;
  } catch (error) {
    if (!(error instanceof EngineError) && !(error instanceof RecoveryError)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function realPulumi() {
  const { EngineError, findEngine } =
    require("../../local/engine/findEngine") as typeof import("../../local/engine/findEngine");
  const { runPulumi } =
    require("../../local/engine/runPulumi") as typeof import("../../local/engine/runPulumi");
  const engine = await findEngine();
  if (engine === undefined)
    throw new EngineError("No Pulumi CLI was found. `./fleet engine --help` says where it is looked for.");
  return (args: readonly string[]) => runPulumi(engine, args, { cwd: PROJECT, env: process.env });
}

async function recoverLocally({ stack, state: folder }: Options) {
  const { ensureEngine } =
    require("../../local/engine/ensureEngine") as typeof import("../../local/engine/ensureEngine");
  const { engineEnvironment } =
    require("../../local/engine/environment") as typeof import("../../local/engine/environment");
  const { localStackConfig } =
    require("../../local/azure/localStackConfig") as typeof import("../../local/azure/localStackConfig");
  const { worldFolder } =
    require("../../local/azure/pulumiCommand") as typeof import("../../local/azure/pulumiCommand");
  const { localStacks } =
    require("../../local/azure/namedStack") as typeof import("../../local/azure/namedStack");
  const { RecoveryError, recoverStack, unknownStack } =
    require("../../local/engine/recoverStack") as typeof import("../../local/engine/recoverStack");
  const { makeStateFolder } =
    require("../../local/engine/stateFolder") as typeof import("../../local/engine/stateFolder");
  const { runPulumi } =
    require("../../local/engine/runPulumi") as typeof import("../../local/engine/runPulumi");
  const { readWorldSettings } =
    require("../../local/azure/settings") as typeof import("../../local/azure/settings");
  const { startLocalAzure } =
    require("../../local/azure/startLocalAzure") as typeof import("../../local/azure/startLocalAzure");
  const state = resolve(folder ?? process.env.FLEET_STATE ?? join(PROJECT, ".fleet"));
  // Nothing is made for a name that is misspelt.
  const stacks = localStacks(PROJECT, state);
  if (!stacks.includes(stack)) throw new RecoveryError(unknownStack(stack, stacks));
  makeStateFolder(state);
  const engine = await ensureEngine({ progress: (line) => console.error(`engine: ${line}`) });
  const azure = await startLocalAzure({ dir: worldFolder(state) });
  try {
    const env = { ...engineEnvironment(engine, state), ...azure.env };
    const pulumi = async (args: readonly string[]) => {
      const line = await localStackConfig(
        { project: PROJECT, state, args },
        async (init, cwd) => (await runPulumi(engine, init, { cwd, env })).code,
      );
      return runPulumi(engine, line.args, { cwd: line.cwd, env });
    };
    return await recoverStack(pulumi, stack, readWorldSettings(worldFolder(state)).subscriptionId);
  } finally {
    await azure.stop();
  }
}

const nameOf = (urn: string) => urn.split("::").slice(2).join(" ").replace(/^.*\$/, "");
