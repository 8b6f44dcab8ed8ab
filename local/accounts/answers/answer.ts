/** A piece of a body. */
export interface Part {
  /** Milliseconds after the part before it, or after the head. */
  readonly afterMs: number;
  readonly text: string;
}

/** An HTTP answer as a plain value: what is said, and when. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds from the request to the head. */
  readonly afterMs: number;
  readonly parts: readonly Part[];
  /** After the last part: `cut` breaks the connection, `stall` says nothing any more. @default it ends well */
  readonly ending?: "cut" | "stall";
}

/** What a call comes to. `silence`: the connection is there, and nothing comes; `refused`: no connection. */
export type Outcome = Answer | "silence" | "refused";

const JSON_TYPE = "application/json; charset=utf-8";

export const jsonAnswer = (
  status: number,
  body: unknown,
  afterMs = 0,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  headers: { "content-type": JSON_TYPE, ...headers },
  afterMs,
  parts: [{ afterMs: 0, text: JSON.stringify(body) }],
});

/** Milliseconds that a refusal takes. */
export const REFUSAL_MS = 15;

/** An error in the shape of Azure OpenAI. */
export const errorAnswer = (
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  more: Readonly<Record<string, unknown>> = {},
): Answer => jsonAnswer(status, { error: { code, message, ...more } }, REFUSAL_MS, headers);
