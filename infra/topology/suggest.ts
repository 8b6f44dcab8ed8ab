/**
 * The candidate that a person probably meant, or `undefined` when none is close. Case, blanks and punctuation do not
 * count (`Sweden Central` is `swedencentral`); otherwise about a third of the letters may differ, three at most.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = bare(word);
  if (wanted === "") return undefined;
  const allowance = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)));
  let best: string | undefined;
  let bestDistance = allowance + 1;
  for (const candidate of candidates) {
    const other = bare(candidate);
    // Long names are often cut short (`GlobalProvisioned`); a good start counts, though less than the whole name.
    const start =
      wanted.length < 6 ? allowance + 1 : editDistance(wanted, other.slice(0, wanted.length), allowance) + 1;
    const distance = Math.min(editDistance(wanted, other, allowance), start);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** ` Did you mean …?` with its leading blank, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = closest(word, candidates);
  return found === undefined ? "" : ` Did you mean \`${found}\`?`;
}

const bare = (text: string) =>
  text
    .slice(0, 80)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");

/** Insertions, deletions, replacements and swaps of neighbours between two words; more than `most` counts as `most + 1`. */
function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (previous[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforePrevious[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforePrevious = previous;
    previous = row;
  }
  return Math.min(previous[b.length] ?? most + 1, most + 1);
}
