import type { Backends } from "../backends/backends";
import type { CertificateStore } from "../certificates/certificateStore";
import type { Environment } from "../ports/environment";
import type { Transport } from "../ports/transport";
import type { GatewaySettings } from "../settings/catalogue";
import type { ExpressionStyle } from "./expressionStyle";
import type { LogSink } from "./logSink";

/** Makes a piece of state the first time that somebody asks for it. */
export type StateMaker<T> = new (services: Services) => T;

/** What policies use while they run. One for each gateway instance; it outlives changes of the configuration. */
export interface Services extends Environment, ExpressionStyle {
  readonly transport: Transport;
  /** Of the present configuration. */
  readonly backends: Backends;
  /** Of the present configuration. */
  readonly certificates: CertificateStore;
  readonly log: LogSink;
  /** What is not documented, as somebody decided it or by default. */
  readonly settings: GatewaySettings;
  /** Bytes of a body that a policy may bring into memory, by the setting and the tier. */
  readonly bodyLimit: number;
  /** State of this instance: breakers, concurrency. */
  state<T>(maker: StateMaker<T>): T;
  /** State that the instances of one region share: caches, counters. */
  shared<T>(maker: StateMaker<T>): T;
}

/**
 * `state` and `shared` over a map.
 *
 * @param present the services of the present configuration; state that lives longer sees each that follows
 */
export function stateIn(map: Map<StateMaker<unknown>, unknown>, present: () => Services) {
  const following: Services = {
    now: () => present().now(),
    monotonic: () => present().monotonic(),
    random: () => present().random(),
    sleep: (milliseconds) => present().sleep(milliseconds),
    compute: (work) => present().compute(work),
    transport: (request) => present().transport(request),
    get backends() {
      return present().backends;
    },
    get certificates() {
      return present().certificates;
    },
    get log() {
      return present().log;
    },
    get doubles() {
      return present().doubles;
    },
    get newLine() {
      return present().newLine;
    },
    get bodyLimit() {
      return present().bodyLimit;
    },
    get settings() {
      return present().settings;
    },
    state: (maker) => present().state(maker),
    shared: (maker) => present().shared(maker),
  };
  return <T>(maker: StateMaker<T>): T => {
    let found = map.get(maker) as T | undefined;
    if (found === undefined) {
      found = new maker(following);
      map.set(maker, found);
    }
    return found;
  };
}
