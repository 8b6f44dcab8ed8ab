import type { BackendCredentials } from "./credentials";

/** Backends as the gateway uses them: checked, durations in milliseconds, names resolved. */

export interface BreakerRule {
  readonly name: string;
  /** Failures in the interval. Exactly one of `count` and `percentage` is set. */
  readonly count: number | undefined;
  /** Share of all calls in the interval, 1–100. */
  readonly percentage: number | undefined;
  readonly intervalMs: number;
  readonly statusCodeRanges: readonly { readonly min: number; readonly max: number }[];
  readonly errorReasons: readonly string[];
  readonly tripMs: number;
  readonly acceptRetryAfter: boolean;
  /** Status that callers get while it is open; `undefined`: the setting's. */
  readonly failureStatus: number | undefined;
}

export interface SingleBackend {
  readonly type: "Single";
  /** As written in the resource. */
  readonly name: string;
  readonly url: string;
  readonly protocol: "http" | "soap";
  readonly rules: readonly BreakerRule[];
  readonly credentials: BackendCredentials | undefined;
  /** The resource's properties as they are: TLS and proxy are for whoever makes the call. */
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface PoolMember {
  /** Name of a single backend. */
  readonly backend: string;
  /** Lower first; `undefined`: the setting's. */
  readonly priority: number | undefined;
  readonly weight: number | undefined;
}

export interface PoolBackend {
  readonly type: "Pool";
  readonly name: string;
  readonly members: readonly PoolMember[];
  readonly failureStatus: number | undefined;
  /** Name of the cookie that keeps a session at one member. */
  readonly sessionCookie: string | undefined;
}

export type BackendDefinition = SingleBackend | PoolBackend;

/**
 * The key of a backend, whatever form names it: the full resource id, `/backends/<name>` or the name. Azure compares
 * names without regard to case.
 */
export function backendKey(id: string): string {
  const known = keys.get(id);
  if (known !== undefined) return known;
  const key = id.slice(id.lastIndexOf("/") + 1).toLowerCase();
  if (keys.size < mostKeys) keys.set(id, key);
  return key;
}

/** More ways to name a backend than services have; the key of any further one is not kept. */
const mostKeys = 1000;
const keys = new Map<string, string>();
