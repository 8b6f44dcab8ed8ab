import type { LocalDeployment } from "../declared/localAccount";
import type { AccountSettings } from "../settings";

/** A request that a deployment admitted, on its way to an answer. */
export interface Inference {
  readonly body: Readonly<Record<string, unknown>>;
  readonly deployment: LocalDeployment;
  readonly settings: AccountSettings;
  /** Tokens. */
  readonly prompt: number;
  /** Those of the prompt that are in the service's cache. */
  readonly cached: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Of this very request; no other has it. */
  readonly id: string;
}

/** The model as answers name it: with its version. */
export const modelName = ({ model, version }: LocalDeployment): string =>
  version === "" ? model : `${model}-${version}`;

/** Milliseconds per output token. */
export const tokenMs = ({ tokensPerSecond }: AccountSettings): number => 1000 / tokensPerSecond;

/** An answer that is not streamed comes whole. */
export const wholeMs = (settings: AccountSettings, tokens: number): number =>
  settings.firstTokenMs + tokens * tokenMs(settings);

/** Seconds since 1970. */
export const created = ({ now }: Inference): number => Math.floor(now / 1000);

const SAFE = { filtered: false, severity: "safe" } as const;

/** Verdicts of the content filter on what is harmless. */
export const filterResults = { hate: SAFE, self_harm: SAFE, sexual: SAFE, violence: SAFE } as const;
const jailbreak = { detected: false, filtered: false } as const;

export const promptFilterResults = [
  { prompt_index: 0, content_filter_results: { ...filterResults, jailbreak } },
] as const;

/** One event of a stream. */
export const event = (data: unknown, name?: string): string =>
  `${name === undefined ? "" : `event: ${name}\n`}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;

export const STREAM_TYPE = "text/event-stream; charset=utf-8";
