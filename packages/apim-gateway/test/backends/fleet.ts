import { type BackendsContext, createBackends } from "../../src/backends/backends";
import type { CallOutcome } from "../../src/backends/circuitBreaker";
import { type BackendSettings, backendSettings } from "../../src/settings/backends";
import { defaultsOf } from "../../src/settings/row";

/** Parts of a rule that a test says; the rest is count 1 in a minute, 429 and 5xx, trip of a minute. */
export interface RuleParts {
  readonly condition?: Readonly<Record<string, unknown>>;
  readonly rule?: Readonly<Record<string, unknown>>;
}

export function single(name: string, { condition = {}, rule = {} }: RuleParts | undefined = {}): unknown {
  const failureCondition = {
    ...("percentage" in condition ? {} : { count: 1 }),
    interval: "PT1M",
    statusCodeRanges: [
      { min: 429, max: 429 },
      { min: 500, max: 599 },
    ],
    ...condition,
  };
  const rules = [{ name: "busy", tripDuration: "PT1M", failureCondition, ...rule }];
  return {
    id: `/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/apim/backends/${name}`,
    name,
    properties: { url: `https://${name}.example/openai`, protocol: "http", circuitBreaker: { rules } },
  };
}

export type MemberParts = string | readonly [name: string, priority?: number, weight?: number];

export function pool(
  name: string,
  members: readonly MemberParts[],
  more: Readonly<Record<string, unknown>> = {},
): unknown {
  const services = members.map((member) => {
    const [id, priority, weight] = typeof member === "string" ? [member] : member;
    return { id: `/backends/${id}`, priority, weight };
  });
  return { name, properties: { type: "Pool", pool: { services, ...more } } };
}

/** Backends in virtual time. */
export function start(
  resources: readonly unknown[],
  settings: Partial<BackendSettings> = {},
  more: Partial<BackendsContext> = {},
) {
  let now = Date.UTC(2026, 0, 1);
  const changes: string[] = [];
  const began = now;
  const backends = createBackends(
    resources,
    { ...defaultsOf(backendSettings), ...settings },
    {
      now: () => now,
      random: () => 0.5,
      onBreakerChange: ({ backend, to, at, why }) =>
        changes.push(`${(at - began) / 1000} s: ${backend} ${to}: ${why}`),
      ...more,
    },
  );
  return {
    backends,
    changes,
    /** Passes time, in seconds. */
    wait(seconds: number) {
      now += seconds * 1000;
    },
    /** Name of the chosen backend, or the status of the answer that the gateway gives. */
    choose(id: string, excluding: readonly string[] = []): string | number {
      const choice = backends.choose(id, { excluding });
      if (choice.kind === "unknown") return "unknown";
      return choice.kind === "chosen" ? choice.backend.name : choice.status;
    },
    /** A call to one backend that ends like this. */
    fail(id: string, outcome: CallOutcome | number = 429) {
      backends.report(id, typeof outcome === "number" ? { status: outcome } : outcome);
    },
    /** Seconds until a backend may be called; 0: now. */
    closedIn(id: string): number {
      const choice = backends.choose(id);
      return choice.kind === "unavailable" ? (choice.retryInMs ?? Number.NaN) / 1000 : 0;
    },
  };
}
