import type { Headers } from "../messages/headers";
import type { Exchange } from "../pipeline/exchange";
import type { Delivery } from "../ports/gatewayRequest";

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
  /** Of that time, how much the machine had no time for this process. */
  readonly lateMs: number;
  readonly outcome: Delivery;
  /** `undefined`: the request never got to policies. */
  readonly exchange: Exchange | undefined;
}
