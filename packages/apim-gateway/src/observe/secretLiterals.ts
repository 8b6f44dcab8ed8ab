/** Shorter ones are not looked for: they would be found inside harmless words. */
export const SHORTEST = 6;
const BITS_PER_CHARACTER = 5;
const KEPT_BITS = 2 ** (SHORTEST * BITS_PER_CHARACTER) - 1;

/** A part of a text: from the first character up to, and without, the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds any of many known texts in one pass: a hash of the last six characters says which of them may begin there.
 */
export class SecretLiterals {
  private readonly byBeginning = new Map<number, string[]>();
  readonly longest: number;

  constructor(secrets: Iterable<string>) {
    const literals = new Set([...secrets].flatMap(spellings));
    let longest = 0;
    for (const literal of literals) {
      longest = Math.max(longest, literal.length);
      let hash = 0;
      for (let index = 0; index < SHORTEST; index++) hash = next(hash, literal.charCodeAt(index));
      const found = this.byBeginning.get(hash);
      if (found === undefined) this.byBeginning.set(hash, [literal]);
      else found.push(literal);
    }
    this.longest = longest;
  }

  get empty(): boolean {
    return this.byBeginning.size === 0;
  }

  /** Where they stand, in order; those that overlap or touch are one. */
  find(text: string): Span[] {
    const spans: { start: number; end: number }[] = [];
    if (this.empty) return spans;
    let hash = 0;
    for (let index = 0; index < text.length; index++) {
      hash = next(hash, text.charCodeAt(index));
      const literals = index < SHORTEST - 1 ? undefined : this.byBeginning.get(hash);
      if (literals === undefined) continue;
      const start = index - SHORTEST + 1;
      for (const literal of literals) {
        if (!text.startsWith(literal, start)) continue;
        const last = spans.at(-1);
        const end = start + literal.length;
        if (last !== undefined && last.end >= start) last.end = Math.max(last.end, end);
        else spans.push({ start, end });
      }
    }
    return spans;
  }

  /** Where a text, cut at its end, ends with the beginning of one of them. */
  cutAt(text: string): number | undefined {
    const from = Math.max(0, text.length - this.longest);
    for (let start = from; start <= text.length - SHORTEST; start++) {
      let hash = 0;
      for (let index = 0; index < SHORTEST; index++) hash = next(hash, text.charCodeAt(start + index));
      const rest = text.slice(start);
      if (this.byBeginning.get(hash)?.some((literal) => literal.startsWith(rest))) return start;
    }
    return undefined;
  }
}

/** The hash of the last six characters: what is older has been shifted out. */
const next = (hash: number, code: number): number => ((hash << BITS_PER_CHARACTER) ^ code) & KEPT_BITS;

/** A secret as it may be written: as it is, in JSON, in JSON as a text of JSON, in a URL. */
function spellings(secret: string): string[] {
  const trimmed = secret.trim();
  const inJson = escaped(secret);
  const written = [secret, trimmed, inJson, escaped(inJson)];
  // A lone surrogate cannot stand in a URL.
  if (!/\p{Cs}/u.test(trimmed)) written.push(encodeURIComponent(trimmed));
  return written.filter(({ length }) => length >= SHORTEST);
}

const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
