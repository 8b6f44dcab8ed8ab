import { backendKey } from "../backends/backend";
import type { Certificate } from "../certificates/certificate";
import type { HostContext, HostRecord } from "../csharp/host/data";
import type { Delivery } from "../ports/gatewayRequest";
import type { Api, ApiOperation, Product, Subscription } from "../resources/configuration";
import type { Section } from "../xml/policyTable/rules";
import type { CompiledScope } from "./compiledScope";
import { FoundryRequest } from "./foundryRequest";
import type { LastError } from "./lastError";
import { type RequestMessage, ResponseMessage } from "./messages";
import { uuidFrom } from "./requestId";
import type { Services } from "./services";
import { added } from "./shortList";
import type { Step } from "./step";
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

/** Called when the response has gone out, or when nobody wants it any more. */
export type Delivered = (outcome: Delivery) => void;

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
  readonly services: Services;
  readonly request: RequestMessage;
  readonly api: Api | undefined;
  readonly operation: ApiOperation | undefined;
  readonly product: Product | undefined;
  readonly subscription: Subscription | undefined;
  readonly records: ContextRecords;
  /** The most specific first. */
  readonly scopes: readonly CompiledScope[];
  readonly variableNames: VariableNames;
  /** Only policies that answer preflights run. */
  readonly preflight: boolean;
  /** Responses are logged with their bodies, so they are brought into memory first. @default false */
  readonly logsResponses?: boolean;
  /** Set when somebody asked for a trace of this request. */
  readonly recorder: TraceRecorder | undefined;
}

/** One request on its way through the policies: what `context` is in an expression, and what policies work on. */
export class Exchange implements HostContext {
  readonly csType = "IContext" as const;
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
  target: BackendChoice | undefined;
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
  private aborts: (() => void)[] | undefined;
  private watchers: ((chunk: Uint8Array) => void)[] | undefined;
  private deliveries: Delivered[] | undefined;
  private responseSteps: Step[] | undefined;
  private answerSteps: Step[] | undefined;
  private headerActions: ((exchange: Exchange) => void)[] | undefined;
  private kept: [maker: KeptMaker<unknown>, made: unknown][] | undefined;
  aborted = false;

  readonly services: Services;
  readonly request: RequestMessage;
  readonly recorder: TraceRecorder | undefined;
  readonly scopes: readonly CompiledScope[];
  private id: string | undefined;
  private empty: ResponseMessage | undefined;
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

  /** What expressions see as `context.Response` while there is no response: after an attempt it is null. */
  get noResponse(): ResponseMessage | null {
    if (this.attempts.length > 0 || this.services.settings.responseBeforeForward === "null") return null;
    this.empty ??= new ResponseMessage(200, "OK");
    return this.empty;
  }
  get foundry(): FoundryRequest {
    return new FoundryRequest(this.request, this.services.settings.foundryDeployment === "path-or-model");
  }
  /** A UUID, drawn when somebody asks for it: most requests pass without. */
  get requestId(): string {
    this.id ??= uuidFrom(this.services.random);
    return this.id;
  }
  get elapsed(): number {
    return this.services.monotonic() - this.started;
  }
  get tracing(): boolean {
    return this.recorder !== undefined;
  }
  get operation(): HostRecord | null {
    return this.parts.records.operation;
  }
  get api(): HostRecord | null {
    return this.parts.records.api;
  }
  get product(): HostRecord | null {
    return this.parts.records.product;
  }
  get subscription(): HostRecord | null {
    return this.parts.records.subscription;
  }
  get user(): HostRecord | null {
    return this.parts.records.user;
  }
  get deployment(): HostRecord | null {
    return this.parts.records.deployment;
  }
  /** What `set-backend-service` chose; once it was called and is a pool, its member. */
  get backend(): HostRecord | null {
    const { target } = this;
    if (target?.kind !== "backend") return null;
    const { backends, settings } = this.services;
    const last = settings.contextBackend === "called" ? this.attempts.at(-1) : undefined;
    const member =
      last?.pool !== undefined && backendKey(last.pool) === backendKey(target.id)
        ? last.backendId
        : undefined;
    const found = backends.find(member ?? target.id);
    if (found === undefined) return null;
    const region = found.type === "Single" ? found.properties.azureRegion : undefined;
    return {
      csType: "IBackend",
      Id: found.name,
      Type: found.type,
      AzureRegion: typeof region === "string" ? region : null,
    };
  }

  verifyCertificate(certificate: Certificate, revocation: boolean): boolean {
    return this.services.certificates.verify(certificate, this.services.now(), revocation);
  }

  /** `context.Trace(…)` of an expression. */
  trace(message: string): void {
    this.recorder?.note(message);
  }

  /** Calls of backends, the first first. */
  get attempts(): readonly Attempt[] {
    return this.called ?? none;
  }

  addAttempt(attempt: Attempt): void {
    this.called = added(this.called, attempt);
  }

  /** Runs when the caller goes away; at once when it has gone already. */
  onAbort(action: () => void): void {
    if (this.aborted) action();
    else this.aborts = added(this.aborts, action);
  }

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const action of this.aborts ?? none) action();
  }

  /** Sees each chunk of the response's body as it goes out, without holding it up. */
  watchBody(watcher: (chunk: Uint8Array) => void): void {
    this.watchers = added(this.watchers, watcher);
  }

  onDelivered(action: Delivered): void {
    this.deliveries = added(this.deliveries, action);
  }

  /** Runs when the backend section is over and there is a response, before outbound. */
  onResponse(action: Step): void {
    this.responseSteps = added(this.responseSteps, action);
  }

  /** Puts headers on a response that policies of outbound, or of on-error, shall see and may change. */
  onHeaders(action: (exchange: Exchange) => void): void {
    this.headerActions = added(this.headerActions, action);
  }

  /** Does what `onHeaders` asked for: before outbound, and before on-error. */
  showHeaders(): void {
    if (this.headerActions !== undefined) for (const action of this.headerActions) action(this);
  }

  /** Runs when no further policy will run, before the head of the response goes out: after outbound or on-error. */
  onAnswer(action: Step): void {
    this.answerSteps = added(this.answerSteps, action);
  }

  /** Does what `onResponse` asked for, in order. @throws what an action throws */
  responded(): undefined | Promise<void> {
    const actions = this.responseSteps;
    this.responseSteps = undefined;
    return actions && runEach(actions, 0, this);
  }

  /** Does what `onAnswer` asked for, in order. @throws what an action throws */
  answering(): undefined | Promise<void> {
    const actions = this.answerSteps;
    this.answerSteps = undefined;
    return actions && runEach(actions, 0, this);
  }

  /** Something that policies keep for this request, made the first time that somebody asks. */
  keep<T>(maker: KeptMaker<T>): T {
    // A list: there are one or two, and this is done for every request.
    for (const [known, thing] of this.kept ?? none) if (known === maker) return thing as T;
    const made = new maker(this);
    this.kept = added(this.kept, [maker, made]);
    return made;
  }

  get bodyWatchers(): readonly ((chunk: Uint8Array) => void)[] {
    return this.watchers ?? none;
  }

  delivered(outcome: Delivery): void {
    const actions = this.deliveries ?? none;
    this.deliveries = undefined;
    for (const action of actions) action(outcome);
  }
}

const none: readonly never[] = [];

/** Each runs, whether or not the exchange has ended. */
function runEach(steps: readonly Step[], from: number, exchange: Exchange): undefined | Promise<void> {
  for (let index = from; index < steps.length; index++) {
    const waiting = (steps[index] as Step)(exchange);
    if (waiting !== undefined) return waiting.then(() => runEach(steps, index + 1, exchange));
  }
  return undefined;
}
