const quote = 0x22;
const backslash = 0x5c;
const lineFeed = 0x0a;
const colon = 0x3a;

/** Members of events whose text a model wrote: of chat completions, completions, Responses, tool calls. */
const written = new Set(["content", "text", "delta", "arguments", "reasoning_content", "refusal"]);
const longestName = 32;

/**
 * Counts the characters that a model wrote in a stream of events as it passes, for an estimate where the stream tells no
 * usage. Events of Responses that repeat the finished text (`….done`, `….completed`) are not counted twice.
 */
export class StreamedText {
  characters = 0;
  private inText = false;
  private escaped = false;
  /** The text that is being read, as far as it may be a name. */
  private name = "";
  private nameLength = 0;
  private lastName = "";
  private afterColon = false;
  private length = 0;
  private ofLine = 0;
  private type = "";

  feed(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (byte === lineFeed) this.endLine();
      else if (this.inText) this.readText(byte);
      else if (byte === quote) this.startText();
      else if (byte === colon) this.afterColon = true;
      else if (byte !== 0x20) this.afterColon = false;
    }
  }

  private startText(): void {
    this.inText = true;
    this.name = "";
    this.nameLength = 0;
    this.length = 0;
  }

  private readText(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === backslash) {
      this.escaped = true;
      return;
    } else if (byte === quote) {
      this.endText();
      return;
    }
    // A byte that continues a UTF-8 character is none of its own.
    if ((byte & 0xc0) !== 0x80) this.length++;
    if (this.nameLength++ < longestName) this.name += String.fromCharCode(byte);
  }

  private endText(): void {
    this.inText = false;
    if (!this.afterColon) this.lastName = this.name;
    else if (this.lastName === "type") this.type = this.name;
    else if (written.has(this.lastName)) this.ofLine += this.length;
    this.afterColon = false;
  }

  /** No text goes on in another line. */
  private endLine(): void {
    if (!/\.(done|completed|incomplete|failed|created)$/.test(this.type)) this.characters += this.ofLine;
    this.ofLine = 0;
    this.type = "";
    this.inText = false;
    this.escaped = false;
    this.afterColon = false;
  }

  /** The end of the stream ends its last line. */
  end(): void {
    this.endLine();
  }
}
