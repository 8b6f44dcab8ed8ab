/** What Microsoft does not document of an account, or differs from one to another: a value with where it comes from. */
export interface Assumption<T> {
  readonly default: T;
  /** With its unit. */
  readonly meaning: string;
  readonly source: string;
  /** What would be told otherwise if it were wrong. */
  readonly matters: string;
}

const assumptions = {
  seed: {
    default: 1,
    meaning: "what texts and variations are drawn from",
    source: "ours",
    matters: "nothing: the same requests get the same answers",
  },
  ptuDepthSeconds: {
    default: 10,
    meaning: "seconds of work that fit below 100 % utilization of a provisioned deployment",
    source: "not documented; 0.3 to 60 s are supposed",
    matters: "how long a burst PTU takes before it refuses, and how busy it is kept",
  },
  paygSliceSeconds: {
    default: 10,
    meaning: "seconds of a slice in which the requests of a pay-as-you-go deployment are counted: 1 or 10",
    source: "Azure OpenAI, manage quota: 1 or 10 s",
    matters: "how many requests a burst may have below the limit of a minute",
  },
  refusedTokensCount: {
    default: false,
    meaning: "whether what the slice of requests refuses takes tokens of the minute all the same",
    source: "documented for requests, not for tokens",
    matters: "how long a deployment that is beyond its limit stays so",
  },
  outputGuess: {
    default: 500,
    meaning: "output tokens that the service expects where the caller gives no limit",
    source: "the service's own guess is not documented",
    matters: "how early PTU and tokens of a minute are used up by callers without `max_tokens`",
  },
  tokensPerPtu: {
    default: 2500,
    meaning: "input tokens per minute of one PTU where the data do not know the model",
    source: "gpt-4o's; Azure OpenAI, PTU sizing",
    matters: "how much a PTU of such a model carries",
  },
  outputWeight: {
    default: 4,
    meaning: "input tokens that an output token counts as on PTU where the data do not know the model",
    source: "that of most models; Azure OpenAI, PTU sizing",
    matters: "how much a PTU of such a model carries",
  },
  requestsPerThousandTokens: {
    default: 6,
    meaning:
      "requests per minute that come with 1,000 tokens per minute where the data do not know the model",
    source: "older models'; Azure OpenAI, quotas and limits",
    matters: "when many small requests are refused",
  },
  firstTokenMs: {
    default: 300,
    meaning: "milliseconds until the first token of an answer",
    source: "ours; real ones depend on prompt, model and hour",
    matters: "latencies; nothing about who answers",
  },
  thinkingTokens: {
    default: 64,
    meaning: "tokens that a reasoning model thinks before it answers",
    source: "ours; real ones go to tens of thousands",
    matters: "latencies, and what such an answer costs",
  },
  tokensPerSecond: {
    default: 80,
    meaning: "output tokens per second of one answer",
    source: "ours; real ones depend on model, tier and hour",
    matters: "latencies; how long an answer takes part of a PTU",
  },
  answerTokens: {
    default: 60,
    meaning: "tokens of a usual answer, half to double of which are given",
    source: "ours",
    matters: "latencies and tokens",
  },
} as const satisfies Readonly<Record<string, Assumption<number | boolean>>>;

type Widened<T> = T extends number ? number : boolean;

export type AccountSettings = {
  readonly [name in keyof typeof assumptions]: Widened<(typeof assumptions)[name]["default"]>;
};

export const accountAssumptions: Readonly<Record<string, Assumption<number | boolean>>> = assumptions;

/**
 * Defaults, and what was given instead.
 *
 * @param given by name; numbers and `true` or `false`, as texts too
 * @returns what is wrong, one sentence each
 */
export function accountSettings(given: Readonly<Record<string, unknown>> = {}): {
  readonly settings: AccountSettings;
  readonly faults: readonly string[];
} {
  const settings: Record<string, number | boolean> = {};
  const faults: string[] = [];
  for (const [name, { default: usual }] of Object.entries(accountAssumptions)) settings[name] = usual;
  for (const [name, value] of Object.entries(given)) {
    const usual = accountAssumptions[name]?.default;
    const read = typeof usual === "boolean" ? readBoolean(value) : readNumber(value);
    if (usual === undefined)
      faults.push(
        `\`${name}\` is no setting of the accounts; there are ${Object.keys(accountAssumptions).join(", ")}.`,
      );
    else if (read === undefined)
      faults.push(
        `\`${name}\` is \`${String(value)}\`; it must be ${typeof usual === "boolean" ? "true or false" : "a number, more than 0"}.`,
      );
    else settings[name] = read;
  }
  return { settings: settings as AccountSettings, faults };
}

function readNumber(value: unknown): number | undefined {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) && read > 0 ? read : undefined;
}

function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : undefined;
}
