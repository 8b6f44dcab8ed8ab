import { Readable } from "node:stream";
import type { Served } from "./policyGateway";

/** Requests and answers of a language model, and the policy that limits their tokens. */
export const answer = (prompt: number, completion: number) =>
  JSON.stringify({
    id: "1",
    model: "gpt-4.1-2025-04-14",
    choices: [{ message: { role: "assistant", content: "Hello" } }],
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  });
export const json = { "Content-Type": "application/json" };
export const sse = { "Content-Type": "text/event-stream; charset=utf-8" };
export const uses = (tokens: number) => () => ({ headers: json, body: answer(tokens - 5, 5) });
export const limit = (attributes: string, estimate = "false") =>
  `<base /><llm-token-limit counter-key="@(context.Request.IpAddress)" estimate-prompt-tokens="${estimate}" ${attributes} />`;
export const chat = (text: string, more: object = {}) => ({
  body: JSON.stringify({ messages: [{ content: text }], ...more }),
});
export const piece = (text: string) => `data: {"choices":[{"delta":{"content":"${text}"}}],"usage":null}\n\n`;
export const streamed = (...events: string[]): Served => ({
  headers: sse,
  body: Readable.from(events.map((event) => Buffer.from(event))),
});
