/** What goes with its content: how it starts, what ends the start, and what ends it. */
const blocks = [
  { start: "<script", startEnds: ">", end: /<\/script>/gi },
  { start: "<style", startEnds: ">", end: /<\/style>/gi },
  { start: "<!--", startEnds: "", end: /-->/g },
];

/** Without scripts, styles and comments, and without tags. What is not closed stays. */
export function stripHtml(html: string): string {
  return withoutBlocks(html).replace(/<[^>]*(?:>|$)/g, (tag) => (tag.endsWith(">") ? "" : tag));
}

/** Looks for each end once from where it is wanted first: from one that is not there, every later start is passed over. */
function withoutBlocks(html: string): string {
  const pieces: string[] = [];
  const endless = new Set<string>();
  const starts = /<(?:script|style|!--)/gi;
  let from = 0;
  for (let match = starts.exec(html); match !== null; match = starts.exec(html)) {
    const kind = match[0].toLowerCase();
    const block = blocks.find(({ start }) => start === kind);
    if (block === undefined || endless.has(kind)) continue;
    const inside = html.indexOf(block.startEnds, starts.lastIndex) + block.startEnds.length;
    block.end.lastIndex = inside;
    if (inside < starts.lastIndex || !block.end.test(html)) {
      endless.add(kind);
      continue;
    }
    pieces.push(html.slice(from, match.index));
    from = block.end.lastIndex;
    starts.lastIndex = from;
  }
  return pieces.join("") + html.slice(from);
}
