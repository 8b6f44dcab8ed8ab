import type { Registry } from "prom-client";
import type { Backends } from "../backends/backends";
import type { Attempt, Exchange } from "../pipeline/exchange";
import type { MetricSample } from "../pipeline/logRecords";
import type { Delivery } from "../ports/gatewayRequest";
import type { LineCounts } from "./lineWriter";
import type { Mask } from "./mask";
import { RouteMetrics } from "./routeMetrics";
import { SampleMetrics } from "./sampleMetrics";
import { Counters, register, type Tally } from "./tally";
import { endOf } from "./times";
import type { BackendBreakerChange } from "./trace";

export interface MetricsOptions {
  readonly registry: Registry;
  readonly mask: Mask;
  /** Label sets of one metric of policies that are kept apart. */
  readonly mostLabelSets: number;
  /** The backends now; `undefined`: there are none yet. */
  readonly backends: () => Backends | undefined;
  readonly lines: LineCounts | undefined;
}

/** What the gateway counts, for Prometheus. */
export class Metrics {
  inFlight = 0;
  /** What went wrong while something was counted, logged or traced. */
  errors = 0;
  private generation = 1;
  private reloads = { good: 0, bad: 0 };
  private refused = 0;
  private readonly folds = new Map<string, number>();
  private readonly routes: RouteMetrics;
  private readonly samples: SampleMetrics;
  private readonly attempts: Counters;
  private readonly attemptSeconds: Counters;
  private readonly attemptsByResult = new Map<string, { readonly count: Tally; readonly seconds: Tally }>();
  private readonly unavailable: Counters;
  private readonly failures: Counters;
  private readonly changes: Counters;
  private readonly brokenOff: Counters;

  constructor(private readonly options: MetricsOptions) {
    const { registry, mask, mostLabelSets } = options;
    const folded = (metric: string) => this.folds.set(metric, (this.folds.get(metric) ?? 0) + 1);
    const counters = (name: string, help: string) =>
      new Counters(registry, { name: `apim_gateway_${name}`, help }, folded);
    this.routes = new RouteMetrics(registry, folded);
    this.brokenOff = counters("broken_off_total", "Answers that did not go out to the end");
    this.failures = counters("failures_total", "Requests that failed in a policy or before one");
    this.attempts = counters("backend_attempts_total", "Calls of backends, by status or failure");
    this.attemptSeconds = counters("backend_attempt_seconds_total", "Time until the heads of answers");
    this.unavailable = counters("backend_unavailable_total", "Requests for which no backend might be called");
    this.changes = counters("breaker_changes_total", "Circuit breakers that opened or closed");
    this.registerLive();
    const refused = () => {
      this.refused++;
    };
    // Last: a metric of a policy must not take the name of one of the gateway's.
    this.samples = new SampleMetrics(registry, mask, mostLabelSets, folded, refused);
  }

  request(exchange: Exchange, outcome: Delivery): void {
    this.routes.request(exchange);
    const { attempts, lastError } = exchange;
    for (const attempt of attempts) this.attempt(attempt, exchange);
    if (lastError !== null) this.failures.child({ source: lastError.source, reason: lastError.reason }).add();
    if (outcome !== "complete") this.brokenOff.child({ outcome }).add();
  }

  private attempt(attempt: Attempt, { services }: Exchange): void {
    const { backendId: backend = "", status, failure, started } = attempt;
    if (failure === "unavailable") {
      this.unavailable.child({ backend }).add();
      return;
    }
    const result = status === undefined ? (failure ?? "abandoned") : String(status);
    const key = `${backend}\n${result}`;
    let found = this.attemptsByResult.get(key);
    if (found === undefined) {
      const seconds = this.attemptSeconds.child({ backend });
      found = { count: this.attempts.child({ backend, result }), seconds };
      this.attemptsByResult.set(key, found);
    }
    found.count.add();
    found.seconds.add((endOf(attempt, services.monotonic()) - started) / 1000);
  }

  sample(sample: MetricSample): void {
    this.samples.add(sample);
  }

  /** Other texts are masked from now on. */
  masksChanged(): void {
    this.samples.forget();
  }

  breakerChange({ backend, to }: BackendBreakerChange): void {
    this.changes.child({ backend, to }).add();
  }

  reloaded(ok: boolean): void {
    if (ok) this.generation++;
    this.reloads[ok ? "good" : "bad"]++;
  }

  private registerLive(): void {
    const { registry, backends, lines } = this.options;
    const live = (type: "counter" | "gauge", name: string, help: string, read: () => number) =>
      register(registry, type, { name: `apim_gateway_${name}`, help }, () => [{ labels: {}, value: read() }]);
    live("gauge", "requests_in_flight", "Requests whose answer has not gone out", () => this.inFlight);
    live("gauge", "configuration_generation", "Configurations taken over so far", () => this.generation);
    live(
      "counter",
      "reloads_total",
      "Configurations that were taken over while running",
      () => this.reloads.good,
    );
    live("counter", "reload_failures_total", "Configurations that were refused", () => this.reloads.bad);
    live("counter", "observer_errors_total", "Times that something could not be told", () => this.errors);
    live("counter", "samples_refused_total", "Samples that no counter can take", () => this.refused);
    if (lines !== undefined) {
      live("counter", "log_lines_total", "Lines that the log has taken", () => lines.written);
      live("counter", "log_lines_failed_total", "Lines that the log has refused", () => lines.failed);
      live(
        "counter",
        "log_lines_dropped_total",
        "Lines that waited too long for the log",
        () => lines.dropped,
      );
    }
    const breakers = { name: "apim_gateway_breaker_open", help: "1: no call goes through" };
    register(registry, "gauge", breakers, () =>
      (backends()?.state() ?? [])
        .filter((state) => state.breakers.length > 0)
        .map(({ backend, available }) => ({ labels: { backend }, value: available ? 0 : 1 })),
    );
    const folds = {
      name: "apim_gateway_label_sets_folded_total",
      help: "Numbers that were added to `other`, or lost with the whole metric",
    };
    register(registry, "counter", folds, () =>
      [...this.folds].map(([metric, value]) => ({ labels: { metric }, value })),
    );
  }
}
