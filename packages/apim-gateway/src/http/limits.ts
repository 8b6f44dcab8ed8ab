/** What one caller may ask of the process. Limits of this process, not of API Management. */
export interface ServerLimits {
  /** Bytes of the request line and all headers; more is answered with 431. */
  readonly headBytes: number;
  /** Headers of one request; more is answered with 431. */
  readonly headerCount: number;
  /** Bytes of the request target; more is answered with 414. */
  readonly targetBytes: number;
  /** Bytes of a request's body; more is answered with 413. */
  readonly bodyBytes: number;
  /** Milliseconds from the start of a request to the end of its headers; longer is answered with 408. */
  readonly headMs: number;
  /** Milliseconds without a byte of a body that somebody waits for; longer is answered with 408. */
  readonly bodyIdleMs: number;
  /** Milliseconds that a connection stays open with nothing to do. */
  readonly keepAliveMs: number;
  /** Milliseconds in which a refused or answered caller may finish sending before its connection is destroyed. */
  readonly lingerMs: number;
}

export const defaultLimits: ServerLimits = {
  headBytes: 65_536,
  headerCount: 256,
  targetBytes: 16_384,
  bodyBytes: 268_435_456,
  headMs: 30_000,
  bodyIdleMs: 60_000,
  keepAliveMs: 65_000,
  lingerMs: 2_000,
};
