import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { didYouMean } from "apim-gateway/text";
import { listed } from "../../infra/topology/describe";
import { runsProgram } from "./descendants";
import { changes, operationsOf } from "./events";
import { findLiveUpdate } from "./liveUpdate";
import { mendFileBackend } from "./mendFileBackend";
import { type Completed, completePendingCreates, type StateDeployment } from "./pendingCreates";
import type { PulumiRun } from "./runPulumi";

export interface Recovery {
  readonly kept: Completed["kept"];
  readonly dropped: Completed["dropped"];
  /** What the refresh has changed in the state, as lines. */
  readonly refreshed: readonly string[];
}

/** A command of the recovery failed; its own words are in the message. */
export class RecoveryError extends Error {
  override readonly name = "RecoveryError";
}

/**
 * Makes a stack usable again whose update was killed: releases the lock that the dead process holds, mends what it has
 * half-written (see {@link mendFileBackend}), settles the creations that it left open (see
 * {@link completePendingCreates}) and refreshes the state. It changes nothing in Azure; the next `pulumi up` continues.
 * On a healthy stack it is a refresh. Refused for a stack that is not there, and while an update of it runs on this
 * machine (see {@link findLiveUpdate}).
 *
 * @param pulumi runs one Pulumi command, without `--stack`
 * @throws RecoveryError naming the command that failed
 */
export async function recoverStack(
  pulumi: (args: readonly string[]) => Promise<PulumiRun>,
  stack: string,
  subscriptionId?: string,
): Promise<Recovery> {
  const run = async (...args: string[]) => {
    const general = args[0] === "whoami" || args[1] === "ls";
    const result = await pulumi(general ? args : [...args, "--stack", stack]);
    if (result.code === 0) return result;
    const words = (result.stderr.trim() || result.stdout.trim()).split("\n").slice(-20).join("\n");
    throw new RecoveryError(
      `\`pulumi ${args[0]} ${args[1] ?? ""}\` failed with exit code ${result.code}:\n${words}`,
    );
  };
  const { url } = JSON.parse((await run("whoami", "--json")).stdout) as { url?: string };
  const live = findLiveUpdate(url ?? "", stack, (pid) => runsProgram(pid, "pulumi"));
  if (live !== undefined)
    throw new RecoveryError(
      `An update of the stack \`${stack}\` is running: process ${live.pid} of this machine, since ${live.since}. Nothing was done. Wait for it, or end it with Ctrl-C (\`kill -INT ${live.pid}\`), and look again.`,
    );
  // Before the list: the CLI reads every stack's files for it, and a half-written one ends it.
  mendFileBackend(url ?? "", stack);
  const stacks = JSON.parse((await run("stack", "ls", "--json")).stdout) as { readonly name: string }[];
  const names = stacks.map(({ name }) => name.split("/").at(-1) as string).sort();
  if (!names.includes(stack.split("/").at(-1) as string)) throw new RecoveryError(unknownStack(stack, names));
  await run("cancel", "--yes");
  const exported = JSON.parse((await run("stack", "export")).stdout) as { deployment: StateDeployment };
  const { deployment, kept, dropped } = completePendingCreates(exported.deployment, subscriptionId);
  if (exported.deployment.pending_operations?.length) await importState(run, { ...exported, deployment });
  const refresh = await run("refresh", "--yes", "--skip-preview");
  return { kept, dropped, refreshed: changes(operationsOf(refresh.events)) };
}

/** What is said of a stack that is not there: it never came to be, or its name is misspelt. */
export function unknownStack(stack: string, names: readonly string[]): string {
  const those = names.length === 0 ? "has no stacks" : `has ${listed(names)}`;
  return `There is no stack \`${stack}\`, so there is nothing to recover; nothing was done. The state ${those}.${didYouMean(stack, names)} \`pulumi up\` can begin.`;
}

async function importState(run: (...args: string[]) => Promise<PulumiRun>, state: object): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-recover-"));
  try {
    const file = path.join(folder, "state.json");
    fs.writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
    await run("stack", "import", "--file", file);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
