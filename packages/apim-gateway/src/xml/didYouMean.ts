/** The name nearest to what was written, where one is near enough to be meant; `undefined` otherwise. */
export function findNearest(written: string, given: Iterable<string>): string | undefined {
  // Longer than any name there is: not a slip of the pen, and not worth the time.
  if (written.length > 64) return undefined;
  const names = [...given];
  const words = sortedWords(written);
  if (words.includes(" "))
    for (const name of names) if (sortedWords(name) === words && name !== written) return name;
  const limit = Math.max(1, Math.floor(written.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const name of names) {
    if (Math.abs(name.length - written.length) >= bestDistance) continue;
    const distance = editDistance(written.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** The same for names of the same words in another order: `consumed-tokens` and `tokens-consumed`. */
const sortedWords = (name: string) => name.toLowerCase().split("-").sort().join(" ");

/** Insertions, deletions, replacements and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + cost,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (beforeLast[j - 2] as number) + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] as number;
}
