interface Message {
  readonly role?: unknown;
  readonly content?: unknown;
}

/** What a request for a completion says, as far as policies look into it. */
export interface Prompt {
  /** All of its text; one part in each line. */
  readonly text: string;
  /** Messages of a chat, after system messages were left out where asked; 0 for a plain prompt. */
  readonly messages: number;
  readonly streamed: boolean;
}

/**
 * The text of a request for chat completions, completions or Responses.
 *
 * @returns `undefined` for any other body
 */
export function readPrompt(body: string, ignoreSystem: boolean): Prompt | undefined {
  const request = parse(body);
  if (request === undefined) return undefined;
  const { messages, prompt, input, instructions, stream } = request;
  const streamed = stream === true;
  const told = Array.isArray(messages) ? messages : Array.isArray(input) ? input : undefined;
  if (told?.every((item) => typeof item === "object")) {
    const kept = (told as (Message | null)[]).filter(
      (message) => message !== null && !(ignoreSystem && isSystem(message)),
    ) as Message[];
    const parts = kept.flatMap(({ content }) => textsOf(content));
    if (typeof instructions === "string" && !ignoreSystem) parts.unshift(instructions);
    return { text: parts.join("\n"), messages: kept.length, streamed };
  }
  const plain = textsOf(prompt ?? input);
  return plain.length === 0 ? undefined : { text: plain.join("\n"), messages: 0, streamed };
}

/** The text of an answer of a model: chat completions, completions, Responses. */
export function readCompletion(body: string): string {
  const { choices, output } = parse(body) ?? {};
  const parts = (Array.isArray(choices) ? choices : []).flatMap((choice: unknown) => {
    const { message, text } = (choice ?? {}) as { message?: Message; text?: unknown };
    return [...textsOf(message?.content), ...textsOf(text)];
  });
  const items = (Array.isArray(output) ? output : []) as (Message | null)[];
  return [...parts, ...items.flatMap((item) => textsOf(item?.content))].join("\n");
}

const isSystem = ({ role }: Message) => role === "system" || role === "developer";

/** Text, and the text of parts; images and what else there may be have none. */
function textsOf(content: unknown): string[] {
  if (typeof content === "string") return content === "" ? [] : [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: unknown) => {
    if (typeof part === "string") return [part];
    const text = (part as { text?: unknown } | null)?.text;
    return typeof text === "string" ? [text] : [];
  });
}

function parse(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
