/** Nobody means a longer word by a slip of the pen, and comparing it takes time. */
const LONGEST = 80;

/**
 * The candidate that a person probably meant, or `undefined` when none is close: the first of the nearest. Case, blanks and
 * punctuation do not count (`Sweden Central` is `swedencentral`), nor does the order of words with hyphens between them
 * (`consumed-tokens` is `tokens-consumed`); otherwise about a third of the letters may differ, three at most.
 */
export function closest(written: string, candidates: Iterable<string>): string | undefined {
  const wanted = bare(written);
  if (wanted === "") return undefined;
  const names = [...candidates];
  const words = sortedWords(written);
  if (words.includes(" "))
    for (const name of names) if (sortedWords(name) === words && name !== written) return name;
  const allowance = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)));
  let best: string | undefined;
  let bestDistance = allowance + 1;
  for (const name of names) {
    const other = bare(name);
    // Long names are often cut short (`GlobalProvisioned`); a good start counts, though less than the whole name.
    const start =
      wanted.length < 6 ? allowance + 1 : editDistance(wanted, other.slice(0, wanted.length), allowance) + 1;
    const distance = Math.min(editDistance(wanted, other, allowance), start);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** ` Did you mean …?` with its leading blank, or nothing. */
export function didYouMean(written: string, candidates: Iterable<string>): string {
  const found = closest(written, candidates);
  return found === undefined ? "" : ` Did you mean \`${found}\`?`;
}

const bare = (text: string) =>
  text
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");

const sortedWords = (name: string) => name.slice(0, LONGEST).toLowerCase().split("-").sort().join(" ");

/** Insertions, deletions, replacements and swaps of neighbours between two words; more than `most` counts as `most + 1`. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(
        (previous[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (previous[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (beforePrevious[j - 2] as number) + 1);
      row.push(least);
    }
    beforePrevious = previous;
    previous = row;
  }
  return Math.min(previous[b.length] as number, most + 1);
}
