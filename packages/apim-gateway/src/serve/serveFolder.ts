import { resolve } from "node:path";
import type { BackendState } from "../backends/backends";
import type { BreakerChange } from "../backends/circuitBreaker";
import { checkFolder, checkLoaded } from "../gateway/checkFolder";
import {
  ConfigurationError,
  createInstance,
  type GatewayInstance,
  SharedState,
} from "../gateway/createGateway";
import { realEnvironment } from "../http/realEnvironment";
import { startServer } from "../http/server";
import { socketTransport } from "../http/socketTransport";
import type { WriteLine } from "../observe/lineWriter";
import { createObserver } from "../observe/observer";
import type { Trace } from "../observe/trace";
import { withoutBodies } from "../observe/withoutBodies";
import type { MetricSample } from "../pipeline/logRecords";
import type { GatewayProblem } from "../ports/problem";
import type { Transport } from "../ports/transport";
import type { Configuration } from "../resources/configuration";
import type { LoadedConfiguration } from "../resources/loadConfiguration";
import { watchConfiguration } from "../resources/watchConfiguration";
import { completeSettings } from "../settings/catalogue";
import { administrated, administrationPath } from "./administration";
import { administrationAccess } from "./administrationAccess";
import { type BackendMap, resolveIn } from "./backendMap";
import { spread } from "./instances";
import { faultOfToken, randomToken } from "./token";
import { readTokenRequest } from "./tokenRequest";
import { setV8Flags } from "./v8Flags";

/** Something that whoever started the gateway may want to know. */
export type ServeEvent =
  | { readonly kind: "reloaded"; readonly problems: readonly GatewayProblem[] }
  /** The folder's contents cannot be used; what was there before stays in force. */
  | { readonly kind: "kept"; readonly problems: readonly GatewayProblem[] }
  | {
      readonly kind: "breaker";
      readonly instance: number;
      readonly change: BreakerChange & { readonly backend: string };
    }
  | { readonly kind: "defect"; readonly error: unknown };

export interface ServeFolderOptions {
  readonly service?: string;
  /** @default "127.0.0.1" */
  readonly host?: string;
  /** 0: any that is free. @default 0 */
  readonly port?: number;
  /** Gateway instances behind the address, each with its own breakers. @default 1 */
  readonly instances?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly strict?: boolean;
  readonly lenient?: boolean;
  readonly traces?: "never" | "asked" | "always";
  /** Whether traces tell what bodies say, unless somebody asks otherwise. @default false */
  readonly showBodies?: boolean;
  /** Lets whoever sends it as `Authorization: Bearer …` look inside from elsewhere. @default one that nobody guesses */
  readonly adminToken?: string;
  /** Where backends are reached instead. @default where their URLs say */
  readonly backends?: BackendMap;
  /** Stands between the gateway and its backends: answers some calls itself, or passes them on. @default nothing does */
  readonly around?: (transport: Transport) => Transport;
  /** Takes the log: a line of JSON for each request and what policies log. @default there is no log */
  readonly log?: WriteLine;
  readonly onEvent?: (event: ServeEvent) => void;
  /**
   * Told of each request when it is over: without its policies where it was not traced, and without what bodies say unless
   * `showBodies`. What it throws is counted, and hurts no request.
   */
  readonly onRequest?: (trace: Trace) => void;
  /** Told of each sample of a custom metric as a policy emits it, nothing masked. What it throws is counted too. */
  readonly onMetric?: (sample: MetricSample) => void;
}

/** Backends as one gateway instance sees them: instances share no breakers. */
export interface InstanceBackends {
  readonly instance: number;
  readonly backends: readonly BackendState[];
}

export interface ServedFolder {
  readonly url: string;
  /** Whoever has it may look inside from elsewhere. */
  readonly adminToken: string;
  /** The present one. */
  readonly configuration: Configuration;
  /** Found at start: warnings only. */
  readonly problems: readonly GatewayProblem[];
  /** What is kept of requests that were traced, the newest first; what bodies say only with `showBodies`. */
  traces(): readonly Trace[];
  /** Whether each single backend may be called now, and its breakers. */
  backends(): readonly InstanceBackends[];
  /** Ends after what is under way, at the latest after `graceMs`. */
  close(graceMs?: number): Promise<void>;
}

/**
 * Serves a folder and follows its changes. Requests under way finish with the configuration that they began with.
 *
 * @throws ConfigurationError when the folder cannot be used
 * @throws Error for wrong settings or a wrong token, or when the address cannot be listened on
 */
export async function serveFolder(folder: string, options: ServeFolderOptions = {}): Promise<ServedFolder> {
  setV8Flags();
  const { onEvent = () => {}, adminToken = randomToken(), showBodies = false, onRequest } = options;
  const fault = faultOfToken(adminToken);
  if (fault !== undefined) throw new Error(`The token cannot be used. ${fault}`);
  const { settings, faults } = completeSettings(options.settings);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  let current = checkFolder(folder, options);
  const { configuration: first, policies: firstPolicies } = current;
  if (first === undefined || firstPolicies === undefined) throw new ConfigurationError(current.problems);
  const outgoing = socketTransport({
    resolve: resolveIn(options.backends ?? new Map()),
    settings,
  });
  const transport = options.around?.(outgoing.transport) ?? outgoing.transport;
  const region = new SharedState();
  const shown = (trace: Trace) => (showBodies ? trace : withoutBodies(trace));
  const observer = createObserver({
    ...(options.log === undefined ? {} : { write: options.log }),
    protocols: { client: "HTTP", backend: "HTTP/1.1" },
    ...(onRequest === undefined ? {} : { onRequest: (trace) => onRequest(shown(trace)) }),
    ...(options.onMetric === undefined ? {} : { onMetric: options.onMetric }),
  });
  const instances = Array.from({ length: options.instances ?? 1 }, (_, instance) =>
    createInstance({
      configuration: first,
      policies: firstPolicies,
      environment: realEnvironment(),
      transport,
      region,
      settings: options.settings ?? {},
      strict: options.strict ?? false,
      lenient: options.lenient ?? false,
      traces: options.traces ?? "asked",
      log: observer,
      traceLocation: (id) => `${administrationPath}traces/${id}`,
      onBreakerChange: (change) => {
        observer.breakerChange(change);
        onEvent({ kind: "breaker", instance, change });
      },
      onDefect: (error) => onEvent({ kind: "defect", error }),
    }),
  );
  const observedInstance = instances[0] as GatewayInstance;
  observer.watch(observedInstance);
  const backends = () => instances.map((gateway, instance) => ({ instance, backends: gateway.breakers() }));
  const health = () => ({
    status: current.configuration === undefined ? "keeps the last good configuration" : "ok",
    problems: current.problems,
    folder: resolve(folder),
  });
  const handle = administrated(observer.counting(spread(instances)), {
    access: administrationAccess(adminToken),
    metrics: () => observer.metricsText(),
    traces: () => observer.traces.list().map(({ policies, attempts, breakers, ...summary }) => summary),
    trace(id, bodies = showBodies ? "show" : "hide") {
      const trace = observer.traces.get(id);
      return trace === undefined || bodies === "show" ? trace : withoutBodies(trace);
    },
    health,
    token: (given) => observedInstance.issueToken(readTokenRequest(given)),
    backends,
  });
  const server = await startServer({
    handle,
    port: options.port ?? 0,
    ...(options.host === undefined ? {} : { host: options.host }),
    onProblem: (error) => onEvent({ kind: "defect", error }),
  });
  const follow = (loaded: LoadedConfiguration) => {
    current = checkLoaded(loaded, options);
    const { configuration, policies, problems } = current;
    if (configuration === undefined || policies === undefined) {
      observer.reloaded(false);
      onEvent({ kind: "kept", problems });
      return;
    }
    for (const instance of instances) instance.reload(configuration, policies);
    observer.reloaded(true);
    onEvent({ kind: "reloaded", problems });
  };
  const { service } = options;
  const watcher = watchConfiguration(folder, service === undefined ? {} : { service }, follow, {
    known: current.fingerprint,
  });
  return {
    url: server.url,
    adminToken,
    get configuration() {
      return observedInstance.configuration;
    },
    problems: current.problems,
    traces: () => observer.traces.list().map(shown),
    backends,
    async close(graceMs = 10_000) {
      watcher.stop();
      await server.close(graceMs);
      await outgoing.close();
    },
  };
}
