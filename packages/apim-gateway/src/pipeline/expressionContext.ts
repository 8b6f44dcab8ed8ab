import { backendKey } from "../backends/backend";
import type { Certificate } from "../certificates/certificate";
import type { HostContext, HostRecord } from "../csharp/host/data";
import type { ContextRecords, Exchange } from "./exchange";
import { FoundryRequest } from "./foundryRequest";
import type { LastError } from "./lastError";
import { type RequestMessage, ResponseMessage } from "./messages";
import type { Variables } from "./variables";

/** What `context` is in the expressions of one exchange. */
class ExpressionContext implements HostContext {
  readonly csType = "IContext" as const;
  readonly variables: Variables;
  readonly request: RequestMessage;
  readonly timestamp: number;
  private readonly records: ContextRecords;
  private empty: ResponseMessage | undefined;

  constructor(private readonly exchange: Exchange) {
    this.variables = exchange.variables;
    this.request = exchange.request;
    this.timestamp = exchange.timestamp;
    this.records = exchange.parts.records;
  }

  get response(): ResponseMessage | null {
    return this.exchange.response;
  }
  /** What expressions see as `context.Response` while there is no response: after an attempt it is null. */
  get noResponse(): ResponseMessage | null {
    const { attempts, services } = this.exchange;
    if (attempts.length > 0 || services.settings.responseBeforeForward === "null") return null;
    this.empty ??= new ResponseMessage(200, "OK");
    return this.empty;
  }
  get lastError(): LastError | null {
    return this.exchange.lastError;
  }
  get foundry(): FoundryRequest {
    const { foundryDeployment } = this.exchange.services.settings;
    return new FoundryRequest(this.request, foundryDeployment === "path-or-model");
  }
  get requestId(): string {
    return this.exchange.requestId;
  }
  get elapsed(): number {
    return this.exchange.elapsed;
  }
  get tracing(): boolean {
    return this.exchange.recorder !== undefined;
  }
  get operation(): HostRecord | null {
    return this.records.operation;
  }
  get api(): HostRecord | null {
    return this.records.api;
  }
  get product(): HostRecord | null {
    return this.records.product;
  }
  get subscription(): HostRecord | null {
    return this.records.subscription;
  }
  get user(): HostRecord | null {
    return this.records.user;
  }
  get deployment(): HostRecord | null {
    return this.records.deployment;
  }
  /** What `set-backend-service` chose; once it was called and is a pool, its member. */
  get backend(): HostRecord | null {
    const { backendChoice, attempts, services } = this.exchange;
    if (backendChoice?.kind !== "backend") return null;
    const last = services.settings.contextBackend === "called" ? attempts.at(-1) : undefined;
    const member =
      last?.pool !== undefined && backendKey(last.pool) === backendKey(backendChoice.id)
        ? last.backendId
        : undefined;
    const found = services.backends.find(member ?? backendChoice.id);
    if (found === undefined) return null;
    const region = found.type === "Single" ? found.properties.azureRegion : undefined;
    return {
      csType: "IBackend",
      Id: found.name,
      Type: found.type,
      AzureRegion: typeof region === "string" ? region : null,
    };
  }

  verifyCertificate(certificate: Certificate, revocation: boolean): boolean {
    const { services } = this.exchange;
    return services.certificates.verify(certificate, services.now(), revocation);
  }

  /** `context.Trace(…)` of an expression. */
  trace(message: string): void {
    this.exchange.recorder?.note(message);
  }
}

/** Made with the first expression; a request without any has none. */
export function contextOf(exchange: Exchange): HostContext {
  exchange.context ??= new ExpressionContext(exchange);
  return exchange.context;
}
