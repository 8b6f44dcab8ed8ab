import type { Value } from "../value";

/**
 * What a text of JSON says, read once and never changed: a value, a list, or names with what they hold. Tokens are made
 * over it when somebody looks, so that a text that is parsed again and again costs what is read of it.
 */
export type JsonTemplate = Value | readonly JsonTemplate[] | ReadonlyMap<string, JsonTemplate>;

/** Longest text that is kept, in characters. */
const longest = 16_000;
/** Places for texts; each has room for two. */
const places = 512;
/** Characters of all texts together; beyond, everything is forgotten. */
const most = 4_000_000;

interface Kept {
  readonly text: string;
  readonly template: JsonTemplate;
}

/**
 * Texts that were parsed, with their templates. A place holds one text that was asked for again and one that is new: texts
 * that come once, as bodies do, push out each other and never those of policies.
 */
export class TemplateCache {
  private readonly trusted: (Kept | undefined)[] = new Array(places).fill(undefined);
  private readonly fresh: (Kept | undefined)[] = new Array(places).fill(undefined);
  private characters = 0;

  /** What `read` gives for the text, from before where it is known. What `read` throws is not kept. */
  of(text: string, read: (text: string) => JsonTemplate): JsonTemplate {
    if (text.length > longest) return read(text);
    const place = placeOf(text);
    const known = this.trusted[place];
    if (known !== undefined && known.text === text) return known.template;
    const newer = this.fresh[place];
    if (newer !== undefined && newer.text === text) {
      this.trusted[place] = newer;
      this.fresh[place] = known;
      return newer.template;
    }
    const template = read(text);
    this.characters += text.length - (newer?.text.length ?? 0);
    if (this.characters > most) this.forget(text.length);
    this.fresh[place] = { text, template };
    return template;
  }

  private forget(characters: number): void {
    this.trusted.fill(undefined);
    this.fresh.fill(undefined);
    this.characters = characters;
  }
}

/** From the length and a few characters: hashing a whole body would cost as much as reading it. */
function placeOf(text: string): number {
  const step = (text.length >> 4) + 1;
  let hash = text.length;
  for (let at = text.length - 1; at >= 0; at -= step) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return (hash ^ (hash >>> 15)) & (places - 1);
}
