import { Readable } from "node:stream";
import type { RequestRoute } from "../../src/apis/route";
import {
  ConfigurationError,
  createInstance,
  type GatewayInstance,
  type GatewayOptions,
} from "../../src/gateway/createGateway";
import { Body } from "../../src/messages/body";
import { Headers } from "../../src/messages/headers";
import type { Exchange } from "../../src/pipeline/exchange";
import type { HubEvent, LanguageModelUsage, MetricSample, TraceRecord } from "../../src/pipeline/logRecords";
import type { LogSink } from "../../src/pipeline/logSink";
import type { GatewayProblem } from "../../src/ports/problem";
import type { BackendRequest, BackendResponse } from "../../src/ports/transport";
import type { Api, ApiOperation, Configuration } from "../../src/resources/configuration";
import type { GatewayKind } from "../../src/xml/policyTable/rules";

export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly text: string;
  readonly request: BackendRequest;
}

export interface Served {
  readonly status?: number;
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array | Readable;
}

export interface PolicyGatewayOptions {
  /** Policies of the API's sections. */
  readonly inbound?: string;
  readonly backend?: string;
  readonly outbound?: string;
  readonly onError?: string;
  readonly namedValues?: Readonly<Record<string, string | { value: string; secret: boolean }>>;
  /** By name: `<fragment>…</fragment>`. */
  readonly fragments?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** ARM resources. */
  readonly backends?: readonly unknown[];
  readonly loggers?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly kind?: GatewayKind;
  readonly strict?: boolean;
  readonly lenient?: boolean;
  readonly traces?: "never" | "asked" | "always";
  readonly api?: Partial<Api>;
  readonly operation?: Partial<ApiOperation>;
  readonly route?: Partial<RequestRoute>;
  readonly configuration?: Partial<Configuration>;
  /** Told of everything too. */
  readonly log?: LogSink;
  readonly onBreakerChange?: GatewayOptions["onBreakerChange"];
  /** Every document of the service, product and operation scopes. */
  readonly global?: string;
  readonly product?: string;
  readonly operationPolicy?: string;
  /** What a backend answers. May throw or reject with `TransportFailure`. */
  readonly serve?: (call: Call, n: number) => Served | Promise<Served>;
}

export interface Sent {
  readonly method?: string;
  /** Path and query. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array | Readable;
  readonly ip?: string;
  /** Given what breaks the request off. */
  readonly onSent?: (abort: () => void) => void;
}

/** A gateway with one API, `https://gateway.example/`, in virtual time, in front of one function that plays backends. */
export function policyGateway(options: PolicyGatewayOptions = {}) {
  const clock = {
    now: Date.UTC(2026, 0, 1),
    advance(milliseconds: number) {
      clock.now += milliseconds;
    },
  };
  const calls: Call[] = [];
  const log = {
    requests: [] as { exchange: Exchange; outcome: string }[],
    metrics: [] as MetricSample[],
    events: [] as HubEvent[],
    traces: [] as TraceRecord[],
    usages: [] as LanguageModelUsage[],
  };
  const defects: unknown[] = [];
  const serve = options.serve ?? (() => ({}));
  const transport = (request: BackendRequest) => {
    // To load what is in memory would mark it as kept, which is the policies' affair.
    const loading = request.body?.inMemory === false ? request.body.load() : undefined;
    const call = (): BackendResponse | Promise<BackendResponse> => {
      const { method, url, headers, body } = request;
      const made = { method, url, headers, text: body?.text() ?? "", request };
      calls.push(made);
      const served = serve(made, calls.length);
      return served instanceof Promise ? served.then(responseOf) : responseOf(served);
    };
    return loading === undefined ? call() : loading.then(call);
  };
  let random = 1;
  let problems: readonly GatewayProblem[] = [];
  let gateway: GatewayInstance | undefined;
  try {
    gateway = createInstance({
      configuration: configurationOf(options),
      environment: {
        now: () => clock.now,
        monotonic: () => clock.now,
        random: () => {
          random = (random * 16807) % 2147483647;
          return random / 2147483647;
        },
        sleep: (milliseconds) => {
          if (milliseconds <= 0) return undefined;
          clock.advance(milliseconds);
          return Promise.resolve();
        },
        compute: (work) => work,
      },
      transport,
      router: (configuration) => (arriving, url) =>
        routeOf(configuration, options, arriving.method, url.path),
      settings: options.settings ?? {},
      strict: options.strict ?? false,
      lenient: options.lenient ?? false,
      traces: options.traces ?? "asked",
      onDefect: (error) => defects.push(error),
      log: {
        request(exchange, outcome) {
          log.requests.push({ exchange, outcome });
          options.log?.request(exchange, outcome);
        },
        metric(sample, exchange) {
          log.metrics.push(sample);
          options.log?.metric(sample, exchange);
        },
        event(event, exchange) {
          log.events.push(event);
          options.log?.event(event, exchange);
        },
        trace(record, exchange) {
          log.traces.push(record);
          options.log?.trace(record, exchange);
        },
        usage(usage, exchange) {
          log.usages.push(usage);
          options.log?.usage(usage, exchange);
        },
      },
      ...(options.onBreakerChange === undefined ? {} : { onBreakerChange: options.onBreakerChange }),
    });
    problems = gateway.reload(configurationOf(options));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    problems = error.problems;
  }

  async function send({ method, path = "/", headers = {}, body, ip = "203.0.113.9", onSent }: Sent = {}) {
    if (gateway === undefined)
      throw new Error(`the configuration has errors: ${problems.map(({ message }) => message).join("; ")}`);
    const all = Headers.of({ Host: "gateway.example", ...headers });
    const answer = await gateway.handle({
      method: method ?? (body === undefined ? "GET" : "POST"),
      scheme: "https",
      host: "gateway.example",
      port: 443,
      target: path,
      headers: all,
      body: body === undefined ? null : bodyOf(body),
      ipAddress: ip,
      onAbort: (abort) => onSent?.(abort),
    });
    const chunks: Uint8Array[] = [];
    let outcome: "complete" | "cut" = "complete";
    const content = answer.body?.sendable ?? "";
    try {
      if (content instanceof Readable)
        for await (const chunk of content) {
          chunks.push(chunk as Uint8Array);
          answer.watch?.(chunk as Uint8Array);
        }
      else {
        const bytes = Buffer.from(content);
        chunks.push(bytes);
        if (bytes.length > 0) answer.watch?.(bytes);
      }
    } catch {
      outcome = "cut";
    }
    answer.delivered(outcome);
    if (defects.length > 0) throw defects[0];
    const text = Buffer.concat(chunks).toString("utf8");
    return {
      status: answer.status,
      reason: answer.reason,
      headers: answer.headers,
      text,
      outcome,
      json: () => JSON.parse(text) as unknown,
    };
  }

  return {
    send,
    calls,
    clock,
    log,
    problems,
    /** Errors as `rule: message`. */
    warnings: problems.filter(({ severity }) => severity === "warning").map((p) => `${p.rule}: ${p.message}`),
    errors: problems.filter(({ severity }) => severity === "error").map((p) => `${p.rule}: ${p.message}`),
    services: () => (gateway as GatewayInstance).services,
    gateway: () => gateway as GatewayInstance,
    /** The variables of the last request. */
    variables: () => log.requests.at(-1)?.exchange.variables,
    lastError: () => log.requests.at(-1)?.exchange.lastError,
    trace: () => log.requests.at(-1)?.exchange.recorder?.entries ?? [],
  };
}

const bodyOf = (body: string | Uint8Array | Readable): Body =>
  body instanceof Readable ? Body.arriving(body) : Body.arrived(Buffer.from(body));

function responseOf({ status = 200, reason = "OK", headers = {}, body = "" }: Served): BackendResponse {
  const content = body instanceof Readable ? Body.arriving(body) : Body.of(body);
  return { status, reason, headers: Headers.of(headers), body: content };
}

const document = (text: string | undefined, file: string) =>
  text === undefined ? undefined : { file, format: "rawxml" as const, text };

function configurationOf(options: PolicyGatewayOptions): Configuration {
  const { inbound = "<base />", backend = "<base />", outbound = "<base />", onError = "<base />" } = options;
  const text = `<policies><inbound>${inbound}</inbound><backend>${backend}</backend><outbound>${outbound}</outbound><on-error>${onError}</on-error></policies>`;
  const operation: ApiOperation = {
    id: "any",
    displayName: "Anything",
    method: "*",
    urlTemplate: "/*",
    policy: document(options.operationPolicy, "operation.xml"),
    ...options.operation,
  };
  const api: Api = {
    id: "things",
    displayName: "Things",
    path: "",
    revision: "1",
    isCurrent: true,
    version: undefined,
    versioning: undefined,
    serviceUrl: "https://backend.example",
    protocols: ["https"],
    subscriptionRequired: false,
    keyNames: { header: "Ocp-Apim-Subscription-Key", query: "subscription-key" },
    operations: [operation],
    policy: document(text, "api.xml"),
    diagnostics: [],
    ...options.api,
  };
  return {
    service: {
      id: "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/apim",
      name: "apim",
      location: "swedencentral",
      gateway: options.kind ?? "classic",
      identities: undefined,
    },
    apis: [api],
    products:
      options.product === undefined
        ? []
        : [
            {
              id: "gold",
              displayName: "Gold",
              published: true,
              subscriptionRequired: true,
              apis: new Set(["things"]),
              policy: document(options.product, "product.xml"),
            },
          ],
    subscriptions: [],
    namedValues: new Map(
      Object.entries(options.namedValues ?? {}).map(([name, value]) => [
        name,
        typeof value === "string" ? { value, secret: false } : value,
      ]),
    ),
    fragments: new Map(
      Object.entries(options.fragments ?? {}).map(([name, fragment]) => [
        name,
        { file: `fragments/${name}.xml`, format: "rawxml" as const, text: fragment },
      ]),
    ),
    backends: options.backends ?? [],
    certificates: [],
    authorities: { roots: [], intermediates: [] },
    loggers: new Map(Object.entries(options.loggers ?? {})),
    diagnostics: [],
    policy: document(options.global, "global.xml"),
    ...options.configuration,
  };
}

function routeOf(
  configuration: Configuration,
  options: PolicyGatewayOptions,
  method: string,
  path: string,
): RequestRoute {
  const api = configuration.apis[0];
  const operation = api?.operations[0];
  const product = configuration.products[0];
  return {
    kind: "granted",
    api,
    operation,
    product,
    subscription: undefined,
    matchedParameters: new Map(),
    path,
    records: {
      api: { csType: "IApi", Id: "things", Name: "Things", Path: "", Revision: "1" },
      operation: { csType: "IOperation", Id: "any", Method: method, Name: "Anything", UrlTemplate: "/*" },
      product:
        product === undefined ? null : { csType: "IProduct", Id: product.id, Name: product.displayName },
      subscription: null,
      user: null,
      deployment: { csType: "IDeployment", Region: "Sweden Central", ServiceName: "apim", ServiceId: "apim" },
    },
    ...options.route,
  } as RequestRoute;
}
