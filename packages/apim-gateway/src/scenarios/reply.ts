import type { Headers } from "../messages/headers";
import type { Exchange } from "../pipeline/exchange";

/** What a caller got for one request. Times in virtual milliseconds since it was sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Pieces of the body as they came. */
  readonly pieces: readonly string[];
  /** Until the first piece; `undefined`: there was none. */
  readonly firstMs: number | undefined;
  readonly tookMs: number;
  readonly outcome: "complete" | "cut" | "aborted";
  /** `undefined`: the request never got to policies. */
  readonly exchange: Exchange | undefined;
}
