import type { ConsumerLimits, Topology } from "../topology/topology";

/** Limits as the policies that count them take them; `null` where there is none. */
export interface LimitsView {
  readonly tokensPerMinute: number | null;
  readonly tokenQuota: QuotaView | null;
  readonly requestsPerMinute: number | null;
  readonly requestQuota: (QuotaView & { readonly seconds: number }) | null;
  /** Whether tokens are counted at all: either limit of them. */
  readonly tokens: boolean;
  /** No two limits share a counter. */
  readonly counterKey: string;
  readonly requestsKey: string;
  readonly requestQuotaKey: string;
}

interface QuotaView {
  readonly amount: number;
  /** As the policy has it: `Monthly`. */
  readonly period: string;
  /** As callers read it: `500000000 tokens per month`. */
  readonly text: string;
}

/** What callers read of a period, and its length where `quota-by-key` counts it. */
const periods: Readonly<Record<string, readonly [word: string, seconds: number]>> = {
  Hourly: ["hour", 3_600],
  Daily: ["day", 86_400],
  Weekly: ["week", 604_800],
  Monthly: ["month", 0],
  Yearly: ["year", 0],
};

export function limitsView(limits: ConsumerLimits, counterKey: string): LimitsView {
  const { tokensPerMinute, requestsPerMinute, tokenQuota, requestQuota } = limits;
  return {
    tokensPerMinute: tokensPerMinute ?? null,
    tokenQuota: tokenQuota === undefined ? null : quotaView(tokenQuota.tokens, "tokens", tokenQuota.period),
    requestsPerMinute: requestsPerMinute ?? null,
    requestQuota:
      requestQuota === undefined
        ? null
        : {
            ...quotaView(requestQuota.requests, "requests", requestQuota.period),
            seconds: periods[requestQuota.period]?.[1] ?? 0,
          },
    tokens: tokensPerMinute !== undefined || tokenQuota !== undefined,
    counterKey,
    requestsKey: `requests:${counterKey}`,
    requestQuotaKey: `request-quota:${counterKey}`,
  };
}

function quotaView(amount: number, what: string, period: string): QuotaView {
  return { amount, period, text: `${amount} ${what} per ${periods[period]?.[0] ?? period}` };
}

/** Limits of single models of one consumer, as `limits.xml.hbs` shows them. */
export interface ModelLimitsView {
  readonly consumer: string;
  readonly models: readonly (LimitsView & { readonly model: string })[];
}

/** Models of one consumer that stand together: a fragment can be parted between such groups only. */
const TOGETHER = 10;

/** @param stem start of names that other fleets on the same service must not share */
export function modelLimitsViews(topology: Topology, stem: string): ModelLimitsView[] {
  return topology.consumers.flatMap(({ name, modelLimits }) => {
    const models = modelLimits.map(({ model, ...limits }) => ({
      model,
      ...limitsView(limits, `${stem}-${name}:${model}`),
    }));
    return Array.from({ length: Math.ceil(models.length / TOGETHER) }, (_, part) => ({
      consumer: name,
      models: models.slice(part * TOGETHER, (part + 1) * TOGETHER),
    }));
  });
}

/** Which kinds of limits a fleet has: what it has none of costs its policies nothing. */
export function limitKinds({ consumers }: Topology) {
  const ofModels = consumers.flatMap(({ modelLimits }) => modelLimits);
  const all: readonly ConsumerLimits[] = [...consumers, ...ofModels];
  return {
    countsRequests: all.some(({ requestsPerMinute }) => requestsPerMinute !== undefined),
    limitsModels: ofModels.length > 0,
    countsTokensOfModels: ofModels.some(({ tokensPerMinute }) => tokensPerMinute !== undefined),
  };
}
