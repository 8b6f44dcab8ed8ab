import type { Exchange } from "../pipeline/exchange";
import type { HubEvent, LanguageModelUsage, TraceRecord } from "../pipeline/logRecords";
import { isLogged } from "../policies/observation/severity";
import type { Delivery } from "../ports/gatewayRequest";
import type { Configuration, Diagnostic } from "../resources/configuration";
import { callerSecrets } from "./callerSecrets";
import { diagnosticFor, isError, isSampled } from "./diagnostics";
import { gatewayRow, type LogContext, recordOf } from "./gatewayRow";
import type { Mask } from "./mask";
import { modelRows } from "./modelRows";

export interface LogsOptions {
  /** Takes one JSON object. */
  readonly write: (line: string) => void;
  readonly mask: Mask;
  /** The configuration now; `undefined`: there is none yet. */
  readonly configuration: () => Configuration | undefined;
  readonly protocols: LogContext["protocols"];
  /** What is logged of an API that no diagnostic `azuremonitor` speaks of. */
  readonly withoutDiagnostic: "everything" | "nothing";
}

/** What the policy `trace` said in one request. */
class Records {
  readonly all: TraceRecord[] = [];
}

/** Writes what Azure Monitor's tables would hold, one JSON object a line; the member `Type` names the table. */
export class Logs {
  constructor(private readonly options: LogsOptions) {}

  request(exchange: Exchange, outcome: Delivery): void {
    const diagnostic = this.diagnosticOf(exchange);
    if (!this.wants(exchange, diagnostic) && !(diagnostic?.alwaysLogErrors && isError(exchange, outcome)))
      return;
    const records = exchange
      .keep(Records)
      .all.filter((record) => !diagnostic || isLogged(record.severity, [diagnostic]));
    const free = records.length > 0 || exchange.lastError !== null || logsBodies(diagnostic);
    const context = this.contextOf(exchange, free);
    this.write(gatewayRow(exchange, outcome, diagnostic, records, context));
    for (const record of records) {
      const { source, severity, message, metadata } = recordOf(record, context.mask);
      this.write({
        ...this.beginning("Trace", exchange),
        Source: source,
        Severity: severity,
        Message: message,
        Metadata: metadata,
      });
    }
  }

  usage(usage: LanguageModelUsage, exchange: Exchange): void {
    const diagnostic = this.diagnosticOf(exchange);
    if (!this.wants(exchange, diagnostic)) return;
    for (const row of modelRows(usage, exchange, diagnostic, this.contextOf(exchange))) this.write(row);
  }

  trace(record: TraceRecord, exchange: Exchange): void {
    exchange.keep(Records).all.push(record);
  }

  /** Sampling does not touch events: documented for `log-to-eventhub`. */
  event({ logger, partitionId, partitionKey, body }: HubEvent, exchange: Exchange): void {
    const { mask } = this.contextOf(exchange);
    this.write({
      ...this.beginning("Event", exchange),
      Logger: logger,
      PartitionId: partitionId ?? null,
      PartitionKey: partitionKey === undefined ? null : mask.text(partitionKey),
      Body: mask.text(body),
    });
  }

  private beginning(Type: string, exchange: Exchange) {
    return {
      Type,
      TimeGenerated: new Date(exchange.services.now()).toISOString(),
      CorrelationId: exchange.requestId,
    };
  }

  private diagnosticOf(exchange: Exchange): Diagnostic | undefined {
    return diagnosticFor(exchange, this.options.configuration()?.diagnostics ?? []);
  }

  private wants(exchange: Exchange, diagnostic: Diagnostic | undefined): boolean {
    if (diagnostic === undefined) return this.options.withoutDiagnostic === "everything";
    return isSampled(exchange, diagnostic);
  }

  /** @param free whether texts are told that may hold what the caller gave */
  private contextOf(exchange: Exchange, free = true): LogContext {
    const { mask, protocols, configuration } = this.options;
    const { Region } = exchange.parts.records.deployment as { readonly Region?: unknown };
    return {
      mask: free ? mask.including(callerSecrets(exchange, mask)) : mask,
      protocols,
      region: typeof Region === "string" ? Region : null,
      serviceId: configuration()?.service.id ?? null,
    };
  }

  private write(row: Readonly<Record<string, unknown>>): void {
    this.options.write(JSON.stringify(row));
  }
}

const logsBodies = (diagnostic: Diagnostic | undefined) =>
  diagnostic !== undefined && Object.values(diagnostic.bodyBytes).some((bytes) => bytes > 0);
