/** Two texts as a person can compare them. */
export interface Differing {
  readonly expected: string;
  readonly seen: string;
  /** Where they differ and how long they are, where something was cut. */
  readonly where: string | undefined;
}

/** Characters of a text that are shown. */
const MOST = 160;
/** Of them, before the difference. */
const BEFORE = 60;

/** Of long texts what stands around the first difference; short ones stay as they are. */
export function differing(expected: string, seen: string): Differing {
  if (expected.length <= MOST && seen.length <= MOST) return { expected, seen, where: undefined };
  const at = firstDifference(expected, seen);
  const from = wholeCharacter(expected, at <= BEFORE ? 0 : at - BEFORE);
  const lengths = `${expected.length} and ${seen.length} characters`;
  return {
    expected: window(expected, from),
    seen: window(seen, from),
    where: from === 0 ? `they have ${lengths}` : `they differ from character ${at + 1} on, of ${lengths}`,
  };
}

function firstDifference(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function window(text: string, from: number): string {
  if (from === 0 && text.length <= MOST) return text;
  const to = from + MOST >= text.length ? text.length : wholeCharacter(text, from + MOST);
  return `${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`;
}

/** No half of a pair of surrogates. */
const wholeCharacter = (text: string, at: number): number =>
  at > 0 && /^[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
