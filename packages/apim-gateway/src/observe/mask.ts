import type { Configuration } from "../resources/configuration";
import { knownSecrets } from "./knownSecrets";
import { SecretLiterals, SHORTEST } from "./secretLiterals";
import { secretPatterns } from "./secretPatterns";

/** What stands in the place of a secret. */
export const MASKED = "***";

/** Takes secrets out of texts before anybody reads them. */
export interface Mask {
  /** Any text: a URL, a message, a dump of headers, JSON. */
  text(text: string): string;
  /** The value of a header, of a query parameter or of a member with that name. */
  value(name: string, value: string): string;
  /** Whether the source of an expression reads what only secrets are kept in. */
  readsSecret(source: string): boolean;
  /** The same mask that knows these secrets too. */
  including(secrets: readonly string[]): Mask;
}

/** The mask of a gateway: it learns what is secret in each configuration. */
export interface LearningMask extends Mask {
  /**
   * Takes over the secrets of a configuration. Those of the one before stay known, as its requests may still run.
   */
  learn(configuration: Configuration): void;
}

/**
 * Makes a mask.
 *
 * @param secrets texts that are known to be secret; those shorter than six characters are masked only where a name or
 * a form gives them away
 * @param names further names of headers and query parameters that carry keys
 */
export function createMask(secrets: readonly string[] = [], names: readonly string[] = []): LearningMask {
  return new Learning(secrets, names);
}

class Texts implements Mask {
  constructor(
    protected literals: readonly SecretLiterals[],
    protected patterns = secretPatterns([]),
  ) {}

  text(text: string): string {
    let masked = this.withoutLiterals(cutTail(text, this.literals));
    if (masked.includes("%")) masked = masked.replace(/[^\s"'<>]+/g, (word) => this.encoded(word));
    if (!this.patterns.hint.test(masked)) return masked;
    for (const pattern of this.patterns.inText) masked = masked.replace(pattern, `$1${MASKED}`);
    return masked;
  }

  value(name: string, value: string): string {
    return this.patterns.name.test(name) ? MASKED : this.text(value);
  }

  readsSecret(source: string): boolean {
    return this.patterns.quotedName.test(source);
  }

  including(secrets: readonly string[]): Mask {
    return secrets.length === 0
      ? this
      : new Texts([...this.literals, new SecretLiterals(secrets)], this.patterns);
  }

  private withoutLiterals(text: string): string {
    let masked = text;
    for (const literals of this.literals) {
      const spans = literals.find(masked);
      if (spans.length === 0) continue;
      let from = 0;
      let pieces = "";
      for (const { start, end } of spans) {
        pieces += masked.slice(from, start) + MASKED;
        from = end;
      }
      masked = pieces + masked.slice(from);
    }
    return masked;
  }

  /** A word in which something is percent-encoded, in whatever way: it stays as it is unless it hides a secret. */
  private encoded(word: string): string {
    if (!word.includes("%")) return word;
    const decoded = decoding(word);
    const masked = this.withoutLiterals(decoded);
    return masked === decoded ? word : masked;
  }
}

/** Texts that come again and again, as URLs and ids do, are masked once. */
const MOST_REMEMBERED = 5000;
const LONGEST_REMEMBERED = 300;

class Learning extends Texts implements LearningMask {
  private readonly given: SecretLiterals;
  private readonly remembered = new Map<string, string>();

  constructor(
    secrets: readonly string[],
    private readonly names: readonly string[],
  ) {
    const given = new SecretLiterals(secrets);
    super([given], secretPatterns(names));
    this.given = given;
  }

  override text(text: string): string {
    if (text.length > LONGEST_REMEMBERED) return super.text(text);
    let masked = this.remembered.get(text);
    if (masked === undefined) {
      masked = super.text(text);
      if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
      this.remembered.set(text, masked);
    }
    return masked;
  }

  learn(configuration: Configuration): void {
    this.remembered.clear();
    const { secrets, names } = knownSecrets(configuration);
    const before = this.literals.slice(-1).filter((literals) => literals !== this.given);
    this.literals = [this.given, ...before, new SecretLiterals(secrets)];
    this.patterns = secretPatterns([...this.names, ...names]);
  }
}

function decoding(word: string): string {
  return word.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll("%", ""), "hex").toString(),
  );
}

/** A long value is shown cut: what is left of a secret at the cut goes too. */
function cutTail(text: string, all: readonly SecretLiterals[]): string {
  const cut = /… \(\d+ characters\)"?$/.exec(text);
  if (cut === null || cut.index < SHORTEST) return text;
  const shown = text.slice(0, cut.index);
  const starts = all.flatMap((literals) => literals.cutAt(shown) ?? []);
  return starts.length === 0 ? text : shown.slice(0, Math.min(...starts)) + MASKED + cut[0];
}
