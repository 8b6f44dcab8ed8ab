import { type ServedFolder, serveFolder, type Trace } from "apim-gateway";
import { atFreePort } from "../freePort";
import { type RunAccountsOptions, type RunningAccounts, runAccounts } from "./runAccounts";
import { type PageOf, ShownPage } from "./shownPage";

export interface RunFleetOptions extends Omit<RunAccountsOptions, "port"> {
  /** Of the gateway; the next one is taken where it is taken. @default any that is free */
  readonly port?: number;
  /** Of the first account. @default any that are free */
  readonly accountPort?: number;
  /** What a page shows of it. @default there is no page */
  readonly page?: PageOf;
  /** Told of each request that the gateway answered. */
  readonly onRequest?: (trace: Trace) => void;
}

/** A fleet on this machine: its accounts answer, its gateway executes its policies. */
export interface RunningFleet extends RunningAccounts {
  readonly gateway: ServedFolder;
  /** The world declares another fleet: its new accounts are served, and the page shows it. */
  change(page: PageOf): Promise<void>;
}

/**
 * Runs what a world declares.
 *
 * @param folder of the world
 * @throws ConfigurationError when the gateway cannot use the folder; Error when no address can be listened on
 */
export async function runFleet(
  folder: string,
  { port = 0, accountPort = 0, page, onCall, onRequest, ...options }: RunFleetOptions,
): Promise<RunningFleet> {
  const shown = page === undefined ? undefined : new ShownPage(page);
  const accounts = await runAccounts(folder, {
    ...options,
    port: accountPort,
    onCall(called) {
      shown?.called(called);
      onCall?.(called);
    },
  });
  const watching = {
    ...(shown === undefined ? {} : { onMetric: shown.measured }),
    ...(shown === undefined && onRequest === undefined
      ? {}
      : {
          onRequest(trace: Trace) {
            shown?.requested(trace);
            onRequest?.(trace);
          },
        }),
  };
  try {
    const gateway = await atFreePort(port, (free) =>
      serveFolder(folder, { port: free, backends: accounts.backends, ...watching }),
    );
    shown?.show(accounts, gateway);
    const change = async (next: PageOf) => {
      await accounts.refresh();
      shown?.change(next);
    };
    const close = async () => {
      shown?.end();
      await gateway.close(1000);
      await accounts.close();
    };
    return { ...accounts, gateway, change, close };
  } catch (error) {
    await accounts.close();
    throw error;
  }
}
