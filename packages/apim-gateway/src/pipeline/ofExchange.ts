import type { Backends } from "../backends/backends";
import type { CertificateStore } from "../certificates/certificateStore";
import type { Environment } from "../ports/environment";
import type { Delivery } from "../ports/gatewayRequest";
import type { Transport } from "../ports/transport";
import type { GatewaySettings } from "../settings/catalogue";
import type { Scope, Section } from "../xml/policyTable/rules";
import type { ExpressionStyle } from "./expressionStyle";
import type { HubEvent, LanguageModelUsage, MetricSample, TraceRecord } from "./logRecords";
import type { Waiting } from "./waiting";

// What the exchange mentions and what mentions the exchange, `E` here, so that no file imports what imports it. `Step`,
// `CompiledScope`, `LogSink` and `Services` are these with the exchange in its place.

/**
 * What a policy compiles to. It returns nothing when it is done, or a promise when it has to wait: most policies never
 * wait, and a request runs through all of them without one turn of the event loop.
 *
 * @throws PolicyFailure, Unsupported (or rejects with them)
 */
export interface StepOf<E> {
  (exchange: E): Waiting;
  /**
   * One step for this one and the next, where they do together what they do one after the other; `undefined` where they
   * do not go together. It is not taken in requests that are traced.
   */
  readonly joinedWith?: (next: StepOf<E>) => StepOf<E> | undefined;
}

/** The policies of one scope, ready to run. A section that the document lacks is `<base />`. */
export interface CompiledScopeOf<E> {
  readonly scope: Scope;
  readonly file: string;
  readonly sections: Readonly<Record<Section, StepOf<E>>>;
}

/** Where a gateway tells what happened. Each call must return at once and must not throw. */
export interface LogSinkOf<E> {
  /** A request is over: its answer has gone out, or was broken off. */
  request(exchange: E, outcome: Delivery): void;
  metric(sample: MetricSample, exchange: E): void;
  event(event: HubEvent, exchange: E): void;
  trace(record: TraceRecord, exchange: E): void;
  usage(usage: LanguageModelUsage, exchange: E): void;
  /** Nobody reads what `usage` is told, so that nobody has to find it out. @default false */
  readonly ignoresUsage?: boolean;
}

/** Makes a piece of state the first time that somebody asks for it. */
export type StateMakerOf<T, E> = new (services: ServicesOf<E>) => T;

/** What policies use while they run. One for each gateway instance; it outlives changes of the configuration. */
export interface ServicesOf<E> extends Environment, ExpressionStyle {
  readonly transport: Transport;
  /** Of the present configuration. */
  readonly backends: Backends;
  /** Of the present configuration. */
  readonly certificates: CertificateStore;
  readonly log: LogSinkOf<E>;
  /** What is not documented, as somebody decided it or by default. */
  readonly settings: GatewaySettings;
  /** Bytes of a body that a policy may bring into memory, by the setting and the tier. */
  readonly bodyLimit: number;
  /** State of this instance: breakers, concurrency. */
  state<T>(maker: StateMakerOf<T, E>): T;
  /** State that the instances of one region share: caches, counters. */
  shared<T>(maker: StateMakerOf<T, E>): T;
}
