import { Registry } from "prom-client";
import type { GatewayInstance } from "../gateway/createGateway";
import type { MetricSample } from "../pipeline/logRecords";
import type { LogSink } from "../pipeline/logSink";
import { given } from "../pipeline/waiting";
import type { GatewayResponse, HandleRequest } from "../ports/gatewayRequest";
import { LineWriter, type WriteLine } from "./lineWriter";
import { Logs } from "./logs";
import { createMask, type LearningMask } from "./mask";
import { Metrics } from "./metrics";
import { type BackendBreakerChange, type Trace, traceOf } from "./trace";
import { TraceRing } from "./traceRing";

/** What an observer wants to see of a gateway. */
export type Observed = Pick<GatewayInstance, "configuration" | "backends">;

export interface ObserverOptions {
  /** Takes the log, one JSON object a line. @default there is no log */
  readonly write?: WriteLine;
  /** Lines that may wait for it while one is under way; further ones are dropped and counted. @default 10,000 */
  readonly mostLines?: number;
  /** Told of each request when it is over; without its policies where it was not traced. */
  readonly onRequest?: (trace: Trace) => void;
  /** Told of each sample of a custom metric that a policy emits. */
  readonly onMetric?: (sample: MetricSample) => void;
  /** @default a mask that learns what the configuration keeps secret */
  readonly mask?: LearningMask;
  /** @default a registry of its own */
  readonly registry?: Registry;
  /** Traces that are kept. @default 100 */
  readonly mostTraces?: number;
  /** Label sets of one metric of policies that are kept apart; further ones are `other`. @default 1000 */
  readonly mostLabelSets?: number;
  /** Protocols of the sockets, for the log. @default nobody knows */
  readonly protocols?: { readonly client: string; readonly backend: string };
  /** What is logged of an API that no diagnostic `azuremonitor` speaks of. @default "everything" */
  readonly withoutDiagnostic?: "everything" | "nothing";
}

/** Sees what a gateway does; decides nothing, and no request waits or fails for it. */
export interface Observer extends LogSink {
  readonly mask: LearningMask;
  readonly traces: TraceRing;
  /** For `createGateway`'s `onBreakerChange`. */
  readonly breakerChange: (change: BackendBreakerChange) => void;
  /** To be told of the gateway, before its first request: its secrets are masked from then on. */
  watch(gateway: Observed): void;
  /** To be told of each `reload`, at once. @param ok whether it was taken over */
  reloaded(ok: boolean): void;
  /** The same handler, with the requests counted that are under way. */
  counting(handle: HandleRequest): HandleRequest;
  /** What Prometheus reads. */
  metricsText(): Promise<string>;
}

const MOST_CHANGES = 1000;

export function createObserver(options: ObserverOptions = {}): Observer {
  const { write, onRequest, onMetric, mask = createMask(), registry = new Registry() } = options;
  let observed: Observed | undefined;
  const writer = write === undefined ? undefined : new LineWriter(write, options.mostLines ?? 10_000);
  const logs =
    writer === undefined
      ? undefined
      : new Logs({
          write: (line) => writer.add(line),
          mask,
          configuration: () => observed?.configuration,
          protocols: options.protocols ?? { client: null, backend: null },
          withoutDiagnostic: options.withoutDiagnostic ?? "everything",
        });
  const metrics = new Metrics({
    registry,
    mask,
    mostLabelSets: options.mostLabelSets ?? 1000,
    backends: () => observed?.backends,
    lines: writer?.counts,
  });
  const traces = new TraceRing(options.mostTraces ?? 100);
  const changes: BackendBreakerChange[] = [];

  // A log must not throw: what goes wrong in it is not the request's fault.
  const guarded = (action: () => void) => {
    try {
      action();
    } catch {
      metrics.errors++;
    }
  };
  const learn = () => {
    if (observed === undefined) return;
    mask.learn(observed.configuration);
    metrics.masksChanged();
  };
  return {
    mask,
    traces,
    request(exchange, outcome) {
      guarded(() => metrics.request(exchange, outcome));
      if (logs !== undefined) guarded(() => logs.request(exchange, outcome));
      if (exchange.recorder === undefined && onRequest === undefined) return;
      guarded(() => {
        const trace = traceOf(exchange, outcome, mask, changes);
        if (exchange.recorder !== undefined) traces.add(trace);
        onRequest?.(trace);
      });
    },
    metric(sample) {
      guarded(() => metrics.sample(sample));
      if (onMetric !== undefined) guarded(() => onMetric(sample));
    },
    event: (event, exchange) => guarded(() => logs?.event(event, exchange)),
    trace: (record, exchange) => guarded(() => logs?.trace(record, exchange)),
    ignoresUsage: logs === undefined,
    usage: (usage, exchange) => guarded(() => logs?.usage(usage, exchange)),
    breakerChange(change) {
      changes.push(change);
      if (changes.length > MOST_CHANGES) changes.splice(0, MOST_CHANGES / 2);
      metrics.breakerChange(change);
    },
    watch(gateway) {
      observed = gateway;
      learn();
    },
    reloaded(ok) {
      metrics.reloaded(ok);
      if (ok) learn();
    },
    counting: (handle) => counting(handle, metrics),
    metricsText: () => registry.metrics(),
  };
}

function counting(handle: HandleRequest, metrics: Metrics): HandleRequest {
  const counted = (answer: GatewayResponse): GatewayResponse => {
    let over = false;
    return {
      ...answer,
      delivered(outcome) {
        if (!over) metrics.inFlight--;
        over = true;
        answer.delivered(outcome);
      },
    };
  };
  return (request) => {
    metrics.inFlight++;
    const answer = handle(request);
    return given(answer, counted, undefined);
  };
}
