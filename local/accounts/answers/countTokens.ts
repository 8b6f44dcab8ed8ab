import { countTokens as count } from "gpt-tokenizer/encoding/o200k_base";

/** Tokens of a text as OpenAI's models since gpt-4o count them. */
export const countTokens = (text: string): number => count(text, { allowedSpecial: "all" });

/** Tokens that frame each message of a chat, and the answer to come. */
const PER_MESSAGE = 3;

/**
 * Tokens of a prompt: messages of a chat, input of a response or of embeddings, a plain text. Images count what low detail
 * costs; tools count as their JSON.
 */
export function promptTokens(body: Readonly<Record<string, unknown>>): number {
  const messages = body.messages ?? body.input ?? body.prompt;
  const tools = body.tools === undefined ? 0 : countTokens(JSON.stringify(body.tools));
  const instructions = typeof body.instructions === "string" ? countTokens(body.instructions) : 0;
  return tools + instructions + tokensOf(messages) + (Array.isArray(body.messages) ? PER_MESSAGE : 0);
}

/** An image in low detail. */
const IMAGE = 85;

function tokensOf(value: unknown): number {
  if (typeof value === "string") return countTokens(value);
  // A list of token ids is a prompt too.
  if (typeof value === "number") return 1;
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + tokensOf(each), 0);
  if (typeof value !== "object" || value === null) return 0;
  const { content, text, type, role, tool_calls: calls } = value as Record<string, unknown>;
  if (typeof type === "string" && type.includes("image")) return IMAGE;
  const own = typeof text === "string" ? countTokens(text) : 0;
  return (
    (role === undefined ? 0 : PER_MESSAGE) +
    own +
    tokensOf(content) +
    (calls === undefined ? 0 : countTokens(JSON.stringify(calls)))
  );
}
