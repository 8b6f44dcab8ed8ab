import { createHash } from "node:crypto";

/** In [0, 1), the same each time for the same texts. */
export function drawn(...texts: readonly (string | number)[]): number {
  return createHash("sha256").update(texts.join("\u0000")).digest().readUInt32BE(0) / 2 ** 32;
}

/** The same id for the same texts. */
export const idOf = (prefix: string, ...texts: readonly (string | number)[]): string =>
  `${prefix}${createHash("sha256").update(texts.join("\u0000")).digest("base64url").replace(/[-_]/g, "x").slice(0, 29)}`;

const WORDS =
  "the of and to a in is that it for as was with on by this are from at an or be which not have has had were but their one all we can more when some into time could them other than then now only its also over such our new made after two may use work first well way even because any these give most".split(
    " ",
  );

/** Numbers above 0 and below this. */
export const PRIME = 0x7fffffff;

/**
 * Whole numbers that follow from a first one: Park and Miller's generator, plain, quick, and the same on every machine.
 *
 * @param first in [0, 1)
 */
export function numbersFrom(first: number): () => number {
  let state = 1 + Math.floor(first * (PRIME - 2));
  return () => {
    state = (state * 48271) % PRIME;
    return state;
  };
}

/** Words that stand for tokens one by one: the first has no space before it. */
export function words(count: number, seed: string): string[] {
  const found: string[] = [];
  const next = numbersFrom(drawn(seed));
  for (let index = 0; index < count; index++) {
    const word = WORDS[next() % WORDS.length] as string;
    found.push(index === 0 ? word[0]?.toUpperCase() + word.slice(1) : ` ${word}`);
  }
  return found;
}
