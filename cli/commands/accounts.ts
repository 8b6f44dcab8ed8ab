import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { LocalAccount } from "../../local/accounts/declared/localAccount";
import type { FleetCommand } from "../command";

const NOTES = resolve(__dirname, "../../.fleet/running");

interface Options {
  readonly model: string;
  readonly port: number;
  readonly settings: boolean;
  readonly map?: string;
  readonly set: readonly string[];
}

export const command: FleetCommand = (program, exit) => {
  const { verbOptions } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
  const { port, set } = verbOptions();
  port.default(9101).description = "of the first account; the next ones follow";
  set.description = "a setting of the accounts; repeatable";
  program
    .command("accounts")
    .description("accounts that answer like Azure OpenAI, on this machine")
    .argument("[world]", "folder of a local Azure's world; none: one account with one model")
    .option("--model <name>", "without a world: what the account has", "gpt-5.4")
    .addOption(port)
    .option("--map <file>", "write where each account is, for `fleet gateway --backends`")
    .option("--settings", "list what is assumed of accounts, with defaults and sources", false)
    .addOption(set)
    .addHelpText(
      "after",
      `
Chat, completions, responses and embeddings, whole and streamed, on both surfaces;
text is drawn from the request. Deployments admit as Azure's do: PTU by utilization,
PAYG by tokens and requests. \`./fleet fault\` breaks them.

Examples:
  ./fleet accounts                              (a deployment gpt-5.4, any key)
  ./fleet accounts .fleet/azure --map .fleet/accounts.json
  ./fleet gateway .fleet/azure --backends .fleet/accounts.json
Exit code: 0 ended by Ctrl+C, 1 the world cannot be read, 2 wrong usage.`,
    )
    .action(async (world: string | undefined, options: Options) => {
      exit(await serve(world, options));
    });
};

async function serve(world: string | undefined, options: Options): Promise<0 | 1 | 2> {
  const out = (text: string) => process.stdout.write(text);
  const err = (text: string) => process.stderr.write(text);
  if (options.settings) {
    const { settingsText } = require("../accounts/settingsText") as typeof import("../accounts/settingsText");
    const { columns } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
    out(settingsText(columns(100)));
    return 0;
  }
  const { readAccountSettings } =
    require("../accounts/readAccountSettings") as typeof import("../accounts/readAccountSettings");
  const { settings, faults } = readAccountSettings(options.set);
  if (faults.length > 0) {
    err(faults.map((fault) => `${fault}\n`).join(""));
    return 2;
  }
  const { WorldFileError } =
    require("../../local/azure/worldFiles") as typeof import("../../local/azure/worldFiles");
  const { runAccounts } =
    require("../../local/running/runAccounts") as typeof import("../../local/running/runAccounts");
  const { noteRunning } =
    require("../../local/running/runningFile") as typeof import("../../local/running/runningFile");
  if (world !== undefined && !existsSync(join(world, "subscriptions"))) {
    err(
      `${world} is no world of a local Azure. \`./fleet pulumi up --stack dev --yes\` makes one in .fleet/azure.\n`,
    );
    return 1;
  }
  let running: import("../../local/running/runAccounts").RunningAccounts;
  try {
    running = await runAccounts(world ?? [oneAccount(options.model)], { settings, port: options.port });
  } catch (error) {
    if (!(error instanceof WorldFileError)) throw error;
    err(`${error.message}\n`);
    return 1;
  }
  const { control, urls, declared, backends } = running;
  // Before anybody reads that Ctrl+C ends it.
  const { interrupted } = require("../interrupted") as typeof import("../interrupted");
  const ended = interrupted();
  const forget = noteRunning(NOTES, {
    pid: process.pid,
    file: resolve(world ?? "."),
    gateway: [...urls.values()][0] ?? "",
    control: control.url,
    token: control.token,
    since: Date.now(),
  });
  try {
    for (const { subdomain, region, deployments, takesKeys } of declared()) {
      const url = urls.get(subdomain) as string;
      out(`${url}  ${subdomain}, ${region}${takesKeys ? ", any key opens it" : ""}\n`);
      out(deployments.map(({ name }) => `${" ".repeat(url.length)}  ${name}\n`).join(""));
    }
    if (options.map !== undefined) {
      writeFileSync(options.map, `${JSON.stringify(Object.fromEntries(backends), undefined, 2)}\n`);
      out(`\n./fleet gateway ${world ?? "FOLDER"} --backends ${options.map}\n`);
    }
    out("\n`./fleet fault` breaks them, in another terminal. Ctrl+C ends it.\n");
    await ended;
  } finally {
    forget();
    await running.close();
  }
  return 0;
}

/** For who develops an application, and has no topology. */
const oneAccount = (model: string): LocalAccount => ({
  subdomain: "local",
  region: "local",
  takesKeys: true,
  reachable: true,
  deployments: [{ name: model, model, version: "", tier: "payg", capacity: 1000 }],
});
