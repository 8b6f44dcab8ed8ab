import { type ServedFolder, type ServeFolderOptions, serveFolder } from "apim-gateway";
import { atFreePort } from "../freePort";
import { loadRoutes } from "../load/loadRoutes";
import { LoadRunner, type LoadSource } from "../load/loadRunner";
import { FleetSeen } from "../page/fleetSeen";
import { LivePage } from "../page/livePage";
import type { FleetShape } from "../page/pageEvents";
import { pageRoutes } from "../page/pageRoutes";
import { requestPath } from "../page/requestPath";
import { places } from "./faultRoutes";
import { type RunAccountsOptions, type RunningAccounts, runAccounts } from "./runAccounts";

export interface RunFleetOptions extends Omit<RunAccountsOptions, "port"> {
  /** Of the gateway; the next one is taken where it is taken. @default any that is free */
  readonly port?: number;
  /** Of the first account. @default any that are free */
  readonly accountPort?: number;
  /** What a page shows of it. @default there is no page */
  readonly page?: PageOf;
}

/** What a page must know that a world does not tell. */
export interface PageOf {
  readonly shape: FleetShape;
  /** Rendered policies by name. */
  readonly policies: ReadonlyMap<string, string>;
  /** For whom its buttons send load. */
  readonly load: LoadSource;
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
  { port = 0, accountPort = 0, page, onCall, ...options }: RunFleetOptions,
): Promise<RunningFleet> {
  const seen = page === undefined ? undefined : new FleetSeen(page.shape);
  const accounts = await runAccounts(folder, {
    ...options,
    port: accountPort,
    onCall(called) {
      seen?.called(called);
      onCall?.(called);
    },
  });
  const watching: Pick<ServeFolderOptions, "onRequest" | "onMetric"> =
    page === undefined
      ? {}
      : {
          onRequest: (trace) => seen?.over(requestPath(page.shape, trace)),
          onMetric: (sample) => seen?.metric(sample, Date.now()),
        };
  try {
    const gateway = await atFreePort(port, (free) =>
      serveFolder(folder, { port: free, backends: accounts.backends, ...watching }),
    );
    const endPage =
      page === undefined || seen === undefined ? () => {} : showPage(page, seen, accounts, gateway);
    const close = async () => {
      endPage();
      await gateway.close(1000);
      await accounts.close();
    };
    return { ...accounts, gateway, close };
  } catch (error) {
    await accounts.close();
    throw error;
  }
}

/** Serves the page beside the faults. @returns what ends it */
function showPage(
  { shape, policies, load }: PageOf,
  seen: FleetSeen,
  { accounts, declared, control }: RunningAccounts,
  gateway: ServedFolder,
): () => void {
  const runner = new LoadRunner(load, gateway.url);
  const page = new LivePage({
    shape,
    seen,
    policies,
    gateway: gateway.url,
    places: places(declared),
    backends: () => gateway.backends(),
    faults: () => accounts.faults,
    utilization({ region, deployment }) {
      for (const account of declared) {
        const found = account.deployments.find(({ name }) => name === deployment);
        if (account.region === region && found !== undefined) return accounts.utilization(account, found);
      }
      return undefined;
    },
    load: () => runner.state,
    loadRate: load.usualRate,
    now: Date.now,
  });
  control.add([...pageRoutes(page, seen, policies), ...loadRoutes(runner)]);
  const timer = setInterval(() => page.tick(), SECOND_MS);
  return () => {
    clearInterval(timer);
    runner.stop();
  };
}

const SECOND_MS = 1000;
