import type { Services } from "../../pipeline/services";

/** What a prompt is taken to be before anybody has counted its tokens. */
export function estimatePrompt(body: string, services: Services): number {
  const { characters, images, tokens } = measurePrompt(body);
  const perToken = services.settings.charactersPerToken;
  const ofImage = services.settings.imageTokens;
  return Math.ceil(characters / perToken) + images * ofImage + tokens;
}

export interface PromptMeasure {
  characters: number;
  images: number;
  /** Of a prompt that is given as tokens. */
  tokens: number;
}

/** Text and images of a request for chat completions, completions, embeddings or Responses. */
export function measurePrompt(body: string): PromptMeasure {
  let request: unknown;
  try {
    request = JSON.parse(body);
  } catch {
    return { characters: body.length, images: 0, tokens: 0 };
  }
  const measure: PromptMeasure = { characters: 0, images: 0, tokens: 0 };
  if (typeof request === "object" && request !== null) {
    const { messages, prompt, input, instructions, system, tools } = request as Record<string, unknown>;
    for (const part of [messages, prompt, input, instructions, system]) add(part, measure, 0);
    // A model reads the definitions of tools as text.
    if (tools !== undefined) measure.characters += JSON.stringify(tools).length;
  }
  return measure;
}

/** Deeper than any prompt. */
const deepest = 32;

function add(part: unknown, measure: PromptMeasure, depth: number): void {
  if (typeof part === "string") measure.characters += part.length;
  else if (typeof part === "number") measure.tokens++;
  else if (Array.isArray(part)) {
    if (depth < deepest) for (const item of part) add(item, measure, depth + 1);
  } else if (typeof part === "object" && part !== null && depth < deepest) {
    const { type, content, text, role, name, arguments: given, output } = part as Record<string, unknown>;
    if (type === "image_url" || type === "input_image" || type === "image") measure.images++;
    else for (const inner of [role, name, content, text, given, output]) add(inner, measure, depth + 1);
  }
}

const streamName = '"stream"';
const streamBytes = Buffer.from(streamName);
const isTrue = /^\s*:\s*true/;

/** Whether a request asks for a stream: `"stream": true` anywhere but in text, whose quotes are escaped. */
export function asksForStream(content: string | Uint8Array): boolean {
  if (typeof content === "string") {
    for (let at = content.indexOf(streamName); at >= 0; at = content.indexOf(streamName, at + 1))
      if (isTrue.test(content.slice(at + streamName.length, at + 40))) return true;
    return false;
  }
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  for (let at = bytes.indexOf(streamBytes); at >= 0; at = bytes.indexOf(streamBytes, at + 1))
    if (isTrue.test(bytes.toString("latin1", at + streamName.length, at + 40))) return true;
  return false;
}
