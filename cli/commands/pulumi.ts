import { resolve } from "node:path";
import { Option } from "commander";
import type { FleetCommand } from "../command";

const PROJECT = resolve(__dirname, "../..");

export const command: FleetCommand = (program, exit) => {
  // Options after `pulumi …` belong to Pulumi, `--version` and `--help` included.
  program.enablePositionalOptions();
  program
    .command("pulumi")
    .description("run any Pulumi command on the real engine against the local Azure")
    .usage(
      "[--state <folder>] [--purge] [--existing <file>] [--model-… <model>] [--fault <name>] [--where] <pulumi arguments…>",
    )
    .option("--state <folder>", "where state and world are kept (default: $FLEET_STATE, else .fleet)")
    .option("--purge", "first forget what is soft-deleted, so that its names and quota are free again")
    .option(
      "--existing <file>",
      "first put resources into the world that Pulumi does not own (a JSON list as Azure exports it)",
    )
    .addOption(
      repeatable(
        "--model-upgraded <from=to>",
        "first let Azure upgrade deployments, as in gpt-5.4@2026-03-05=gpt-5.5@2026-04-24 (PTU stays)",
      ),
    )
    .addOption(
      repeatable(
        "--model-deprecated <model>",
        "first deprecate a version, as in gpt-5.4@2026-03-05, or in one region: …@swedencentral",
      ),
    )
    .addOption(repeatable("--model-retired <model>", "first retire a version, everywhere or in one region"))
    .addOption(repeatable("--model-available <model>", "first take both back"))
    .option(
      "--new-subscription",
      "first forget which resource providers are registered: none, as on the first day",
    )
    .option("--register-providers", "first register the resource providers that a fleet needs")
    .addOption(
      repeatable(
        "--role <role>",
        "first give whoever runs Pulumi these roles, as in Contributor (else: Owner)",
      ),
    )
    .addOption(
      repeatable(
        "--fault <name>",
        "first let something go wrong: association-link, full-subnet, zone-group; none takes all back",
      ),
    )
    .option("--where", "print the folders and do nothing else")
    .argument("[arguments...]", "what the Pulumi CLI is given")
    .passThroughOptions()
    .allowUnknownOption()
    .addHelpText(
      "after",
      `
Examples:
  ./fleet pulumi up --stack dev          creates the stack the first time
  ./fleet pulumi preview --stack prod --diff
  ./fleet pulumi stack select dev
  ./fleet pulumi destroy
The stack files of the project are read and never written: Pulumi writes copies in the state folder. What a local command
sets there stays until the project's file changes the same key; secrets of the real stacks stay out. Nothing leaves this machine.
Exit code: that of the Pulumi CLI; 1 when it could not be started.`,
    )
    .action(async (args: string[], options: Options) => exit(await run(args, options)));
};

function repeatable(flags: string, description: string): Option {
  return new Option(flags, description)
    .default([], "none")
    .argParser((value: string, earlier: readonly string[]) => [...earlier, value]);
}

interface Options {
  readonly modelUpgraded: readonly string[];
  readonly modelDeprecated: readonly string[];
  readonly modelRetired: readonly string[];
  readonly modelAvailable: readonly string[];
  readonly newSubscription?: boolean;
  readonly registerProviders?: boolean;
  readonly role: readonly string[];
  readonly fault: readonly string[];
  readonly state?: string;
  readonly purge?: boolean;
  readonly existing?: string;
  readonly where?: boolean;
}

async function run(args: readonly string[], options: Options): Promise<number> {
  const { prepareWorld, WorldFileError } =
    require("../../local/azure/prepareWorld") as typeof import("../../local/azure/prepareWorld");
  const { runPulumiCommand, worldFolder } =
    require("../../local/azure/pulumiCommand") as typeof import("../../local/azure/pulumiCommand");
  const { EngineError } =
    require("../../local/engine/findEngine") as typeof import("../../local/engine/findEngine");
  const { LocalCommandError } =
    require("../../local/azure/localCommandError") as typeof import("../../local/azure/localCommandError");
  const state = resolve(options.state ?? process.env.FLEET_STATE ?? resolve(PROJECT, ".fleet"));
  if (options.where) {
    console.log(`state  ${state}\nworld  ${worldFolder(state)}`);
    return 0;
  }
  try {
    const done = prepareWorld(worldFolder(state), {
      purge: options.purge ?? false,
      existing: options.existing,
      models: {
        upgraded: options.modelUpgraded,
        deprecated: options.modelDeprecated,
        retired: options.modelRetired,
        available: options.modelAvailable,
      },
      subscription: {
        isNew: options.newSubscription ?? false,
        registersProviders: options.registerProviders ?? false,
        roles: options.role,
        faults: options.fault,
      },
    });
    for (const line of done) console.error(line);
    if (args.length === 0 && done.length > 0) return 0;
    return await runPulumiCommand({
      project: PROJECT,
      state,
      folder: process.cwd(),
      args,
      env: process.env,
      progress: (line) => console.error(`engine: ${line}`),
    });
  } catch (error) {
    const told = [EngineError, WorldFileError, LocalCommandError];
    if (!told.some((kind) => error instanceof kind)) throw error;
    console.error((error as Error).message);
    return 1;
  }
}
