import { months } from "./formatDate";
import { ticksOf } from "./time";
import { CsException } from "./value";

export interface ParsedDate {
  /** What the text says the clock showed. */
  readonly ticks: bigint;
  /** Minutes east of UTC, when the text says. */
  readonly offset: number | undefined;
}

const monthNames = months.map((name) => name.slice(0, 3).toLowerCase());
const iso =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7})\d*)?)?)?\s*(Z|GMT|UTC|[+-]\d{2}:?\d{2})?$/i;
const slashed =
  /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?)?(?:\s*([AP]M))?\s*(Z|GMT|[+-]\d{2}:?\d{2})?$/i;
const worded =
  /^(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(Z|GMT|UTC|[+-]\d{2}:?\d{2})?$/;

/** The date forms of HTTP, JSON and the invariant culture; undefined for everything else. */
export function parseDate(text: string): ParsedDate | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 60) return undefined;
  try {
    let found = iso.exec(trimmed);
    if (found !== null) return build(found, 1, 2, 3, 4, found[8]);
    found = slashed.exec(trimmed);
    if (found !== null) {
      const half = found[8]?.toUpperCase();
      const hour = Number(found[4] ?? 0);
      if (half !== undefined && hour > 12) return undefined;
      found[4] = String(half === undefined ? hour : (hour % 12) + (half === "PM" ? 12 : 0));
      return build(found, 3, 1, 2, 4, found[9]);
    }
    found = worded.exec(trimmed);
    if (found === null) return undefined;
    const month = monthNames.indexOf((found[2] as string).slice(0, 3).toLowerCase()) + 1;
    if (month === 0) return undefined;
    const ticks = ticksOf(
      Number(found[3]),
      month,
      Number(found[1]),
      Number(found[4] ?? 0),
      Number(found[5] ?? 0),
      Number(found[6] ?? 0),
    );
    return { ticks, offset: offsetOf(found[7]) };
  } catch (error) {
    if (error instanceof CsException) return undefined;
    throw error;
  }
}

function build(
  found: RegExpExecArray,
  year: number,
  month: number,
  day: number,
  time: number,
  zone: string | undefined,
): ParsedDate {
  const number = (index: number) => Number(found[index] ?? 0);
  const ticks = ticksOf(
    number(year),
    number(month),
    number(day),
    number(time),
    number(time + 1),
    number(time + 2),
  );
  const fraction = (found[time + 3] ?? "").padEnd(7, "0");
  return { ticks: ticks + BigInt(fraction), offset: offsetOf(zone) };
}

function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (found === null) return 0;
  return (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
}
