import type { Exchange } from "../../pipeline/exchange";
import type { ResponseMessage } from "../../pipeline/messages";
import { added } from "../../pipeline/shortList";
import { CompressedAnswer, expand, isCompressed } from "./compression";
import { findUsage } from "./findUsage";
import { asksForStream, estimatePrompt } from "./promptEstimate";
import { StreamedText } from "./streamedText";
import { completeUsage, type TokenUsage } from "./usage";
import { UsageFinder } from "./usageFinder";

const headLength = 2048;

/** Tokens of one answer. */
export interface MeteredUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
  readonly streamed: boolean;
  /** `false`: estimated. */
  readonly reported: boolean;
}

/** Told once; `undefined`: no tokens were used, or nobody knows how many. */
export type OnUsage = (usage: MeteredUsage | undefined) => void;

/**
 * Learns the tokens of one request, once for all the policies that want to know. An answer in memory is read when it
 * arrives; any other is watched as it goes out, without holding it up or keeping it.
 *
 * To be made in inbound, when the request's body is in memory.
 */
export class UsageMeter {
  private listeners: OnUsage[] | undefined;
  /** Whether nothing will be learnt any more. */
  settled = false;
  /** Once it is settled; `undefined`: no tokens were used, or nobody knows how many. */
  usage: MeteredUsage | undefined;
  private fromBackend = false;
  private finish: (() => void) | undefined;
  private readonly request: string | Uint8Array | undefined;
  private estimate: number | undefined;
  private seen: string | Uint8Array = "";

  constructor(private readonly exchange: Exchange) {
    const content = exchange.request.body;
    this.request = content?.inMemory ? (content.sendable as string | Uint8Array) : undefined;
    exchange.hooks.onResponse(() => this.arrived());
    exchange.hooks.onAnswer(() => this.answering());
    exchange.hooks.onDelivered(() => this.delivered());
  }

  /** Whether the request asks for a stream. */
  get asksForStream(): boolean {
    return this.request !== undefined && asksForStream(this.request);
  }

  /** The request's body as text; empty where there is none. */
  get requestText(): string {
    if (this.request === undefined || typeof this.request === "string") return this.request ?? "";
    return Buffer.from(this.request).toString("utf8");
  }

  /** Tokens that the prompt is taken to be. */
  get promptEstimate(): number {
    this.estimate ??=
      this.request === undefined ? 0 : estimatePrompt(this.requestText, this.exchange.services);
    return this.estimate;
  }

  /** The beginning of the answer, where it names its model. */
  get head(): string {
    if (typeof this.seen === "string") return this.seen.slice(0, headLength);
    return Buffer.from(this.seen.buffer, this.seen.byteOffset, this.seen.byteLength).toString(
      "latin1",
      0,
      headLength,
    );
  }

  onUsage(listener: OnUsage): void {
    this.listeners = added(this.listeners, listener);
  }

  private arrived(): undefined {
    const { response, attempts } = this.exchange;
    // A response of a cache is no backend's.
    this.fromBackend = response !== null && attempts.length > 0;
    if (this.fromBackend && response?.body?.inMemory) this.readAtOnce(response);
    return undefined;
  }

  private answering(): undefined {
    if (this.settled) return undefined;
    const { response } = this.exchange;
    // What a policy answers by itself has used no tokens.
    if (!this.fromBackend || response === null || response.body === null || isFailure(response))
      this.settle(undefined);
    else if (response.body.inMemory) this.readAtOnce(response);
    else this.watch(response);
    return undefined;
  }

  private delivered(): void {
    this.finish?.();
    this.settle(undefined);
  }

  private readAtOnce(response: ResponseMessage): void {
    if (isFailure(response)) {
      this.settle(undefined);
      return;
    }
    const sent = response.body?.sendable as string | Uint8Array;
    const encoding = response.headers.get("Content-Encoding");
    const content = isCompressed(encoding) ? expand(bytesOf(sent), encoding as string) : sent;
    const streamed = isStream(response);
    if (content === undefined) {
      this.settleUnseen(streamed);
      return;
    }
    this.seen = content;
    const usage = findUsage(content);
    this.settleFound(usage, streamed, () => {
      if (!streamed) return content.length;
      const text = new StreamedText();
      text.feed(bytesOf(content));
      text.end();
      return text.characters;
    });
  }

  private watch(response: ResponseMessage): void {
    const streamed = isStream(response);
    const finder = new UsageFinder();
    const text = new StreamedText();
    let size = 0;
    const see = (chunk: Uint8Array) => {
      size += chunk.byteLength;
      // Copied, as the chunk belongs to whoever gave it.
      if (this.seen === "") this.seen = Uint8Array.prototype.slice.call(chunk, 0, headLength);
      finder.feed(chunk);
      if (streamed) text.feed(chunk);
    };
    const found = () =>
      this.settleFound(finder.usage, streamed, () => {
        text.end();
        return streamed ? text.characters : size;
      });
    const encoding = response.headers.get("Content-Encoding");
    if (!isCompressed(encoding)) {
      this.exchange.hooks.watchBody(see);
      this.finish = found;
      return;
    }
    const compressed = new CompressedAnswer(encoding as string);
    this.exchange.hooks.watchBody((chunk) => compressed.feed(chunk));
    this.finish = () => {
      const bytes = compressed.expand();
      if (bytes === undefined) this.settleUnseen(streamed);
      else {
        see(bytes);
        found();
      }
    };
  }

  private settleFound(usage: TokenUsage | undefined, streamed: boolean, characters: () => number): void {
    const { services } = this.exchange;
    const estimated = streamed
      ? usage === undefined || services.settings.streamedTokens === "estimate"
      : usage === undefined && services.settings.usageAbsent === "estimate";
    if (estimated) this.settleEstimate(streamed, characters());
    else if (usage === undefined) this.settle(undefined);
    else {
      const { promptTokens, completionTokens, totalTokens } = completeUsage(usage);
      this.settle({ promptTokens, completionTokens, totalTokens, streamed, reported: true });
    }
  }

  /** The answer could not be read. */
  private settleUnseen(streamed: boolean): void {
    const { services } = this.exchange;
    if (streamed || services.settings.usageAbsent === "estimate") this.settleEstimate(streamed, 0);
    else this.settle(undefined);
  }

  private settleEstimate(streamed: boolean, characters: number): void {
    const perToken = this.exchange.services.settings.charactersPerToken;
    const promptTokens = this.promptEstimate;
    const completionTokens = Math.ceil(characters / perToken);
    const totalTokens = promptTokens + completionTokens;
    this.settle({ promptTokens, completionTokens, totalTokens, streamed, reported: false });
  }

  private settle(usage: MeteredUsage | undefined): void {
    if (this.settled) return;
    this.settled = true;
    this.usage = usage;
    for (const listener of this.listeners ?? []) listener(usage);
  }
}

const isFailure = ({ statusCode }: ResponseMessage) => statusCode < 200 || statusCode > 299;

const isStream = ({ headers }: ResponseMessage) =>
  headers.get("Content-Type")?.toLowerCase().startsWith("text/event-stream") ?? false;

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? Buffer.from(content) : content;
