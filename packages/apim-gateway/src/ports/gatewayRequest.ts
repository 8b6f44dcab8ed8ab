import type { Body } from "../messages/body";
import type { Headers } from "../messages/headers";

/** A request as it arrived, checked by whoever took it from the wire and without its hop-by-hop headers. */
export interface GatewayRequest {
  readonly method: string;
  readonly scheme: "http" | "https";
  /** Without port. */
  readonly host: string;
  readonly port: number;
  /** Path and query as on the wire. */
  readonly target: string;
  readonly headers: Headers;
  /** `null`: neither `Content-Length` nor `Transfer-Encoding` announced one. */
  readonly body: Body | null;
  readonly ipAddress: string;
  /** Called once with what is to run when the caller goes away. */
  readonly onAbort: (abort: () => void) => void;
}

/** How the delivery of a response ended. `cut`: the backend broke off; `aborted`: the caller did. */
export type Delivery = "complete" | "cut" | "aborted";

/** What is to be sent back. Whoever delivers it calls `watch` for each chunk of the body and `delivered` once. */
export interface GatewayResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: Headers;
  readonly body: Body | null;
  /** `undefined`: nobody looks. */
  readonly watch: ((chunk: Uint8Array) => void) | undefined;
  readonly delivered: (outcome: Delivery) => void;
}

/** Handles one request. Never throws and never rejects: what goes wrong is an answer. */
export type HandleRequest = (request: GatewayRequest) => GatewayResponse | Promise<GatewayResponse>;
