import type { Movement } from "../backends/circuitBreaker";
import { type CheckedFolder, checkFolder, checkLoaded } from "../checkFolder";
import { ConfigurationError, createGateway, type Gateway, Region } from "../gateway";
import { startServer } from "../http/server";
import { realSurroundings } from "../http/surroundings";
import { createUndiciTransport } from "../http/undiciTransport";
import type { LogSink } from "../pipeline/logSink";
import type { GatewayProblem } from "../problem";
import type { LoadedConfiguration } from "../resources/loadConfiguration";
import { watchConfiguration } from "../resources/watchConfiguration";
import { type Administration, administrated } from "./administration";
import { type BackendMap, resolveIn } from "./backendMap";
import { spread } from "./instances";

/** Something that whoever started the gateway may want to know. */
export type ServeEvent =
  | { readonly kind: "reloaded"; readonly problems: readonly GatewayProblem[] }
  /** The folder's contents cannot be used; what was there before stays in force. */
  | { readonly kind: "kept"; readonly problems: readonly GatewayProblem[] }
  | {
      readonly kind: "moved";
      readonly instance: number;
      readonly movement: Movement & { readonly backend: string };
    }
  | { readonly kind: "defect"; readonly error: unknown };

export interface FolderGatewayOptions {
  readonly dir: string;
  readonly service?: string;
  /** @default "127.0.0.1" */
  readonly host?: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Gateway instances behind the address, each with its own breakers. @default 1 */
  readonly instances?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly strict?: boolean;
  readonly traces?: "never" | "asked" | "always";
  /** Where backends are reached instead. @default where their URLs say */
  readonly backends?: BackendMap;
  readonly log?: LogSink;
  /** What the gateway's own paths answer beside health and backends. */
  readonly administration?: Pick<Administration, "metrics" | "trace" | "traces">;
  readonly onEvent?: (event: ServeEvent) => void;
}

export interface FolderGateway {
  readonly url: string;
  /** Found at start: warnings only. */
  readonly problems: readonly GatewayProblem[];
  readonly instances: readonly Gateway[];
  /** Ends after what is under way, at the latest after `graceMs`. */
  close(graceMs?: number): Promise<void>;
}

/**
 * Serves a folder and follows its changes. Requests under way finish with the configuration that they began with.
 *
 * @throws ConfigurationError when the folder cannot be used
 * @throws Error for wrong settings, or when the address cannot be listened at
 */
export async function startFolderGateway(options: FolderGatewayOptions): Promise<FolderGateway> {
  const { dir, onEvent = () => {} } = options;
  let current = checkFolder(dir, options);
  if (current.configuration === undefined) throw new ConfigurationError(current.problems);
  const outgoing = createUndiciTransport({ resolve: resolveIn(options.backends ?? new Map()) });
  const region = new Region();
  const instances = Array.from({ length: options.instances ?? 1 }, (_, instance) =>
    createGateway({
      configuration: current.configuration as NonNullable<CheckedFolder["configuration"]>,
      surroundings: realSurroundings(),
      transport: outgoing.transport,
      region,
      settings: options.settings ?? {},
      strict: options.strict ?? false,
      traces: options.traces ?? "asked",
      ...(options.log === undefined ? {} : { log: options.log }),
      onMovement: (movement) => onEvent({ kind: "moved", instance, movement }),
      onDefect: (error) => onEvent({ kind: "defect", error }),
    }),
  );
  const health = () => ({
    status: current.configuration === undefined ? "keeps the last good configuration" : "ok",
    problems: current.problems,
  });
  const handle = administrated(spread(instances), {
    metrics: () => "",
    traces: () => [],
    trace: () => undefined,
    ...options.administration,
    health,
    backends: () => instances.map(({ backends }, instance) => ({ instance, backends: backends.state() })),
  });
  const server = await startServer({
    handle,
    port: options.port,
    ...(options.host === undefined ? {} : { host: options.host }),
    onProblem: (error) => onEvent({ kind: "defect", error }),
  });
  const follow = (loaded: LoadedConfiguration) => {
    current = checkLoaded(loaded, options);
    const { configuration, problems } = current;
    if (configuration === undefined) return onEvent({ kind: "kept", problems });
    for (const instance of instances) instance.reload(configuration);
    onEvent({ kind: "reloaded", problems });
  };
  const { service } = options;
  const watcher = watchConfiguration(dir, service === undefined ? {} : { service }, follow, {
    known: current.fingerprint,
  });
  return {
    url: server.url,
    problems: current.problems,
    instances,
    async close(graceMs = 10_000) {
      watcher.stop();
      await server.close(graceMs);
      await outgoing.close();
    },
  };
}
