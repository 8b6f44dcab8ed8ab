import { createHash } from "node:crypto";

/** Fewer tokens are not kept, and what is kept counts in steps of so many (Azure OpenAI, prompt caching). */
const LEAST = 1024;
const STEP = 128;
/** Milliseconds that a prompt is kept without use (documented: 5 to 10 minutes). */
const KEPT_MS = 300_000;
/** About what so many tokens are in characters; beginnings are compared by them. */
const CHARACTERS = LEAST * 4;
/** The oldest one goes. */
const MOST = 10_000;

/** What deployments have in their prompt caches: beginnings of prompts that came before. */
export class PromptCache {
  private readonly seen = new Map<string, number>();

  /** Tokens of a prompt that are in the cache of a deployment, where it is from now on. */
  cached(deployment: string, body: Readonly<Record<string, unknown>>, prompt: number, now: number): number {
    if (prompt < LEAST) return 0;
    const beginning = JSON.stringify(body.messages ?? body.input ?? body.prompt).slice(0, CHARACTERS);
    const key = createHash("sha256").update(`${deployment}\u0000${beginning}`).digest("base64");
    const last = this.seen.get(key);
    this.seen.delete(key);
    this.seen.set(key, now);
    if (this.seen.size > MOST) this.seen.delete(this.seen.keys().next().value as string);
    return last !== undefined && now - last < KEPT_MS ? Math.floor(LEAST / STEP) * STEP : 0;
  }
}
