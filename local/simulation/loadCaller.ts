import {
  Body,
  type Gateway,
  type GatewayRequest,
  type GatewayResponse,
  Headers,
  type VirtualEnvironment,
} from "apim-gateway";
import type { DrawnArrival } from "./drawArrivals";
import type { LoadOptions } from "./load";
import { bodyMs } from "./simulatedAccounts";

/** What a caller got in the end. */
export interface CallerAnswer {
  /** 0: it went away first. */
  readonly status: number;
  /** Of the last answer, as it was told. */
  readonly retryAfter: string | undefined;
}

/** The longest that the OpenAI SDKs wait because they are told to. */
const LONGEST_TOLD_MS = 60_000;

/** Callers with their libraries: time limits and retries as the OpenAI SDKs have them. */
export class LoadCaller {
  constructor(
    private readonly time: VirtualEnvironment,
    private readonly options: Pick<LoadOptions, "surface" | "model" | "key">,
    /** The instance that the next request reaches. */
    private readonly gateway: () => Gateway,
  ) {}

  /**
   * One request of an application, with the tries of its library.
   *
   * @param tag tells the request in its body
   * @param onTry told before each try
   */
  async send(arrival: DrawnArrival, tag: string, onTry: () => void): Promise<CallerAnswer> {
    const { sdkRetries = 0 } = arrival.consumer;
    for (let tries = 0; ; tries++) {
      onTry();
      const answer = await this.once(arrival, tag);
      if (tries >= sdkRetries || !isTriedAgain(answer.status))
        return { status: answer.status, retryAfter: answer.headers?.get("retry-after") };
      await this.time.sleep(this.pause(answer.headers, tries));
    }
  }

  private once(arrival: DrawnArrival, tag: string): Promise<{ status: number; headers?: Headers }> {
    const { time } = this;
    const { timeLimitSeconds } = arrival.consumer;
    return new Promise((done) => {
      let abort = () => {};
      /** Tells once how the delivery ended. */
      let end = () => {};
      let gone = false;
      if (timeLimitSeconds !== undefined)
        time.after(timeLimitSeconds * 1000, () => {
          gone = true;
          abort();
          end();
          done({ status: 0 });
        });
      const take = (reply: GatewayResponse) => {
        const rest = reply.status === 200 && !gone ? bodyMs(arrival) : 0;
        end = () => {
          end = () => {};
          reply.delivered(gone ? "aborted" : "complete");
        };
        const delivered = () => {
          end();
          done({ status: reply.status, headers: reply.headers });
        };
        if (rest === 0) delivered();
        else time.after(rest, delivered);
      };
      const request = this.arriving(arrival, tag, (action) => {
        abort = action;
      });
      void Promise.resolve(this.gateway().handle(request)).then(take);
    });
  }

  /** Milliseconds until the next try. */
  private pause(headers: Headers | undefined, tries: number): number {
    const ms = Number(headers?.get("retry-after-ms") ?? Number.NaN);
    const told = Number.isNaN(ms) ? 1000 * Number(headers?.get("retry-after") ?? Number.NaN) : ms;
    if (told > 0 && told <= LONGEST_TOLD_MS) return told;
    return Math.min(500 * 2 ** tries, 8000) * (1 - this.time.random() / 4);
  }

  private arriving(arrival: DrawnArrival, tag: string, onAbort: GatewayRequest["onAbort"]): GatewayRequest {
    const { model, surface } = this.options;
    const body = JSON.stringify({
      ...(surface === "v1" ? { model } : {}),
      messages: [{ role: "user", content: "hello" }],
      ...(arrival.streamed ? { stream: true } : {}),
      user: tag,
    }).padEnd(arrival.consumer.bodyBytes ?? 0);
    return {
      method: "POST",
      scheme: "https",
      host: "gateway.example",
      port: 443,
      target:
        surface === "azure"
          ? `/openai/deployments/${encodeURIComponent(model)}/chat/completions`
          : "/openai/v1/chat/completions",
      headers: Headers.of({
        "api-key": arrival.consumer.key,
        "Content-Type": "application/json",
        ...(arrival.consumer.bodyBytes === undefined ? {} : { "Content-Length": `${body.length}` }),
      }),
      body: Body.arrived(Buffer.from(body)),
      ipAddress: "203.0.113.9",
      onAbort,
    };
  }
}

/** The tag of a request, in what an account gets. Headers may be dropped on the way, the body is the caller's. */
export const tagOf = (body: Body | null): string => /"user":"([^"]*)"/.exec(body?.text() ?? "")?.[1] ?? "";

const isTriedAgain = (status: number) =>
  status === 0 || status === 408 || status === 409 || status === 429 || status >= 500;
