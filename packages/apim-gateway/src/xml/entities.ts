import type { OffsetRun } from "./offsetMap";

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const reference = /&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));/y;

/** The predefined entity or character reference that starts at an offset; `undefined` where none does. */
export function findEntity(
  text: string,
  offset: number,
): { readonly character: string; readonly end: number } | undefined {
  if (text.charCodeAt(offset) !== 38) return undefined;
  reference.lastIndex = offset;
  const match = reference.exec(text);
  if (match === null) return undefined;
  const [whole, name, decimal, hexadecimal] = match;
  const end = offset + whole.length;
  if (name !== undefined) return { character: named[name] as string, end };
  const code = decimal === undefined ? Number.parseInt(hexadecimal as string, 16) : Number(decimal);
  return code > 0x10ffff ? undefined : { character: String.fromCodePoint(code), end };
}

/**
 * Appends `text.slice(start, end)` with its entities decoded to `pieces`, and says in `runs` where everything came
 * from. A lone `&` stays as it is: an expression under `rawxml` may write `&&`.
 *
 * @param at length of what `pieces` hold already
 * @returns the new length
 */
export function decodeInto(
  pieces: string[],
  runs: OffsetRun[],
  at: number,
  text: string,
  start: number,
  end: number,
): number {
  let length = at;
  let from = start;
  const copy = (to: number) => {
    if (to === from) return;
    pieces.push(text.slice(from, to));
    runs.push({ at: length, from, copied: true });
    length += to - from;
  };
  for (let index = text.indexOf("&", start); index >= 0 && index < end; ) {
    const entity = findEntity(text, index);
    if (entity !== undefined && entity.end <= end) {
      copy(index);
      pieces.push(entity.character);
      runs.push({ at: length, from: index, copied: false });
      length += entity.character.length;
      from = entity.end;
    }
    index = text.indexOf("&", entity === undefined ? index + 1 : entity.end);
  }
  copy(end);
  return length;
}

/** Escapes a text so that XML of any kind (attribute in either quote, element) gives it back. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
