import { type ServedFolder, serveFolder } from "apim-gateway";
import { atFreePort } from "../accounts/serve/freePort";
import { type RunAccountsOptions, type RunningAccounts, runAccounts } from "./runAccounts";

export interface RunFleetOptions extends Omit<RunAccountsOptions, "port"> {
  /** Of the gateway; the next one is taken where it is taken. @default any that is free */
  readonly port?: number;
  /** Of the first account. @default any that are free */
  readonly accountPort?: number;
}

/** A fleet on this machine: its accounts answer, its gateway executes its policies. */
export interface RunningFleet extends RunningAccounts {
  readonly gateway: ServedFolder;
}

/**
 * Runs what a world declares.
 *
 * @param folder of the world
 * @throws ConfigurationError when the gateway cannot use the folder; Error when no address can be listened on
 */
export async function runFleet(
  folder: string,
  { port = 0, accountPort = 0, ...options }: RunFleetOptions,
): Promise<RunningFleet> {
  const accounts = await runAccounts(folder, { ...options, port: accountPort });
  try {
    const gateway = await atFreePort(port, (free) =>
      serveFolder(folder, { port: free, backends: accounts.backends }),
    );
    const close = async () => {
      await gateway.close(1000);
      await accounts.close();
    };
    return { ...accounts, gateway, close };
  } catch (error) {
    await accounts.close();
    throw error;
  }
}
