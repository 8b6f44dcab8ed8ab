import type { MetricSample, ServedFolder, Trace } from "apim-gateway";
import type { AccountCalled } from "../accounts/serve/serveAccounts";
import { loadRoutes } from "../load/loadRoutes";
import { LoadRunner, type LoadSource } from "../load/loadRunner";
import { FleetSeen } from "../page/fleetSeen";
import { LivePage } from "../page/livePage";
import type { FleetShape } from "../page/pageEvents";
import { pageRoutes } from "../page/pageRoutes";
import { requestPath } from "../page/requestPath";
import { places } from "./faultRoutes";
import type { RunningAccounts } from "./runAccounts";

/** What a page must know that a world does not tell. */
export interface PageOf {
  readonly shape: FleetShape;
  /** Rendered policies by name. */
  readonly policies: ReadonlyMap<string, string>;
  /** For whom its buttons send load. */
  readonly load: LoadSource;
}

const SECOND_MS = 1000;

/** A page and what it is told: accounts and gateway tell it from their first call on, so it is there before them. */
export class ShownPage {
  private readonly seen: FleetSeen;
  private page: LivePage | undefined;
  private runner: LoadRunner | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private present: PageOf) {
    this.seen = new FleetSeen(present.shape);
  }

  readonly called = (call: AccountCalled): void => this.seen.called(call);
  readonly requested = (trace: Trace): void => this.seen.over(requestPath(this.present.shape, trace));
  readonly measured = (sample: MetricSample): void => this.seen.metric(sample, Date.now());

  /** Serves it beside the faults. */
  show({ accounts, declared, control }: RunningAccounts, gateway: ServedFolder): void {
    const { shape, policies, load } = this.present;
    const runner = new LoadRunner(load, gateway.url);
    const page = new LivePage({
      shape,
      seen: this.seen,
      policies,
      gateway: gateway.url,
      places: () => places(declared()),
      backends: () => gateway.backends(),
      faults: () => accounts.faults,
      utilization({ region, deployment }) {
        for (const account of declared()) {
          const found = account.deployments.find(({ name }) => name === deployment);
          if (account.region === region && found !== undefined) return accounts.utilization(account, found);
        }
        return undefined;
      },
      load: () => runner.state,
      loadRate: load.usualRate,
      now: Date.now,
    });
    control.add([...pageRoutes(page, this.seen), ...loadRoutes(runner)]);
    this.page = page;
    this.runner = runner;
    this.timer = setInterval(() => page.tick(), SECOND_MS);
  }

  /** The fleet is another one. */
  change(present: PageOf): void {
    const { shape, policies, load } = present;
    this.present = present;
    this.seen.change(shape);
    this.runner?.change(load);
    this.page?.change({ shape, policies, loadRate: load.usualRate });
  }

  end(): void {
    clearInterval(this.timer);
    this.runner?.stop();
  }
}
