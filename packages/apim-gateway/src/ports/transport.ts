import type { Certificate } from "../certificates/certificate";
import type { Body } from "../messages/body";
import type { Headers } from "../messages/headers";

/** One call to a backend, ready to go. */
export interface BackendRequest {
  readonly method: string;
  /** Absolute, without a fragment. */
  readonly url: string;
  readonly headers: Headers;
  readonly body: Body | null;
  /** Milliseconds until the head of the response; the body may take longer. */
  readonly timeoutMs: number;
  readonly followRedirects: boolean;
  /** Headers that let in where this call goes, beside those that always do. @default none */
  readonly credentialHeaders?: readonly (readonly [name: string, values: readonly string[]])[] | undefined;
  readonly tls: {
    readonly validateCertificateChain: boolean;
    readonly validateCertificateName: boolean;
    /** Shown to who asks for one; has a private key. @default none */
    readonly clientCertificate?: Certificate | undefined;
  };
  /** Given once: the caller lost interest, so the call is to be broken off. */
  readonly onAbort: (abort: () => void) => void;
}

export interface BackendResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: Headers;
  readonly body: Body;
}

/** No response. `connection`: none could be made, or it broke; `timeout`: no head in time; `aborted`: by `onAbort`. */
export class TransportFailure extends Error {
  override readonly name = "TransportFailure";
  constructor(
    readonly kind: "connection" | "timeout" | "aborted",
    message: string,
  ) {
    super(message);
  }
}

/**
 * How calls leave the gateway: over sockets, or inside a simulation. Answers at once or later; throws or rejects with
 * `TransportFailure` and nothing else.
 */
export type Transport = (request: BackendRequest) => BackendResponse | Promise<BackendResponse>;
