import type { BreakerChange } from "../backends/circuitBreaker";
import type { Attempt, Exchange } from "../pipeline/exchange";
import type { TraceEntry } from "../pipeline/traceRecorder";
import type { Delivery } from "../ports/gatewayRequest";
import { callerSecrets, withoutScheme } from "./callerSecrets";
import { MASKED, type Mask } from "./mask";
import { SHORTEST } from "./secretLiterals";
import { shownText } from "./shownText";
import { endOf, timesOf } from "./times";

export interface BackendBreakerChange extends BreakerChange {
  readonly backend: string;
}

/** One policy's turn. Times in milliseconds, exact to a microsecond, since the request arrived. */
export interface TracePolicy {
  /** `null`: what the gateway did between policies. */
  readonly policy: string | null;
  readonly id: string | null;
  readonly scope: string | null;
  readonly section: string | null;
  /** `file:line:column`. */
  readonly place: string | null;
  /** `choose[2]/when[1]/set-variable[1]`. */
  readonly path: string | null;
  /** Policies around it, those of other documents included. */
  readonly depth: number;
  readonly at: number;
  readonly duration: number;
  readonly expressions: readonly { readonly what: string; readonly source: string; readonly value: string }[];
  readonly notes: readonly string[];
  readonly failure: string | null;
}

export interface TraceAttempt {
  readonly backend: string | null;
  readonly pool: string | null;
  readonly why: string | null;
  readonly method: string;
  readonly url: string;
  readonly status: number | null;
  /** `connection`, `timeout`, `aborted`, `unavailable` where there was no answer. */
  readonly failure: string | null;
  readonly at: number;
  readonly duration: number;
}

/** Everything that is known of one request: plain JSON, without secrets. */
export interface Trace {
  readonly id: string;
  /** When it arrived, in UTC. */
  readonly time: string;
  readonly method: string;
  readonly url: string;
  readonly api: string | null;
  readonly operation: string | null;
  readonly product: string | null;
  readonly subscription: string | null;
  readonly status: number;
  readonly reason: string;
  readonly outcome: Delivery;
  readonly error: {
    readonly source: string;
    readonly reason: string;
    readonly message: string;
    readonly section: string | null;
    readonly scope: string | null;
    readonly path: string | null;
  } | null;
  /** Whether what bodies say is in it. */
  readonly bodies: "shown" | "hidden";
  readonly policies: readonly TracePolicy[];
  readonly attempts: readonly TraceAttempt[];
  /** Breakers that moved while the request was under way, whoever moved them. */
  readonly breakers: readonly {
    readonly backend: string;
    readonly rule: string;
    readonly to: BreakerChange["to"];
    readonly at: number;
    /** When it closes; `null` where it is not open. */
    readonly until: number | null;
    readonly why: string;
  }[];
  readonly times: {
    readonly total: number;
    readonly gateway: number;
    readonly backend: number;
    readonly delivery: number;
  };
}

/**
 * The trace of a request that is over. Without a recorder it has no policies.
 *
 * @param changes what breakers did lately
 */
export function traceOf(
  exchange: Exchange,
  outcome: Delivery,
  mask: Mask,
  changes: readonly BackendBreakerChange[] = [],
): Trace {
  const { request, response, parts, lastError, services, timestamp, recorder } = exchange;
  const now = services.monotonic();
  const entries = recorder?.entries ?? [];
  const masking = mask.including([
    ...callerSecrets(exchange, mask),
    ...entries.flatMap((entry) => secretsRead(entry, mask)),
  ]);
  const times = timesOf(exchange, now);
  const name = (named: { readonly displayName: string } | undefined) =>
    named === undefined ? null : masking.text(named.displayName);
  return {
    id: exchange.requestId,
    time: new Date(timestamp).toISOString(),
    method: request.originalMethod,
    url: masking.text(request.originalUrl.toString()),
    api: name(parts.api),
    operation: name(parts.operation),
    product: name(parts.product),
    subscription: name(parts.subscription),
    status: response?.statusCode ?? 200,
    reason: masking.text(response?.statusReason ?? "OK"),
    outcome,
    error:
      lastError === null
        ? null
        : {
            source: lastError.source,
            reason: lastError.reason,
            message: masking.text(lastError.message),
            section: lastError.section,
            scope: lastError.scope,
            path: lastError.path,
          },
    bodies: "shown",
    policies: entries.map((entry) => policyOf(entry, masking, mask)),
    attempts: exchange.attempts.map((attempt) => attemptOf(attempt, exchange.started, now, masking)),
    breakers: changes
      .filter(({ at }) => at >= timestamp && at <= timestamp + times.total)
      .map(({ backend, rule, to, at, until, why }) => ({
        backend,
        rule,
        to,
        at: exact(at - timestamp),
        until: until === undefined ? null : exact(until - timestamp),
        why,
      })),
    times: {
      total: exact(times.total),
      gateway: exact(times.gateway),
      backend: exact(times.backend),
      delivery: exact(times.delivery),
    },
  };
}

function policyOf(entry: TraceEntry, masking: Mask, named: Mask): TracePolicy {
  const { place, at, durationMs, expressions, notes, failure } = entry;
  return {
    policy: place?.policy ?? null,
    id: place?.id ?? null,
    scope: place?.scope ?? null,
    section: place?.section ?? null,
    place: place === undefined ? null : `${place.file}:${place.line}:${place.column}`,
    path: place?.path ?? null,
    depth: entry.depth,
    at: exact(at),
    duration: exact(durationMs),
    expressions: expressions.map(({ what, source, value }) => ({
      what,
      source: masking.text(source),
      value: named.readsSecret(source) && mayBeSecret(value) ? MASKED : masking.text(value),
    })),
    notes: notes.map((note) => masking.text(note)),
    failure: failure === undefined ? null : masking.text(failure),
  };
}

function attemptOf(attempt: Attempt, started: number, now: number, mask: Mask): TraceAttempt {
  return {
    backend: attempt.backendId ?? null,
    pool: attempt.pool ?? null,
    why: attempt.why ?? null,
    method: attempt.method,
    url: mask.text(attempt.url),
    status: attempt.status ?? null,
    failure: attempt.failure ?? null,
    at: exact(attempt.started - started),
    duration: exact(endOf(attempt, now) - attempt.started),
  };
}

/** What expressions took out of headers and parameters for secrets: no other policy may show it either. */
function secretsRead({ expressions }: TraceEntry, mask: Mask): string[] {
  return expressions.flatMap(({ source, value }) => {
    if (!mask.readsSecret(source) || !mayBeSecret(value)) return [];
    return withoutScheme(shownText(value));
  });
}

const mayBeSecret = (value: string) => value.startsWith('"') && shownText(value).length >= SHORTEST;

const exact = (milliseconds: number) => Math.round(milliseconds * 1000) / 1000;
