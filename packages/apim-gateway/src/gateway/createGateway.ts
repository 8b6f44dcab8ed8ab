// The middle of the house: one instance of a gateway.
// In: a `GatewayRequest`, and once a configuration. Out: a `GatewayResponse`, always: what goes wrong is one too.
// `handle` asks the router, makes an `Exchange` and gives it to `pipeline/runPipeline`; `load` compiles what all requests share.
// Called by `http/server`, programs, `scenarios/scenarioPlay`, simulations.
// Trick: a request keeps what was loaded when it came (`Loaded`), so a reload is one assignment and waits for nobody.

import { createRouter } from "../apis/createRouter";
import type { MakeRouter, Router } from "../apis/route";
import { type BackendState, type Backends, createBackends } from "../backends/backends";
import type { BreakerChange } from "../backends/circuitBreaker";
import { CertificateStore } from "../certificates/certificateStore";
import { IdentityProvider, type TokenRequest } from "../identity/identityProvider";
import { Url } from "../messages/url";
import { Exchange } from "../pipeline/exchange";
import { expressionStyle } from "../pipeline/expressionStyle";
import { type LogSink, silentLog } from "../pipeline/logSink";
import { RequestMessage } from "../pipeline/messages";
import { type PipelineEnd, runFailed, runPipeline } from "../pipeline/runPipeline";
import { type Services, type StateMaker, stateIn } from "../pipeline/services";
import { TraceRecorder } from "../pipeline/traceRecorder";
import type { Environment } from "../ports/environment";
import type { GatewayRequest, GatewayResponse, HandleRequest } from "../ports/gatewayRequest";
import { type GatewayProblem, gatewayProblemText } from "../ports/problem";
import type { Transport } from "../ports/transport";
import type { Configuration } from "../resources/configuration";
import { completeSettings, type GatewaySettings, recordedSettings } from "../settings/catalogue";
import type { GatewayKind } from "../xml/policyTable/rules";
import { apisWithLoggedResponses } from "./bodyLogging";
import { takeCallerCertificate } from "./callerCertificate";
import { compileOnce } from "./compileOnce";
import { type CompiledPolicies, compilePolicies } from "./compilePolicies";
import { fetchHandler } from "./fetchHandler";
import { responseOf } from "./response";

/** State that the gateway instances of one region share: caches, counters, tokens. */
export class SharedState {
  readonly states = new Map<StateMaker<unknown>, unknown>();
}

export interface GatewayOptions {
  readonly configuration: Configuration;
  readonly environment: Environment;
  readonly transport: Transport;
  /** The configuration's policies where they are compiled already, with these settings. @default they are compiled */
  readonly policies?: CompiledPolicies;
  /** Finds the API and the caller of a request. @default by the configuration's APIs and subscriptions */
  readonly router?: MakeRouter;
  /** @default a region of its own */
  readonly region?: SharedState;
  /** @default nothing is logged */
  readonly log?: LogSink;
  /** What differs from the defaults of `settingRooms`. @throws Error for an unknown name or value */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Refuses what is not executed at load. @default false */
  readonly strict?: boolean;
  /** Loads what API Management would refuse at save, and tells of it. @default false */
  readonly lenient?: boolean;
  /** Which requests are traced: none, those that ask by `Ocp-Apim-Trace: true`, or all. @default "asked" */
  readonly traces?: "never" | "asked" | "always";
  /** Where the trace of a request will be found, for its answer's header. @default the answer does not say */
  readonly traceLocation?: (requestId: string) => string;
  readonly onBreakerChange?: (change: BreakerChange & { readonly backend: string }) => void;
  /** Told of each setting that is read, again and again. @default nobody is told */
  readonly onSetting?: (name: string) => void;
  /** Told of defects: errors that no policy meant. @default they only are answers with 500 */
  readonly onDefect?: (error: unknown) => void;
}

/** One gateway instance. */
export interface Gateway {
  /** Handles a request of the web. Never rejects: what goes wrong is a response. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** The same without the conversions, at full speed; whoever calls it tells how the response was delivered. */
  readonly handle: HandleRequest;
  readonly configuration: Configuration;
  /**
   * A token of Microsoft Entra ID for a caller of this gateway, of whatever tenant: for tests and for trying policies out.
   * It is signed with a key that only this process knows.
   */
  issueToken(request?: TokenRequest): Promise<string>;
  /** Every single backend, whether it may be called now, and its breakers. */
  breakers(): readonly BackendState[];
  /**
   * Takes over another configuration: requests that run finish with the old one, the next one has the new. With an
   * error among the problems nothing changes. Breakers of backends that did not change keep their state.
   *
   * @param policies its policies where they are compiled already, with this gateway's settings
   */
  reload(configuration: Configuration, policies?: CompiledPolicies): readonly GatewayProblem[];
}

/** The same as the package itself uses it. */
export interface GatewayInstance extends Gateway {
  readonly services: Services;
  readonly backends: Backends;
}

/** The configuration cannot be used. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  constructor(readonly problems: readonly GatewayProblem[]) {
    super(problems.map(gatewayProblemText).join("\n"));
  }
}

/**
 * Makes a gateway instance.
 *
 * @throws ConfigurationError with every problem of the configuration
 * @throws Error for settings that do not exist or values that are not allowed, or when it is to be strict and lenient
 */
export function createGateway(options: GatewayOptions): Gateway {
  return createInstance(options);
}

/** The same, for the package itself. */
export function createInstance(options: GatewayOptions): GatewayInstance {
  return new RunningGateway(options);
}

/** Everything that belongs to one configuration: a request keeps it from its first policy to its last. */
interface Loaded {
  readonly configuration: Configuration;
  readonly policies: CompiledPolicies;
  readonly router: Router;
  readonly services: Services;
  /** Ids of APIs. */
  readonly loggedResponses: ReadonlySet<string>;
}

class RunningGateway implements GatewayInstance {
  private readonly settings: GatewaySettings;
  /** `undefined`: callers have no certificates. */
  private readonly certificateHeader: string | undefined;
  private readonly state: Services["state"];
  private readonly shared: Services["shared"];
  private loaded: Loaded;

  constructor(private readonly options: GatewayOptions) {
    const { settings, faults } = completeSettings(options.settings);
    if (faults.length > 0) throw new Error(faults.join("\n"));
    this.settings =
      options.onSetting === undefined ? settings : recordedSettings(settings, options.onSetting);
    this.certificateHeader = settings.clientCertificateHeader || undefined;
    // State outlives configurations, so what it is given follows the present one.
    const present = () => this.loaded.services;
    this.state = stateIn(new Map<StateMaker<unknown>, unknown>(), present);
    this.shared = stateIn((options.region ?? new SharedState()).states, present);
    const { loaded, problems } = this.load(options.configuration, options.policies);
    if (loaded === undefined) throw new ConfigurationError(problems);
    this.loaded = loaded;
    this.takeIdentities();
  }

  issueToken(request: TokenRequest = {}): Promise<string> {
    return this.shared(IdentityProvider).issueToken(request);
  }

  breakers(): readonly BackendState[] {
    return this.backends.state();
  }

  get services(): Services {
    return this.loaded.services;
  }
  get backends(): Backends {
    return this.loaded.services.backends;
  }
  get configuration(): Configuration {
    return this.loaded.configuration;
  }

  reload(configuration: Configuration, policies?: CompiledPolicies): readonly GatewayProblem[] {
    const { loaded, problems } = this.load(configuration, policies, this.loaded);
    if (loaded !== undefined) {
      this.loaded = loaded;
      this.takeIdentities();
    }
    return problems;
  }

  private takeIdentities(): void {
    this.shared(IdentityProvider).identities = this.loaded.configuration.service.identities;
  }

  readonly handle: HandleRequest = (given) => {
    const { loaded } = this;
    const { services } = loaded;
    const originalUrl = new Url(given.scheme, given.host, given.port, ...splitTarget(given.target));
    const route = loaded.router(given, originalUrl);
    const url = originalUrl.clone();
    url.path = route.path;
    const request = new RequestMessage(
      given.method,
      url,
      originalUrl,
      given.headers,
      given.body,
      given.ipAddress,
      route.matchedParameters,
    );
    const badCertificate =
      this.certificateHeader === undefined
        ? undefined
        : takeCallerCertificate(request, this.certificateHeader, services.certificates);
    const failure = badCertificate ?? (route.kind === "refused" ? route.failure : undefined);
    const { product, subscription } = route.kind === "granted" ? route : nobody;
    const exchange: Exchange = new Exchange({
      services,
      request,
      api: route.api,
      operation: route.operation,
      product,
      subscription,
      records: route.records,
      preflight: route.kind === "preflight",
      scopes: loaded.policies.scopesFor(route.api, route.operation, product),
      variableNames: loaded.policies.variableNames,
      logsResponses: route.api !== undefined && loaded.loggedResponses.has(route.api.id),
      recorder: this.wantsTrace(given) ? new TraceRecorder(() => exchange.elapsed) : undefined,
    });
    given.onAbort(() => exchange.hooks.abort());
    return failure === undefined
      ? runPipeline(exchange, this.outcome)
      : runFailed(exchange, failure, this.outcome);
  };

  readonly fetch = fetchHandler(this.handle);

  private readonly outcome: PipelineEnd<GatewayResponse> = {
    defect: (error) => this.options.onDefect?.(error),
    answer: (exchange) => responseOf(exchange, this.options.traceLocation),
  };

  private load(
    configuration: Configuration,
    given: CompiledPolicies | undefined,
    before?: Loaded,
  ): { readonly loaded?: Loaded; readonly problems: readonly GatewayProblem[] } {
    const { settings } = this;
    const { strict = false, lenient = false } = this.options;
    // Whoever is told of each setting that is read is told of those that are read at load, too.
    const compile = this.options.onSetting === undefined ? compileOnce : compilePolicies;
    const { policies, problems } =
      given === undefined
        ? compile(configuration, { settings, strict, lenient })
        : { policies: given, problems: [] };
    if (problems.some(({ severity }) => severity === "error")) return { problems };
    const services = this.makeServices(configuration, before);
    const router = (this.options.router ?? createRouter)(configuration, this.settings);
    const loggedResponses = apisWithLoggedResponses(configuration);
    const loaded = { configuration, policies, router, services, loggedResponses };
    return { loaded, problems };
  }

  /** What the policies of one configuration use. */
  private makeServices(configuration: Configuration, before: Loaded | undefined): Services {
    const { environment, transport, log = silentLog, onBreakerChange } = this.options;
    const { settings } = this;
    const backends = createBackends(configuration.backends, settings, {
      now: environment.now,
      random: environment.random,
      ...(onBreakerChange === undefined ? {} : { onBreakerChange }),
      ...(before === undefined ? {} : { previous: before.services.backends }),
    });
    return {
      ...environment,
      ...expressionStyle(settings),
      transport,
      backends,
      certificates: new CertificateStore(
        configuration.certificates,
        configuration.authorities,
        settings.certificateRevocation === "none",
      ),
      log,
      settings,
      bodyLimit: bodyLimitOf(configuration.service.gateway, settings),
      state: this.state,
      shared: this.shared,
    };
  }

  private wantsTrace({ headers }: GatewayRequest): boolean {
    const { traces = "asked" } = this.options;
    if (traces !== "asked") return traces === "always";
    return headers.get("ocp-apim-trace")?.toLowerCase() === "true";
  }
}

const nobody = { product: undefined, subscription: undefined };

const mebibyte = 1_048_576;
/** Bytes of a buffered payload (limits of 2026). For the other gateways no number is documented. */
const bufferedPayload: Readonly<Partial<Record<GatewayKind, number>>> = {
  classic: 500 * mebibyte,
  v2: 2 * mebibyte,
  consumption: 2 * mebibyte,
};

function bodyLimitOf(kind: GatewayKind, settings: GatewaySettings): number {
  const own = settings.bodyLimitBytes;
  return settings.bufferedPayload === "by-tier" ? Math.min(own, bufferedPayload[kind] ?? own) : own;
}

function splitTarget(target: string): [path: string, query: string] {
  const mark = target.indexOf("?");
  return mark < 0 ? [target, ""] : [target.slice(0, mark), target.slice(mark + 1)];
}
