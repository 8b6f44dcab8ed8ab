import { Body } from "../../messages/body";
import type { Headers } from "../../messages/headers";
import type { Exchange } from "../../pipeline/exchange";
import { ResponseMessage } from "../../pipeline/messages";
import type { Services } from "../../pipeline/services";
import { fetchEmbedding } from "./fetchEmbedding";

/** Gives the vector of a text; `undefined`: there is none, and the cache is not used. */
export type Embed = (
  exchange: Exchange,
  text: string,
  backend: string,
) => readonly number[] | undefined | Promise<readonly number[] | undefined>;

interface StoredAnswer {
  readonly partition: string;
  /** Of length 1. */
  readonly vector: Float64Array;
  readonly status: number;
  readonly reason: string;
  readonly headers: Headers;
  readonly content: string | Uint8Array;
  readonly expires: number;
  /** About how much space it takes. */
  readonly bytes: number;
}

/** The answers of one region by the meaning of their prompts. In memory; the oldest makes room for the newest. */
export class SemanticCache {
  /** Where vectors come from. A test or a run without an embeddings deployment sets its own. */
  embed: Embed = fetchEmbedding;
  /** In the order of their storing. */
  private readonly answers = new Set<StoredAnswer>();
  private readonly partitions = new Map<string, Set<StoredAnswer>>();
  private bytes = 0;

  constructor(private readonly services: Services) {}

  get size(): number {
    return this.answers.size;
  }

  /** The nearest answer of a partition, whose similarity is the cosine of the two vectors; a copy for each who asks. */
  find(
    partition: string,
    vector: readonly number[],
    least: number,
  ): { readonly response: ResponseMessage; readonly similarity: number } | undefined {
    const now = this.services.now();
    const wanted = unit(vector);
    let best: StoredAnswer | undefined;
    let similarity = least;
    for (const answer of this.partitions.get(partition) ?? []) {
      if (answer.expires <= now) {
        this.drop(answer);
        continue;
      }
      const cosine = product(wanted, answer.vector);
      // Rounding must not make a text differ from itself.
      if (cosine < similarity - 1e-9) continue;
      best = answer;
      similarity = Math.max(cosine, similarity);
    }
    if (best === undefined) return undefined;
    const { status, reason, headers, content } = best;
    return { response: new ResponseMessage(status, reason, headers.clone(), Body.of(content)), similarity };
  }

  store(
    partition: string,
    vector: readonly number[],
    head: { readonly statusCode: number; readonly statusReason: string; readonly headers: Headers },
    content: string | Uint8Array,
    seconds: number,
  ): void {
    const answer: StoredAnswer = {
      partition,
      vector: unit(vector),
      status: head.statusCode,
      reason: head.statusReason,
      headers: head.headers,
      content,
      expires: this.services.now() + seconds * 1000,
      bytes: 8 * vector.length + content.length + 1024,
    };
    this.makeRoom(answer.bytes);
    this.answers.add(answer);
    this.bytes += answer.bytes;
    const others = this.partitions.get(partition);
    if (others === undefined) this.partitions.set(partition, new Set([answer]));
    else others.add(answer);
  }

  private makeRoom(bytes: number): void {
    const { services } = this;
    const mostAnswers = services.settings.semanticCacheEntries;
    const mostBytes = services.settings.cacheBytes;
    for (const answer of this.answers) {
      const fits = this.answers.size < mostAnswers && this.bytes + bytes <= mostBytes;
      if (fits && answer.expires > services.now()) return;
      this.drop(answer);
    }
  }

  private drop(answer: StoredAnswer): void {
    if (!this.answers.delete(answer)) return;
    this.bytes -= answer.bytes;
    const others = this.partitions.get(answer.partition);
    others?.delete(answer);
    if (others?.size === 0) this.partitions.delete(answer.partition);
  }
}

/** The same direction with length 1. Only zeros stay zeros, and are like nothing. */
function unit(vector: readonly number[]): Float64Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return Float64Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}

/** Of vectors of one length; vectors of different models are like nothing. */
function product(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) return -1;
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
}
