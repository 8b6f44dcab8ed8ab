import { Readable } from "node:stream";
import { Body } from "../../messages/body";

export interface StreamWindow {
  /** Characters. */
  readonly size: number;
  readonly overlap: number;
}

/** Bytes that are held back at most, whatever text is in them. */
const mostHeld = 1_048_576;

/**
 * A stream of events that is held back in windows of text, each of which is passed on when it has been found safe. With
 * one that is not, the stream ends.
 */
export function safeStream(
  content: Body,
  window: StreamWindow,
  isSafe: (text: string) => Promise<boolean>,
): Body {
  const source = content.inMemory ? [content.bytes()] : (content.sendable as Readable);
  return Body.arriving(Readable.from(safeChunks(source, window, isSafe)));
}

async function* safeChunks(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  { size, overlap }: StreamWindow,
  isSafe: (text: string) => Promise<boolean>,
): AsyncGenerator<Uint8Array> {
  const text = new EventText();
  let held: Uint8Array[] = [];
  let bytes = 0;
  let before = "";
  for await (const chunk of source) {
    text.feed(chunk);
    held.push(chunk);
    bytes += chunk.byteLength;
    if (text.found.length < size && bytes < mostHeld) continue;
    const found = text.take();
    if (!(await isSafe(before + found))) return;
    before = overlap > 0 ? (before + found).slice(-overlap) : "";
    yield* held;
    held = [];
    bytes = 0;
  }
  text.end();
  const rest = text.take();
  if (rest === "" || (await isSafe(before + rest))) yield* held;
}

/** The text that a model wrote in events, as far as its lines are complete. */
class EventText {
  found = "";
  private readonly decoder = new TextDecoder();
  private line = "";

  feed(chunk: Uint8Array): void {
    // What is held of a line is not searched again: a long one may arrive in many pieces.
    const [first = "", ...more] = this.decoder.decode(chunk, { stream: true }).split("\n");
    this.line = (this.line + first).slice(-mostHeld);
    for (const next of more) {
      this.read(this.line);
      this.line = next;
    }
  }

  end(): void {
    this.read(this.line);
    this.line = "";
  }

  take(): string {
    const { found } = this;
    this.found = "";
    return found;
  }

  private read(line: string): void {
    if (line.startsWith("data:")) this.found += deltaOf(line.slice(5));
  }
}

interface Event {
  readonly type?: unknown;
  readonly delta?: unknown;
  readonly choices?: unknown;
}

/** What one event adds to the text: of chat completions, completions, Responses. */
function deltaOf(json: string): string {
  let event: Event | null;
  try {
    event = JSON.parse(json) as Event | null;
  } catch {
    // `[DONE]`, and what is no event of a model.
    return "";
  }
  if (typeof event?.delta === "string") return event.delta;
  const choices = Array.isArray(event?.choices) ? event.choices : [];
  return choices
    .map((choice: { delta?: { content?: unknown }; text?: unknown } | null) => {
      const content = choice?.delta?.content ?? choice?.text;
      return typeof content === "string" ? content : "";
    })
    .join("");
}
