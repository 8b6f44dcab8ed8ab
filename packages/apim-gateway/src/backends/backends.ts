import { type BackendSettings, backendSettings } from "../settings/backends";
import { type BackendDefinition, backendKey, type PoolBackend, type SingleBackend } from "./backend";
import { type BreakerChange, type BreakerState, type CallOutcome, CircuitBreaker } from "./circuitBreaker";
import { BackendsError } from "./fields";
import { type Candidate, chooseRandomly, frontGroup, SmoothChoice } from "./memberChoice";
import { readBackends } from "./readBackends";
import { affinityToken, findCookie } from "./sessionAffinity";

export interface BackendsContext {
  /** Milliseconds since 1970; never goes back. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  /** Told of every breaker that moves. */
  readonly onBreakerChange?: (change: BreakerChange & { readonly backend: string }) => void;
  /** The backends before a change of configuration: what did not change keeps its breakers and their state. */
  readonly previous?: Backends;
}

export interface ChooseOptions {
  /** Members that must not be chosen, by id or name. @default none */
  readonly excluding?: Iterable<string>;
  /** The request's `Cookie` header, for pools with session affinity. */
  readonly cookie?: string | undefined;
}

/** Where a call goes. */
export type Choice =
  | {
      readonly kind: "chosen";
      readonly backend: SingleBackend;
      /** Name of the pool, where one was asked for. */
      readonly pool: string | undefined;
      readonly priority: number | undefined;
      /** One line for the trace. */
      readonly why: string;
      /** A `Set-Cookie` header for the answer. */
      readonly setCookie: string | undefined;
    }
  | {
      /** Nobody may be called. The gateway answers this itself. */
      readonly kind: "unavailable";
      readonly status: number;
      readonly reason: string;
      readonly as: "response" | "error";
      /** Milliseconds until the first breaker closes; `undefined` where none is open. */
      readonly retryInMs: number | undefined;
      /** `Retry-After` of that answer. */
      readonly retryAfter?: string;
      readonly why: string;
    }
  | { readonly kind: "unknown"; readonly id: string };

export interface BackendState {
  readonly backend: string;
  readonly available: boolean;
  readonly breakers: readonly BreakerState[];
}

/** The backends of one gateway instance, with its own breakers: instances share nothing. */
export interface Backends {
  choose(id: string, options?: ChooseOptions): Choice;
  /** Tells how a call to a single backend ended; an unknown id is ignored, as the backend may be gone. */
  report(id: string, outcome: CallOutcome): void;
  /** Every single backend, in the order of the resources. */
  state(): readonly BackendState[];
  find(id: string): BackendDefinition | undefined;
}

/**
 * Makes the backends of one gateway instance from ARM resources.
 *
 * @param settings rows of other rooms may be there too
 * @throws BackendsError with every problem of the resources
 */
export function createBackends(
  resources: readonly unknown[],
  settings: BackendSettings,
  context: BackendsContext,
): Backends {
  const { backends, problems } = readBackends(resources);
  if (problems.length > 0) throw new BackendsError(problems);
  return new BreakingBackends(backends, settings, context);
}

interface Member extends Candidate {
  readonly backend: SingleBackend;
}

class BreakingBackends implements Backends {
  private readonly breakers = new Map<string, readonly CircuitBreaker[]>();
  private readonly members = new Map<string, readonly Member[]>();
  private readonly choices = new Map<string, SmoothChoice>();

  constructor(
    private readonly backends: ReadonlyMap<string, BackendDefinition>,
    private readonly settings: BackendSettings,
    private readonly context: BackendsContext,
  ) {
    const { previous } = context;
    for (const [key, backend] of backends) {
      if (backend.type === "Single") {
        const kept =
          previous instanceof BreakingBackends ? previous.carried(backend, settings, context) : undefined;
        this.breakers.set(key, kept ?? this.newBreakers(backend));
      } else {
        this.members.set(key, this.membersOf(backend));
        this.choices.set(key, new SmoothChoice());
      }
    }
  }

  find(id: string): BackendDefinition | undefined {
    return this.backends.get(backendKey(id));
  }

  choose(id: string, { excluding, cookie }: ChooseOptions = {}): Choice {
    const key = backendKey(id);
    const backend = this.backends.get(key);
    if (backend === undefined) return { kind: "unknown", id };
    if (backend.type === "Pool") return this.chooseMember(backend, key, keysOf(excluding), cookie);
    const until = this.closedUntil(key);
    if (until !== undefined) {
      const status = backend.rules.find((rule) => rule.failureStatus !== undefined)?.failureStatus;
      return this.unavailable(status, [until], `the breaker of ${backend.name} is open`);
    }
    return this.chosen(key, backend, undefined, undefined, "a single backend", undefined);
  }

  report(id: string, outcome: CallOutcome): void {
    const now = this.context.now();
    for (const breaker of this.breakers.get(backendKey(id)) ?? []) breaker.record(outcome, now);
  }

  state(): readonly BackendState[] {
    const now = this.context.now();
    return [...this.breakers].map(([key, breakers]) => ({
      backend: this.backends.get(key)?.name ?? key,
      available: this.closedUntil(key) === undefined,
      breakers: breakers.map((breaker) => breaker.state(now)),
    }));
  }

  private chooseMember(
    pool: PoolBackend,
    poolKey: string,
    excluded: ReadonlySet<string>,
    cookie: string | undefined,
  ): Choice {
    const waits: number[] = [];
    const candidates: Member[] = [];
    for (const member of this.members.get(poolKey) ?? []) {
      if (excluded.has(member.key)) continue;
      const until = this.closedUntil(member.key);
      if (until === undefined) candidates.push(member);
      else waits.push(until);
    }
    const { sessionCookie } = pool;
    const token = sessionCookie === undefined ? undefined : findCookie(cookie, sessionCookie);
    if (token !== undefined) {
      const same = (member: { readonly backend: SingleBackend }) =>
        affinityToken(pool.name, member.backend.name) === token;
      const held = candidates.find(same);
      if (held !== undefined)
        return this.chosen(held.key, held.backend, pool, held.priority, "the session's member", undefined);
      const known = (this.members.get(poolKey) ?? []).some(same);
      if (known && this.settings.affinityUnavailable === "unavailable")
        return this.unavailable(
          pool.failureStatus,
          waits,
          `the session's member of ${pool.name} may not be called`,
        );
    }
    const group =
      candidates.length === 0
        ? []
        : frontGroup(candidates, this.settings.zeroWeight === "never" ? "never" : "last-resort");
    const member = this.pick(poolKey, group);
    if (member === undefined)
      return this.unavailable(pool.failureStatus, waits, `no member of ${pool.name} may be called`);
    const setCookie =
      sessionCookie === undefined
        ? undefined
        : `${sessionCookie}=${affinityToken(pool.name, member.backend.name)}; ${this.settings.affinityCookieAttributes}`;
    const why = `one of ${group.length} with priority ${member.priority}, weight ${member.weight}`;
    return this.chosen(member.key, member.backend, pool, member.priority, why, setCookie);
  }

  private pick(poolKey: string, group: readonly Member[]): Member | undefined {
    return this.settings.poolSelection === "random-weighted"
      ? chooseRandomly(group, this.context.random)
      : this.choices.get(poolKey)?.choose(group);
  }

  private chosen(
    key: string,
    backend: SingleBackend,
    pool: PoolBackend | undefined,
    priority: number | undefined,
    why: string,
    setCookie: string | undefined,
  ): Choice {
    const now = this.context.now();
    for (const breaker of this.breakers.get(key) ?? []) breaker.begin(now);
    return { kind: "chosen", backend, pool: pool?.name, priority, why, setCookie };
  }

  private unavailable(status: number | undefined, waits: readonly number[], why: string): Choice {
    const { unavailableStatus, unavailableReason, unavailableAs, unavailableRetryAfter } = this.settings;
    const retryInMs = waits.length === 0 ? undefined : Math.max(0, Math.min(...waits) - this.context.now());
    return {
      kind: "unavailable",
      status: status ?? unavailableStatus,
      reason: unavailableReason,
      as: unavailableAs === "error" ? "error" : "response",
      retryInMs,
      ...(retryInMs === undefined || unavailableRetryAfter === "absent"
        ? {}
        : { retryAfter: Math.ceil(retryInMs / 1000).toString() }),
      why,
    };
  }

  /** When the last of the backend's breakers lets calls through; `undefined`: now. */
  private closedUntil(key: string): number | undefined {
    const now = this.context.now();
    let last: number | undefined;
    for (const breaker of this.breakers.get(key) ?? []) {
      const until = breaker.closedUntil(now);
      if (until !== undefined && (last === undefined || until > last)) last = until;
    }
    return last;
  }

  private newBreakers(backend: SingleBackend): CircuitBreaker[] {
    const moved = (change: BreakerChange) =>
      this.context.onBreakerChange?.({ backend: backend.name, ...change });
    return backend.rules.map((rule) => new CircuitBreaker(rule, this.settings, moved));
  }

  /** Breakers for a backend that is as it was here: a change elsewhere must not close them. */
  private carried(
    backend: SingleBackend,
    settings: BackendSettings,
    { onBreakerChange }: BackendsContext,
  ): readonly CircuitBreaker[] | undefined {
    const before = this.find(backend.name);
    const same =
      before?.type === "Single" &&
      before.url === backend.url &&
      JSON.stringify(before.rules) === JSON.stringify(backend.rules) &&
      isSame(this.settings, settings) &&
      this.context.onBreakerChange === onBreakerChange;
    return same ? this.breakers.get(backendKey(backend.name)) : undefined;
  }

  private membersOf(pool: PoolBackend): Member[] {
    return pool.members.map(({ backend, priority, weight }) => {
      const key = backendKey(backend);
      return {
        key,
        priority: priority ?? this.settings.absentPriority,
        weight: weight ?? this.settings.absentWeight,
        backend: this.backends.get(key) as SingleBackend,
      };
    });
  }
}

const none: ReadonlySet<string> = new Set();

function keysOf(ids: Iterable<string> | undefined): ReadonlySet<string> {
  return ids === undefined ? none : new Set([...ids].map(backendKey));
}

const isSame = (some: BackendSettings, others: BackendSettings): boolean =>
  (Object.keys(backendSettings) as (keyof BackendSettings)[]).every((name) => some[name] === others[name]);
