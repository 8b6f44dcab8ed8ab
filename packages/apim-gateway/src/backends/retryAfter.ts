/** What a `Retry-After` header asks for. A date that has passed asks for zero. */
export type RetryAfter =
  | { readonly kind: "seconds" | "date"; readonly milliseconds: number }
  | { readonly kind: "absent" }
  | { readonly kind: "invalid" };

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** The three forms of a date in HTTP (RFC 9110, 5.6.7). */
const dates = [
  /^\w{3}, (?<day>\d{2}) (?<month>\w{3}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  /^\w{6,9}, (?<day>\d{2})-(?<month>\w{3})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  /^\w{3} (?<month>\w{3}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/,
];

/**
 * Reads `Retry-After`: whole seconds, or a date.
 *
 * @param now milliseconds since 1970
 */
export function readRetryAfter(header: string | undefined, now: number): RetryAfter {
  const text = header?.trim() ?? "";
  if (text === "") return { kind: "absent" };
  // A hundred years and more in seconds is no wait but a mistake.
  if (/^\d{1,9}$/.test(text)) return { kind: "seconds", milliseconds: Number(text) * 1000 };
  const date = parseHttpDate(text, now);
  return date === undefined ? { kind: "invalid" } : { kind: "date", milliseconds: Math.max(0, date - now) };
}

function parseHttpDate(text: string, now: number): number | undefined {
  for (const form of dates) {
    const groups = form.exec(text)?.groups;
    if (groups === undefined) continue;
    const month = months.indexOf(groups.month as string);
    if (month < 0) return undefined;
    const [hour, minute, second] = (groups.time as string).split(":").map(Number) as [number, number, number];
    const day = Number(groups.day);
    const year = fullYear(groups.year as string, now);
    const date = new Date(Date.UTC(year, month, day, hour, minute, second));
    // A date that does not exist, such as 31 February, would have moved.
    const real = date.getUTCDate() === day && hour < 24 && minute < 60 && second < 61;
    return real ? date.getTime() : undefined;
  }
  return undefined;
}

/** Two digits mean the year that is at most fifty years ahead (RFC 9110). */
function fullYear(text: string, now: number): number {
  if (text.length === 4) return Number(text);
  const current = new Date(now).getUTCFullYear();
  const year = current - (current % 100) + Number(text);
  return year > current + 50 ? year - 100 : year;
}
