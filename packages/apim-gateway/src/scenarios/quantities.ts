import { parsed, type YamlShape } from "./shape";

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** Milliseconds of `6 s`, `250 ms`, `1 min`, `2 h`; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?(ms|s|min|h)$/.exec(text.trim()) ?? [];
  return number === undefined ? undefined : Number(number) * (units[unit as string] as number);
}

/** So many in a time. */
export interface Rate {
  readonly count: number;
  readonly periodMs: number;
}

/** `50/s`, `30 per 10 s`, `300k per min`. */
export function parseRate(text: string): Rate | undefined {
  const mark = text.includes("/") ? "/" : " per ";
  const at = text.indexOf(mark);
  if (at < 0) return undefined;
  const [, number, factor] = /^(\d+(?:\.\d+)?) ?(k|M)?$/.exec(text.slice(0, at).trim()) ?? [];
  const period = text.slice(at + mark.length).trim();
  const periodMs = parseDuration(/^\d/.test(period) ? period : `1 ${period}`);
  const count = Number(number) * (factor === "k" ? 1000 : factor === "M" ? 1_000_000 : 1);
  return periodMs === undefined || periodMs === 0 || !(count > 0) ? undefined : { count, periodMs };
}

/** A condition on a number, as people write it. */
export interface Comparison {
  readonly sign: "=" | "<" | "<=" | ">" | ">=";
  readonly value: number;
  /** As written. */
  readonly text: string;
}

const signs = ["<=", ">=", "<", ">", "="] as const;

/** @param read the number, or what is written after the sign */
function parseComparison(text: string, read: (text: string) => number | undefined): Comparison | undefined {
  const whole = text.trim();
  const sign = signs.find((each) => whole.startsWith(each));
  const value = read(whole.slice(sign?.length ?? 0).trim());
  return value === undefined ? undefined : { sign: sign ?? "=", value, text: whole };
}

export function holds({ sign, value }: Comparison, seen: number): boolean {
  switch (sign) {
    case "=":
      return seen === value;
    case "<":
      return seen < value;
    case "<=":
      return seen <= value;
    case ">":
      return seen > value;
    case ">=":
      return seen >= value;
  }
}

const readNumber = (text: string) => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined);
const readPercent = (text: string) => (text.endsWith("%") ? readNumber(text.slice(0, -1).trim()) : undefined);
const comparison = (expects: string, read: (text: string) => number | undefined): YamlShape<Comparison> =>
  parsed(expects, (text) => parseComparison(text, read));

export const duration: YamlShape<number> = parsed("a time such as `6 s`, `250 ms` or `1 min`", parseDuration);
export const rate: YamlShape<Rate> = parsed(
  "a rate such as `50/s`, `30 per 10 s` or `300k per min`",
  parseRate,
);
export const duringComparison = comparison("a time such as `1 s`, `< 1 s` or `> 5 s`", parseDuration);
export const countComparison = comparison("a count such as `3`, `> 3` or `<= 10`", readNumber);
export const shareComparison = comparison("a share such as `100 %` or `> 99 %`", readPercent);

/** Milliseconds as people read them: `0 s`, `250 ms`, `6 s`, `1 min 30 s`. */
export function durationText(milliseconds: number): string {
  const ms = Math.round(milliseconds * 1000) / 1000;
  if (ms === 0) return "0 s";
  if (ms < 1000) return `${ms} ms`;
  const rounded = Math.round(ms);
  const minutes = Math.floor(rounded / 60_000);
  const rest = (rounded - minutes * 60_000) / 1000;
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}
