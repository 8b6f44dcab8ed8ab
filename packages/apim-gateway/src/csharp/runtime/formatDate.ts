import { CsException } from "./value";

export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Ticks within the second. */
  readonly fraction: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

const days = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
export const months =
  "January February March April May June July August September October November December".split(" ");
const rfc = "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'";

/** Standard formats of the invariant culture. */
const standard: Readonly<Record<string, string>> = {
  d: "MM/dd/yyyy",
  D: "dddd, dd MMMM yyyy",
  t: "HH:mm",
  T: "HH:mm:ss",
  g: "MM/dd/yyyy HH:mm",
  G: "MM/dd/yyyy HH:mm:ss",
  f: "dddd, dd MMMM yyyy HH:mm",
  F: "dddd, dd MMMM yyyy HH:mm:ss",
  U: "dddd, dd MMMM yyyy HH:mm:ss",
  s: "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
  u: "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
  o: "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
  O: "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
  r: rfc,
  R: rfc,
  m: "MMMM dd",
  M: "MMMM dd",
  y: "yyyy MMMM",
  Y: "yyyy MMMM",
};

const pad = (value: number, width = 2) => value.toString().padStart(width, "0");

/** A date in a standard or custom format. `kind` is what `K` writes, `zone` what `zzz` writes. */
export function formatDate(
  parts: DateParts,
  format: string,
  kind: string,
  zone: string,
  isOffset: boolean,
): string {
  let pattern = format === "" ? (isOffset ? "MM/dd/yyyy HH:mm:ss zzz" : "MM/dd/yyyy HH:mm:ss") : format;
  if (pattern.length === 1) {
    const found = standard[pattern];
    if (found === undefined)
      throw new CsException("FormatException", "Input string was not in a correct format.");
    pattern = found;
  }
  if (pattern.length === 2 && pattern.startsWith("%")) pattern = pattern.slice(1);
  let text = "";
  for (const [token] of pattern.matchAll(/'[^']*'|"[^"]*"|\\.|([yMdHhmsfFtzK])\1*|./gs))
    text += writeToken(token, parts, kind, zone);
  return text;
}

function writeToken(token: string, parts: DateParts, kind: string, zone: string): string {
  const { length } = token;
  const sevenths = pad(parts.fraction, 7);
  switch (token[0]) {
    case "y":
      return length <= 2 ? pad(parts.year % 100, length) : pad(parts.year, length);
    case "M":
      return length >= 4
        ? (months[parts.month - 1] as string)
        : length === 3
          ? (months[parts.month - 1] as string).slice(0, 3)
          : pad(parts.month, length);
    case "d":
      return length >= 4
        ? (days[parts.weekday] as string)
        : length === 3
          ? (days[parts.weekday] as string).slice(0, 3)
          : pad(parts.day, length);
    case "H":
      return pad(parts.hour, Math.min(length, 2));
    case "h":
      return pad(parts.hour % 12 || 12, Math.min(length, 2));
    case "m":
      return pad(parts.minute, Math.min(length, 2));
    case "s":
      return pad(parts.second, Math.min(length, 2));
    case "f":
      return sevenths.slice(0, length);
    case "F":
      return sevenths.slice(0, length).replace(/(?<!0)0+$/, "");
    case "t":
      return (parts.hour < 12 ? "AM" : "PM").slice(0, length);
    case "z":
      return length >= 3 ? zone : length === 2 ? zone.slice(0, 3) : `${zone[0]}${Number(zone.slice(1, 3))}`;
    case "K":
      return kind.repeat(length);
    case "'":
    case '"':
      return length > 1 ? token.slice(1, -1) : token;
    case "\\":
      return token.slice(1);
    default:
      return token;
  }
}

/** `c`, `g`, `G` and custom formats of TimeSpan. */
export function formatSpan(ticks: bigint, format: string): string {
  const size = ticks < 0n ? -ticks : ticks;
  const sign = ticks < 0n ? "-" : "";
  const whole = Number(size / 864_000_000_000n);
  const rest = size % 864_000_000_000n;
  const seconds = Number(rest / 10_000_000n);
  const fraction = pad(Number(rest % 10_000_000n), 7);
  const [hour, minute, second] = [Math.trunc(seconds / 3600), Math.trunc(seconds / 60) % 60, seconds % 60];
  const clock = `${pad(hour)}:${pad(minute)}:${pad(second)}`;
  if (format === "" || "ctT".includes(format))
    return `${sign}${whole > 0 ? `${whole}.` : ""}${clock}${fraction === "0000000" ? "" : `.${fraction}`}`;
  if (format === "g")
    return `${sign}${whole > 0 ? `${whole}:` : ""}${hour}:${pad(minute)}:${pad(second)}${fraction.replace(/(?<!0)0+$/, "") === "" ? "" : `.${fraction.replace(/(?<!0)0+$/, "")}`}`;
  if (format === "G") return `${sign}${whole}:${clock}.${fraction}`;
  let text = "";
  for (const [token] of format.matchAll(/'[^']*'|"[^"]*"|\\.|([dhmsfF])\1*|./gs)) {
    const { length } = token;
    if (token.startsWith("d")) text += pad(whole, length);
    else if (token.startsWith("h")) text += pad(hour, length);
    else if (token.startsWith("m")) text += pad(minute, length);
    else if (token.startsWith("s")) text += pad(second, length);
    else if (token.startsWith("f")) text += fraction.slice(0, length);
    else if (token.startsWith("F")) text += fraction.slice(0, length).replace(/(?<!0)0+$/, "");
    else if (token.startsWith("\\")) text += token.slice(1);
    else if (/^['"]./.test(token)) text += token.slice(1, -1);
    else throw new CsException("FormatException", "Input string was not in a correct format.");
  }
  return text;
}
