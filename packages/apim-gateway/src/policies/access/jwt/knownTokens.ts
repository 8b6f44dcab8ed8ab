import type { KeyObject } from "node:crypto";
import type { ParsedToken } from "./parsedToken";

interface Known {
  readonly token: ParsedToken;
  readonly key: KeyObject;
}

/** About 10 MB of Entra's tokens. */
const mostTokens = 4096;

/**
 * Tokens whose signature was good, with the key that made it: a caller sends the same token for an hour, and checking
 * an RSA signature takes longer than everything else in the policy. What may change is checked each time: whether the
 * key is still accepted, and all claims.
 */
export class KnownTokens {
  private readonly tokens = new Map<string, Known>();

  find(text: string): Known | undefined {
    return this.tokens.get(text);
  }

  add(token: ParsedToken, key: KeyObject): void {
    if (this.tokens.size >= mostTokens) this.tokens.delete(this.tokens.keys().next().value as string);
    this.tokens.set(token.text, { token, key });
  }

  forget(text: string): void {
    this.tokens.delete(text);
  }

  get size(): number {
    return this.tokens.size;
  }
}
