import type { Certificate } from "../certificates/certificate";
import type { HostContext, HostRecord } from "../csharp/host/data";
import type { Api, ApiOperation, Product, Subscription } from "../resources/configuration";
import type { Section } from "../xml/policyTable/rules";
import { ExchangeHooks } from "./exchangeHooks";
import type { LastError } from "./lastError";
import type { RequestMessage, ResponseMessage } from "./messages";
import type { CompiledScopeOf, ServicesOf } from "./ofExchange";
import { uuidFrom } from "./requestId";
import { added } from "./shortList";
import type { TraceRecorder } from "./traceRecorder";
import { type VariableNames, Variables } from "./variables";

/** Where `forward-request` sends the request. */
export type BackendChoice =
  | { readonly kind: "backend"; readonly id: string }
  | { readonly kind: "url"; readonly base: string };

/** One call of a backend, as logs and traces tell it. */
export interface Attempt {
  readonly backendId: string | undefined;
  readonly pool: string | undefined;
  readonly url: string;
  readonly method: string;
  /** `services.monotonic()` at its start and at the head of the response, or at the failure. */
  readonly started: number;
  ended: number;
  status: number | undefined;
  /** `connection`, `timeout`, `aborted`, `unavailable` where there was no response of a backend. */
  failure: string | undefined;
  readonly why: string | undefined;
}

/** Makes what policies keep for one request. */
export type KeptMaker<T> = new (exchange: Exchange) => T;

/** What expressions see of the API, the caller and the service. */
export interface ContextRecords {
  readonly api: HostRecord | null;
  readonly operation: HostRecord | null;
  readonly product: HostRecord | null;
  readonly subscription: HostRecord | null;
  readonly user: HostRecord | null;
  readonly deployment: HostRecord;
}

export interface ExchangeParts {
  readonly services: ServicesOf<Exchange>;
  readonly request: RequestMessage;
  readonly api: Api | undefined;
  readonly operation: ApiOperation | undefined;
  readonly product: Product | undefined;
  readonly subscription: Subscription | undefined;
  readonly records: ContextRecords;
  /** The most specific first. */
  readonly scopes: readonly CompiledScopeOf<Exchange>[];
  readonly variableNames: VariableNames;
  /** Only policies that answer preflights run. */
  readonly preflight: boolean;
  /** Responses are logged with their bodies, so they are brought into memory first. @default false */
  readonly logsResponses?: boolean;
  /** Set when somebody asked for a trace of this request. */
  readonly recorder: TraceRecorder | undefined;
}

/** One request on its way through the policies, and what they work on. */
export class Exchange {
  /** What they want to be done later. */
  readonly hooks = new ExchangeHooks<Exchange>();
  /** What expressions see of it; made with the first one. */
  context: HostContext | undefined;
  readonly variables: Variables;
  response: ResponseMessage | null = null;
  lastError: LastError | null = null;
  section: Section = "inbound";
  /** Index into `scopes` of the document that runs now. */
  depth = 0;
  /** A policy has ended the pipeline: no further policy of any section runs. */
  ended = false;
  /**
   * Set when the response is there already, from a cache: policies are passed over up to the outbound policy of this
   * name. That policy takes it away.
   */
  resumeAfter: string | undefined;
  backendChoice: BackendChoice | undefined;
  /** What `forward-request` shows to the backend. */
  clientCertificate: Certificate | undefined;
  /** `Set-Cookie` of session affinity, for the response. */
  affinityCookie: string | undefined;
  private called: Attempt[] | undefined;
  readonly started: number;
  readonly timestamp: number;
  /** `services.monotonic()` when the answer was ready to go out. */
  answered: number | undefined;
  /** `services.monotonic()` when the section failed, so that `on-error` ran. */
  failed: number | undefined;
  private kept: [maker: KeptMaker<unknown>, made: unknown][] | undefined;

  readonly services: ServicesOf<Exchange>;
  readonly request: RequestMessage;
  readonly recorder: TraceRecorder | undefined;
  readonly scopes: readonly CompiledScopeOf<Exchange>[];
  private id: string | undefined;
  readonly preflight: boolean;

  constructor(readonly parts: ExchangeParts) {
    this.services = parts.services;
    this.request = parts.request;
    this.recorder = parts.recorder;
    this.scopes = parts.scopes;
    this.variables = new Variables(parts.variableNames);
    this.preflight = parts.preflight;
    this.started = parts.services.monotonic();
    this.timestamp = parts.services.now();
  }

  /** A UUID, drawn when somebody asks for it: most requests pass without. */
  get requestId(): string {
    this.id ??= uuidFrom(this.services.random);
    return this.id;
  }
  get elapsed(): number {
    return this.services.monotonic() - this.started;
  }
  /** Calls of backends, the first first. */
  get attempts(): readonly Attempt[] {
    return this.called ?? none;
  }

  addAttempt(attempt: Attempt): void {
    this.called = added(this.called, attempt);
  }

  /** Something that policies keep for this request, made the first time that somebody asks. */
  keep<T>(maker: KeptMaker<T>): T {
    // A list: there are one or two, and this is done for every request.
    for (const [known, thing] of this.kept ?? none) if (known === maker) return thing as T;
    const made = new maker(this);
    this.kept = added(this.kept, [maker, made]);
    return made;
  }
}

const none: readonly never[] = [];
