import type { Configuration } from "apim-gateway";
import type { Admission } from "../accounts/admission/admission";
import type { Called, Fault, Outage } from "./faults";

/** A kind of caller, and how its library behaves. */
export interface Consumer {
  readonly name: string;
  /** Subscription key. */
  readonly key: string;
  /** Part of `rate`, beside the shares of the others. @default 1 */
  readonly share?: number;
  /** Requests per second of its own, beside `rate`, which is the others' then. */
  readonly rate?: number;
  /** Share of its requests that are streamed. @default 0 */
  readonly streamed?: number;
  /** Retries of its library, as the OpenAI SDKs do them. @default 0 */
  readonly sdkRetries?: number;
  /** Seconds after which it goes away, or its library tries again. @default never */
  readonly timeLimitSeconds?: number;
  /** Length of its requests' bodies, where that is more than they need. @default what they need */
  readonly bodyBytes?: number;
  /** What every member answers its requests with, whatever room there is. @default none is poison */
  readonly poison?: Poison;
  /** Share of its requests whose prompt a provisioned deployment refuses for its length. @default 0 */
  readonly tooLong?: number;
}

/** A request that is refused for what it is: 429 for its size, or a mistake that it provokes. */
export interface Poison {
  readonly status: 429 | 500;
  /** @default the answer has none */
  readonly retryAfterSeconds?: number;
}

/** Seconds of answers: log-normal, as measured durations are. */
export interface AnswerSeconds {
  readonly median: number;
  /** Of the logarithm; 0: all alike. @default 0 */
  readonly sigma?: number;
}

/** What the head of a refusal says about waiting. */
export type RetryAfterKind =
  /** The time that is left, in milliseconds and in whole seconds. */
  | "exact"
  /** The whole seconds that are left. */
  | "seconds"
  | "none"
  /** So many whole seconds, whatever would do. */
  | number;

/** What arrives, without what answers it: an oracle and several routers get the same. */
export interface ArrivalOptions {
  /** Requests per second at random moments (Poisson), of all consumers without a rate of their own. */
  readonly rate: number;
  readonly seconds: number;
  readonly seed: number;
  /** @default 0.8 s */
  readonly answerSeconds?: number | AnswerSeconds;
  /** Of the logarithm of what requests cost; their mean is 1. @default 0: all alike */
  readonly costSigma?: number;
  /** That many requests more, all at one instant. */
  readonly burst?: { readonly atSeconds: number; readonly requests: number };
}

/** The accounts behind the gateway. */
export interface AccountOptions {
  /** The rule of a deployment, made once for each. */
  readonly admission: (called: Called) => Admission;
  /** What is wrong with a deployment at a moment, in seconds since the start. @default nothing */
  readonly fault?: (called: Called, second: number) => Fault | undefined;
  /** What fails, and when: like `fault`, and reported. */
  readonly outages?: readonly Outage[];
  /** @default exact */
  readonly retryAfter?: (called: Called) => RetryAfterKind;
  /** Header `x-ms-region` of a deployment's answers. @default they have none */
  readonly region?: (called: Called) => string;
}

export interface LoadOptions extends ArrivalOptions, AccountOptions {
  readonly configuration: Configuration;
  readonly surface: "azure" | "v1";
  readonly model: string;
  /** Of the one consumer, where `consumers` names none. */
  readonly key?: string;
  readonly consumers?: readonly Consumer[];
  /** @default 0: all are counted */
  readonly warmUpSeconds?: number;
  /** Gateway instances: breakers of their own, one cache. @default 1 */
  readonly instances?: number;
  /** Milliseconds until a value in the cache is seen by the next requests. @default 0 */
  readonly cacheLagMs?: number;
  /** Settings of the gateway that differ from its defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Told of each sample of the policies' own metrics: its name. @default nobody is told */
  readonly onMetric?: (name: string) => void;
  /** Told of each setting that is read, again and again. @default nobody is told */
  readonly onSetting?: (name: string) => void;
}

/** What callers of one kind, or of all, got. */
export interface Answers {
  readonly sent: number;
  readonly answered: number;
  /** Answered by the first deployment that was asked. */
  readonly first: number;
  /** Status → how many callers got it in the end; 0: they went away before. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Requests that took 10 s longer than their answer. */
  readonly late: number;
  /** Milliseconds that answers took longer than they needed: of half of them at most, of 99 in 100 at most. */
  readonly addedMs: { readonly p50: number; readonly p99: number };
  /** `account/deployment` → how many it answered. */
  readonly servedBy: Readonly<Record<string, number>>;
}

export interface LoadResult extends Answers {
  readonly consumers: Readonly<Record<string, Answers>>;
  /** Calls to accounts for each answered request, failed tries of the caller's library included. */
  readonly attempts: number;
  /** `account/deployment` → calls, those of them that were served, and what those cost. */
  readonly calls: Readonly<
    Record<string, { readonly asked: number; readonly served: number; readonly work: number }>
  >;
  /** `account/deployment` → how full a provisioned one was when counting began and when it ended, in percent. */
  readonly utilization: Readonly<Record<string, { readonly begin: number; readonly end: number }>>;
  /** Requests that met the same deployment more than once. */
  readonly repeated: number;
  /** Answered by a deployment that was asked when nothing arrived any more. */
  readonly afterEnd: number;
  /** Requests that more than one deployment generated an answer for. */
  readonly twice: number;
  /** Calls to a deployment that was failing. */
  readonly deadCalls: number;
  /** As in `outages`. */
  readonly outages: readonly OutageSeen[];
  /** `Retry-After` of answers with 429, in seconds → how often. */
  readonly retryAfters: Readonly<Record<string, number>>;
}

/** How the router dealt with an outage, in seconds; `undefined`: it did not while it was looked at. */
export interface OutageSeen {
  /** Calls while it lasted. */
  readonly calls: number;
  /** From its start until calls went elsewhere. */
  readonly foundAfter: number | undefined;
  /** From its end until calls were served again. */
  readonly backAfter: number | undefined;
}
