import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type CommandNames, type ServeCommandOptions, serve } from "apim-gateway/cli";
import { accountSettings } from "../../local/accounts/settings";
import { WorldFileError } from "../../local/azure/worldFiles";
import { type RunningAccounts, runAccounts } from "../../local/running/runAccounts";
import { noteRunning } from "../../local/running/runningFile";

const NOTES = resolve(__dirname, "../../.fleet/running");

/** Serves a world's policies with its accounts behind them. @returns the exit code */
export async function gatewayWithAccounts(
  folder: string,
  options: ServeCommandOptions,
  names: CommandNames,
): Promise<number> {
  const refuse = (text: string, code: number) => {
    process.stderr.write(`${text}\n`);
    return code;
  };
  if (options.backends !== undefined)
    return refuse("--accounts and --backends both say who answers: leave one out.", 2);
  if (!existsSync(join(folder, "subscriptions")))
    return refuse(
      `${folder} is no world of a local Azure, so it has no accounts. \`./fleet pulumi up --stack dev --yes\` makes one in .fleet/azure.`,
      1,
    );
  let running: RunningAccounts;
  try {
    running = await runAccounts(folder, accountSettings());
  } catch (error) {
    if (error instanceof WorldFileError) return refuse(error.message, 1);
    throw error;
  }
  mkdirSync(NOTES, { recursive: true });
  const map = join(NOTES, `${process.pid}.accounts.json`);
  writeFileSync(map, JSON.stringify(Object.fromEntries(running.backends)));
  const forget = noteRunning(NOTES, {
    pid: process.pid,
    file: resolve(folder),
    gateway: `http://${options.host}:${options.port}`,
    control: running.control.url,
    token: running.control.token,
    since: Date.now(),
  });
  try {
    return await serve(folder, { ...options, backends: map }, names);
  } finally {
    forget();
    rmSync(map, { force: true });
    await running.close();
  }
}
