import type { Call, policyGateway, Served } from "../policies/policyGateway";

/** What an account answers; `n` counts the calls that it got, from 1. It may throw `TransportFailure`. */
export type Behaviour = Served | ((n: number, call: Call) => Served);

/** First part of the host of a call. */
export const accountOf = ({ url }: Pick<Call, "url">): string => new URL(url).host.split(".")[0] as string;

/** Serves every account by its name, as given; the others answer 200 with their name. */
export function accounts(behaviours: Readonly<Record<string, Behaviour>> = {}) {
  const counts = new Map<string, number>();
  return (call: Call): Served => {
    const name = accountOf(call);
    const n = (counts.get(name) ?? 0) + 1;
    counts.set(name, n);
    const behaviour = behaviours[name] ?? { body: name };
    return typeof behaviour === "function" ? behaviour(n, call) : behaviour;
  };
}

export const throttled = (retryAfter: number): Served => ({
  status: 429,
  reason: "Too Many Requests",
  headers: { "Retry-After": `${retryAfter}` },
});

/** Names of the accounts that were called, in order; from then on only later calls count. */
export function takeCalls({ calls }: Pick<ReturnType<typeof policyGateway>, "calls">): string[] {
  return calls.splice(0).map(accountOf);
}

/** Who answered each of so many requests, or with which status other than 200. */
export async function answersOf(
  gateway: ReturnType<typeof policyGateway>,
  requests: number,
  between: () => void = () => {},
): Promise<(string | number)[]> {
  const seen: (string | number)[] = [];
  for (let n = 0; n < requests; n++) {
    if (n > 0) between();
    const { status, text } = await gateway.send({ method: "POST", path: "/chat", body: "{}" });
    seen.push(status === 200 ? text : status);
  }
  return seen;
}

export const countOf = (list: readonly (string | number)[], wanted: string | number): number =>
  list.filter((each) => each === wanted).length;

export interface BreakerParts {
  /** Ranges of statuses that are failures. @default 429 alone */
  readonly statuses?: readonly (readonly [min: number, max: number])[];
  readonly count?: number;
  readonly interval?: string;
  readonly trip?: string;
  readonly acceptRetryAfter?: boolean;
}

/** The resource of a backend at `https://<name>.example` with this breaker, or with none. */
export function account(name: string, breaker?: BreakerParts, path = ""): unknown {
  const { statuses = [[429, 429]], count = 1, interval = "PT1M", trip = "PT1M" } = breaker ?? {};
  const rule = {
    name: "busy",
    tripDuration: trip,
    acceptRetryAfter: breaker?.acceptRetryAfter ?? false,
    failureCondition: { count, interval, statusCodeRanges: statuses.map(([min, max]) => ({ min, max })) },
  };
  return {
    name,
    properties: {
      url: `https://${name}.example${path}`,
      protocol: "http",
      ...(breaker === undefined ? {} : { circuitBreaker: { rules: [rule] } }),
    },
  };
}
