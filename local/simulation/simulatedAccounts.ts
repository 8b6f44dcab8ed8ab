import {
  type BackendRequest,
  type BackendResponse,
  Body,
  Headers,
  TransportFailure,
  type VirtualEnvironment,
} from "apim-gateway";
import type { Admission } from "../accounts/admission/admission";
import type { DrawnArrival } from "./drawArrivals";
import { type Called, type Fault, faultAt } from "./faults";
import type { AccountOptions, Poison } from "./load";

/** What a call came to. */
export interface AccountCall {
  readonly called: Called;
  /** Milliseconds since the start. */
  readonly at: number;
  readonly served: boolean;
  /** The deployment was failing. */
  readonly dead: boolean;
}

/** A refusal takes no thought. */
const REFUSAL_MS = 15;
/** When the first event of a stream comes: the head waits for it. */
const FIRST_EVENT = 0.3;

const error = (code: string, message: string) => JSON.stringify({ error: { code, message } });
const BUSY = error("429", "Rate limit is exceeded.");
const TOO_LONG = error("context_length_exceeded", "The prompt is longer than this deployment admits.");
const ANSWER =
  '{"choices":[{"message":{"role":"assistant","content":"hello"}}],"usage":{"prompt_tokens":2,"completion_tokens":1,"total_tokens":3}}';
const STREAM = 'data: {"choices":[{"delta":{"content":"hello"}}]}\n\ndata: [DONE]\n\n';

/** Azure OpenAI accounts in virtual time: they admit by rule, refuse and fail as they are told. */
export class SimulatedAccounts {
  private readonly rules = new Map<string, Admission>();
  private readonly start: number;

  constructor(
    private readonly time: VirtualEnvironment,
    private readonly options: AccountOptions,
  ) {
    this.start = time.now();
  }

  /**
   * Takes a call.
   *
   * @param arrival the request that it is made for
   * @param watch told what came of it, before it is answered
   * @throws TransportFailure as a rejection
   */
  answer(
    request: BackendRequest,
    arrival: DrawnArrival,
    watch: (call: AccountCall) => void,
  ): Promise<BackendResponse> {
    const { time } = this;
    const called = calledBy(request);
    const at = time.now() - this.start;
    const fault = this.fault(called, at / 1000);
    const tell = (served: boolean) => watch({ called, at, served, dead: fault !== undefined });
    return new Promise((resolve, reject) => {
      request.onAbort(() => reject(new TransportFailure("aborted", "The caller went away.")));
      const reply = (ms: number, response: BackendResponse) => time.after(ms, () => resolve(response));
      if (fault !== undefined) {
        tell(false);
        if (fault.kind === "refused") reject(new TransportFailure("connection", "Connection refused."));
        else if (fault.kind === "hangs") this.silence(request, reject);
        else reply(REFUSAL_MS, this.response(called, fault.status, fault.body ?? "{}", fault.headers));
        return;
      }
      const { poison } = arrival.consumer;
      if (poison !== undefined) {
        tell(false);
        reply(REFUSAL_MS, this.response(called, poison.status, bodyOf(poison), poisonHeaders(poison)));
        return;
      }
      const rule = this.rule(called);
      if (arrival.tooLong && rule.utilization(time.now()) !== undefined) {
        tell(false);
        reply(REFUSAL_MS, this.response(called, 400, TOO_LONG));
        return;
      }
      const verdict = rule.ask(time.now(), arrival.cost);
      tell(verdict.admitted);
      if (!verdict.admitted) {
        reply(REFUSAL_MS, this.response(called, 429, BUSY, this.waiting(called, verdict.retryInMs)));
        return;
      }
      time.after(arrival.answerMs, () => rule.complete(time.now(), arrival.cost));
      // Its head comes with the first event, or with the whole answer.
      if (arrival.answerMs * (arrival.streamed ? FIRST_EVENT : 1) > request.timeoutMs)
        this.silence(request, reject);
      else if (arrival.streamed)
        reply(
          arrival.answerMs * FIRST_EVENT,
          this.response(called, 200, STREAM, { "Content-Type": "text/event-stream" }),
        );
      else reply(arrival.answerMs, this.response(called, 200, ANSWER));
    });
  }

  /** The rule of a deployment. */
  rule(called: Called): Admission {
    const name = nameOf(called);
    const rule = this.rules.get(name) ?? this.options.admission(called);
    this.rules.set(name, rule);
    return rule;
  }

  /** How full each provisioned deployment is that was called, in percent. */
  utilizations(): ReadonlyMap<string, number> {
    const percents = new Map<string, number>();
    for (const [name, rule] of this.rules) {
      const percent = rule.utilization(this.time.now());
      if (percent !== undefined) percents.set(name, percent);
    }
    return percents;
  }

  fault(called: Called, second: number): Fault | undefined {
    return this.options.fault?.(called, second) ?? faultAt(this.options.outages ?? [], called, second);
  }

  private silence({ timeoutMs }: BackendRequest, reject: (error: TransportFailure) => void): void {
    this.time.after(timeoutMs, () => reject(new TransportFailure("timeout", "No answer in time.")));
  }

  private waiting(called: Called, ms: number): Record<string, string> {
    const kind = this.options.retryAfter?.(called) ?? "exact";
    if (kind === "none") return {};
    const seconds = { "Retry-After": `${typeof kind === "number" ? kind : Math.ceil(ms / 1000)}` };
    return kind === "exact" ? { ...seconds, "retry-after-ms": `${Math.ceil(ms)}` } : seconds;
  }

  private response(
    called: Called,
    status: number,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): BackendResponse {
    const told = status === 200 || status === 429;
    const percent = told ? this.rule(called).utilization(this.time.now()) : undefined;
    const region = this.options.region?.(called);
    return {
      status,
      reason: status === 200 ? "OK" : "Refused",
      headers: Headers.of({
        "Content-Type": "application/json",
        // Every answer of Azure OpenAI carries an id of its own.
        "apim-request-id": "1",
        ...(region === undefined ? {} : { "x-ms-region": region }),
        ...(percent === undefined ? {} : { "azure-openai-deployment-utilization": `${percent.toFixed(1)}%` }),
        ...headers,
      }),
      body: Body.of(body),
    };
  }
}

/** Milliseconds from the head of an answer until its last byte. */
export const bodyMs = ({ streamed, answerMs }: DrawnArrival): number =>
  streamed ? answerMs * (1 - FIRST_EVENT) : 0;

export const nameOf = ({ account, deployment }: Called): string => `${account}/${deployment}`;

const bodyOf = ({ status }: Poison): string =>
  status === 429 ? BUSY : error("500", "The server had an error.");

function poisonHeaders({ retryAfterSeconds }: Poison): Record<string, string> {
  return retryAfterSeconds === undefined
    ? {}
    : { "Retry-After": `${retryAfterSeconds}`, "retry-after-ms": `${retryAfterSeconds * 1000}` };
}

/** Surface `azure` names the deployment in the path, `v1` in the body. */
export function calledBy({ url, body }: BackendRequest): Called {
  const { hostname, pathname } = new URL(url);
  const account = hostname.split(".")[0] as string;
  const inPath = /\/deployments\/([^/]+)/.exec(pathname)?.[1];
  if (inPath !== undefined) return { account, deployment: decodeURIComponent(inPath) };
  const { model } = JSON.parse(body?.text() ?? "{}") as { model?: unknown };
  return { account, deployment: String(model) };
}
