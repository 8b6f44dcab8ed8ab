import type { Exchange } from "../pipeline/exchange";
import type { LastError } from "../pipeline/lastError";
import type { TraceRecord } from "../pipeline/logRecords";
import type { Delivery } from "../ports/gatewayRequest";
import type { Diagnostic } from "../resources/configuration";
import { loggedBody } from "./loggedBody";
import type { Mask } from "./mask";
import { timesOf } from "./times";

/** What a log knows besides the request itself. */
export interface LogContext {
  readonly mask: Mask;
  /** Name of the region, as `context.Deployment.Region`. */
  readonly region: string | null;
  /** Resource id of the service. */
  readonly serviceId: string | null;
  /** `HTTP/1.1`, where the gateway runs on sockets; else nobody knows. */
  readonly protocols: { readonly client: string | null; readonly backend: string | null };
}

/** A field of a row; what nobody knows is null. */
type Field = string | number | boolean | null | object;

/**
 * A row of the table `ApiManagementGatewayLogs`: its columns, and no others. Times in milliseconds. Source: Azure
 * Monitor, table reference and gateway log schema.
 */
export function gatewayRow(
  exchange: Exchange,
  outcome: Delivery,
  diagnostic: Diagnostic | undefined,
  records: readonly TraceRecord[],
  { mask, region, serviceId, protocols }: LogContext,
): Readonly<Record<string, Field>> {
  const { request, response, parts, lastError, services, timestamp, attempts } = exchange;
  const { total, backend } = timesOf(exchange, services.monotonic());
  const status = response?.statusCode ?? 200;
  const attempt = attempts.findLast(({ failure }) => failure !== "unavailable");
  const bodyBytes = diagnostic?.bodyBytes;
  return {
    Type: "ApiManagementGatewayLogs",
    TimeGenerated: new Date(timestamp).toISOString(),
    _ResourceId: serviceId,
    Category: "GatewayLogs",
    OperationName: "Microsoft.ApiManagement/GatewayLogs",
    CorrelationId: exchange.requestId,
    Region: region,
    IsRequestSuccess: outcome === "complete" && status >= 200 && status < 400,
    Method: request.originalMethod,
    Url: mask.text(request.originalUrl.toString()),
    ClientProtocol: protocols.client,
    ClientTlsVersion: null,
    CallerIpAddress: diagnostic?.logClientIp === true ? request.ipAddress : null,
    ApiId: parts.api?.id ?? null,
    ApiRevision: parts.api?.revision ?? null,
    OperationId: parts.operation?.id ?? null,
    ProductId: parts.product?.id ?? null,
    ApimSubscriptionId: parts.subscription?.id ?? null,
    UserId: parts.subscription?.user?.id ?? null,
    ResponseCode: status,
    // The sizes count heads too, which only the sockets see.
    RequestSize: null,
    ResponseSize: null,
    BackendId: attempt?.backendId ?? null,
    BackendMethod: attempt?.method ?? null,
    BackendUrl: attempt === undefined ? null : mask.text(attempt.url),
    BackendProtocol: attempt === undefined ? null : protocols.backend,
    BackendResponseCode: attempt?.status ?? null,
    // Until the heads of the answers. A body that streams through is the backend's and the caller's time at once.
    BackendTime: Math.round(backend),
    ClientTime: null,
    TotalTime: Math.round(total),
    Cache: null,
    CacheTime: null,
    ...lastErrorColumns(lastError, exchange, mask),
    Errors: lastError === null ? [] : [errorOf(lastError, mask)],
    TraceRecords: records.map((record) => recordOf(record, mask)),
    RequestHeaders: null,
    RequestBody: loggedBody(request.originalBody, bodyBytes?.frontendRequest ?? 0, mask),
    ResponseHeaders: null,
    ResponseBody: loggedBody(response?.body ?? null, bodyBytes?.frontendResponse ?? 0, mask),
    BackendRequestHeaders: null,
    BackendRequestBody: null,
    BackendResponseHeaders: null,
    BackendResponseBody: null,
    IsTraceRequested: exchange.recorder !== undefined,
    IsTraceAllowed: null,
    IsTraceExpired: null,
    IsMasterTrace: null,
    WorkspaceId: null,
  };
}

function lastErrorColumns(error: LastError | null, { failed, started }: Exchange, mask: Mask) {
  return {
    LastErrorElapsed: error === null || failed === undefined ? null : Math.round(failed - started),
    LastErrorSource: error?.source ?? null,
    LastErrorReason: error?.reason ?? null,
    LastErrorMessage: error === null ? null : mask.text(error.message),
    LastErrorScope: error?.scope ?? null,
    LastErrorSection: error?.section ?? null,
  };
}

const errorOf = ({ source, reason, message, scope, section }: LastError, mask: Mask) => ({
  source,
  reason,
  message: mask.text(message),
  scope,
  section,
});

/** As in the column `TraceRecords`: queries read `source`, `message` and `metadata.<name>`. */
export function recordOf({ source, severity, message, metadata }: TraceRecord, mask: Mask) {
  return {
    source: mask.text(source),
    severity,
    message: mask.text(message),
    metadata: maskedValues(metadata, mask),
  };
}

export function maskedValues(
  values: Readonly<Record<string, string>>,
  mask: Mask,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [mask.text(name), mask.value(name, value)]),
  );
}
