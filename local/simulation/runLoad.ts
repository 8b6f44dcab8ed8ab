import {
  type BackendRequest,
  type BackendResponse,
  Body,
  type Configuration,
  createGateway,
  type GatewayRequest,
  Headers,
  SharedState,
  TransportFailure,
  virtualEnvironment,
} from "apim-gateway";
import type { Admission } from "../accounts/admission/admission";

/** Which deployment a call went to. */
export interface Called {
  /** First part of the host. */
  readonly account: string;
  readonly deployment: string;
}

/** What one call meets, beside admission. */
export type Fault =
  /** No connection can be made. */
  | { readonly kind: "refused" }
  /** Nothing comes until the attempt's limit. */
  | { readonly kind: "hangs" }
  | { readonly kind: "status"; readonly status: number; readonly body?: string };

export interface LoadOptions {
  readonly configuration: Configuration;
  readonly key: string;
  readonly surface: "azure" | "v1";
  readonly model: string;
  /** Requests per second, at random moments (Poisson). */
  readonly rate: number;
  readonly seconds: number;
  /** @default 0: all are counted */
  readonly warmUpSeconds?: number;
  readonly seed: number;
  /** The rule of a deployment, made once for each. */
  readonly admission: (called: Called) => Admission;
  /** What is wrong with a deployment at a moment, in seconds since the start. @default nothing */
  readonly fault?: (called: Called, second: number) => Fault | undefined;
  /** Whole seconds that a refusal of a deployment asks to wait, whatever would do. @default what would do */
  readonly retryAfterSeconds?: (called: Called) => number | undefined;
  /** Seconds of an answer. @default 0.8 */
  readonly answerSeconds?: number;
  /** Gateway instances: breakers of their own, one cache. @default 1 */
  readonly instances?: number;
  /** Settings of the gateway that differ from its defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface LoadResult {
  readonly sent: number;
  /** Status → how many callers got it. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly answered: number;
  /** Calls to accounts for each answered request. */
  readonly attempts: number;
  /** `account/deployment` → calls, and those of them that were served. */
  readonly calls: Readonly<Record<string, { readonly asked: number; readonly served: number }>>;
  /** Requests that met the same deployment more than once. */
  readonly repeated: number;
  /** Requests that took longer than 10 s. */
  readonly late: number;
  /** `Retry-After` of answers with 429, in seconds → how often. */
  readonly retryAfters: Readonly<Record<string, number>>;
}

const BUSY = '{"error":{"code":"429","message":"Rate limit is exceeded."}}';
const ANSWER = '{"choices":[{"message":{"role":"assistant","content":"hello"}}]}';
/** A refusal takes no thought. */
const REFUSAL_MS = 15;

/**
 * Sends a load through a stack's own policies in virtual time, to accounts that admit by rule. The same options give the
 * same result.
 */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { warmUpSeconds = 0, answerSeconds = 0.8, instances = 1, seconds, rate } = options;
  const time = virtualEnvironment({ seed: options.seed });
  const start = time.now();
  const rules = new Map<string, Admission>();
  const calls: Record<string, { asked: number; served: number }> = {};
  const statuses: Record<number, number> = {};
  const retryAfters: Record<string, number> = {};
  const total = { sent: 0, answered: 0, repeated: 0, late: 0, attempts: 0 };
  const counting = () => time.now() - start >= warmUpSeconds * 1000;

  const transport = (request: BackendRequest): Promise<BackendResponse> => {
    const called = calledBy(request);
    const name = `${called.account}/${called.deployment}`;
    calls[name] ??= { asked: 0, served: 0 };
    const count = calls[name];
    if (counting()) count.asked++;
    const asks = asked.get(request.headers.get("x-load-request") ?? "");
    asks?.push(name);
    const fault = options.fault?.(called, (time.now() - start) / 1000);
    if (fault?.kind === "refused")
      return Promise.reject(new TransportFailure("connection", "Connection refused."));
    return new Promise((resolve, reject) => {
      if (fault?.kind === "hangs") {
        time.after(request.timeoutMs, () => reject(new TransportFailure("timeout", "No answer in time.")));
        return;
      }
      if (fault?.kind === "status") {
        time.after(REFUSAL_MS, () => resolve(answer(fault.status, fault.body ?? "{}")));
        return;
      }
      const rule = rules.get(name) ?? options.admission(called);
      rules.set(name, rule);
      const verdict = rule.ask(time.now());
      if (verdict.admitted) {
        if (counting()) count.served++;
        time.after(answerSeconds * 1000, () => resolve(answer(200, ANSWER)));
        return;
      }
      const asked = options.retryAfterSeconds?.(called);
      const wait = asked === undefined ? verdict.retryInMs : asked * 1000;
      const headers = { "Retry-After": `${Math.ceil(wait / 1000)}`, "retry-after-ms": `${Math.ceil(wait)}` };
      time.after(REFUSAL_MS, () => resolve(answer(429, BUSY, headers)));
    });
  };

  const region = new SharedState();
  const gateways = Array.from({ length: instances }, () =>
    createGateway({
      configuration: options.configuration,
      environment: time,
      traces: "never",
      transport,
      region,
      ...(options.settings === undefined ? {} : { settings: options.settings }),
    }),
  );
  /** Which deployments each request under way has met. */
  const asked = new Map<string, string[]>();
  let next = 0;
  const arrive = () => {
    const counted = counting();
    const id = `${next++}`;
    const met: string[] = [];
    asked.set(id, met);
    const began = time.now();
    const gateway = gateways[next % instances] as (typeof gateways)[number];
    void Promise.resolve(gateway.handle(arriving(options, id))).then((reply) => {
      reply.delivered("complete");
      asked.delete(id);
      if (!counted) return;
      total.sent++;
      statuses[reply.status] = (statuses[reply.status] ?? 0) + 1;
      if (reply.status === 200) {
        total.answered++;
        total.attempts += met.length;
      }
      if (reply.status === 429) {
        const told = reply.headers.get("retry-after") ?? "none";
        retryAfters[told] = (retryAfters[told] ?? 0) + 1;
      }
      if (new Set(met).size < met.length) total.repeated++;
      if (time.now() - began > 10_000) total.late++;
    });
    const gap = (-Math.log(1 - time.random()) / rate) * 1000;
    if (time.now() + gap - start < seconds * 1000) time.after(gap, arrive);
  };
  time.after(0, arrive);
  await time.run();
  return {
    ...total,
    statuses,
    calls,
    retryAfters,
    attempts: total.answered === 0 ? 0 : total.attempts / total.answered,
  };
}

function calledBy({ url, body }: BackendRequest): Called {
  const { hostname, pathname } = new URL(url);
  const account = hostname.split(".")[0] as string;
  const inPath = /\/deployments\/([^/]+)/.exec(pathname)?.[1];
  if (inPath !== undefined) return { account, deployment: decodeURIComponent(inPath) };
  const { model } = JSON.parse(body?.text() ?? "{}") as { model?: unknown };
  return { account, deployment: String(model) };
}

function arriving({ key, model, surface }: LoadOptions, id: string): GatewayRequest {
  const target =
    surface === "azure"
      ? `/openai/deployments/${encodeURIComponent(model)}/chat/completions`
      : "/openai/v1/chat/completions";
  const body = JSON.stringify({
    ...(surface === "v1" ? { model } : {}),
    messages: [{ role: "user", content: "hello" }],
  });
  return {
    method: "POST",
    scheme: "https",
    host: "gateway.example",
    port: 443,
    target,
    headers: Headers.of({ "api-key": key, "Content-Type": "application/json", "x-load-request": id }),
    body: Body.arrived(Buffer.from(body)),
    ipAddress: "203.0.113.9",
    onAbort: () => {},
  };
}

function answer(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): BackendResponse {
  return {
    status,
    reason: status === 200 ? "OK" : "Refused",
    // Every answer of Azure OpenAI carries an id of its own.
    headers: Headers.of({ "Content-Type": "application/json", "apim-request-id": "1", ...headers }),
    body: Body.of(body),
  };
}
