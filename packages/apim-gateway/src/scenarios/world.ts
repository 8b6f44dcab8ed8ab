import type { Exchange } from "../pipeline/exchange";
import type { Environment } from "../ports/environment";
import type { GatewayRequest, GatewayResponse, HandleRequest } from "../ports/gatewayRequest";
import type { Transport } from "../ports/transport";

/** Time as a scenario needs it. All in milliseconds. */
export interface ScenarioTime extends Environment {
  /** How long this process was ready to run so far and the machine did something else; in virtual time never. */
  late(): number;
  /** Runs an action later. */
  after(milliseconds: number, action: () => void): void;
  /** Lets so much time pass. */
  wait(milliseconds: number): Promise<void>;
  /** Lets time pass until something is done, or until it is clear that it never will be. */
  until(done: () => boolean): Promise<void>;
  /** Lets what is still under way come to an end, unless enough is done before. */
  rest(done: () => boolean): Promise<void>;
}

/** One answer, and what the gateway knows of it once it was delivered. */
export interface Asked {
  readonly answer: GatewayResponse;
  readonly exchange: () => Exchange | undefined | Promise<Exchange | undefined>;
}

export type Ask = (request: GatewayRequest) => Promise<Asked>;

/** Where a scenario happens: in virtual time, or over sockets. */
export interface ScenarioWorld {
  readonly time: ScenarioTime;
  /** Milliseconds by which an answer may be later than it should. */
  readonly graceMs: number;
  /** The way of the gateway's calls to who plays the backends. */
  callsOf(backends: Transport): Promise<Transport>;
  /**
   * The way of requests to the gateway.
   *
   * @param delivered the exchange that the gateway's log was told of last
   */
  requestsOf(handle: HandleRequest, delivered: () => Exchange | undefined): Promise<Ask>;
  close(): Promise<void>;
}
