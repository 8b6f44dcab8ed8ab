/** A sample of a custom metric: `emit-metric` and the token metrics of language models. */
export interface MetricSample {
  readonly namespace: string;
  readonly name: string;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** An event for an event hub, by the logger's name. */
export interface HubEvent {
  readonly logger: string;
  readonly partitionId: string | undefined;
  readonly partitionKey: string | undefined;
  readonly body: string;
}

/** A record of the policy `trace`. */
export interface TraceRecord {
  readonly source: string;
  readonly severity: "verbose" | "information" | "error";
  readonly message: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Tokens of one call of a language model, when its answer is complete. */
export interface LanguageModelUsage {
  readonly deployment: string;
  readonly model: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
  readonly streamed: boolean;
  /** `false`: the answer told no usage, so it was estimated. */
  readonly reported: boolean;
}
