import type { Headers } from "../messages/headers";

/** What of a request decides where it goes. The query is asked for only where it matters. */
export interface Call {
  /** As on the wire. */
  readonly method: string;
  /** As on the wire, percent-encoded, without the query. */
  readonly path: string;
  /** Decoded values by name. */
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly headers: Headers;
}
