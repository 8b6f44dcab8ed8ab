import { CsTimeSpan } from "./time";

/** `[-][d.]hh:mm[:ss[.fffffff]]`, `d:hh:mm:ss`, or days alone, as `TimeSpan.Parse` reads them. */
export function parseTimeSpan(text: string): CsTimeSpan | "overflow" | undefined {
  const days = /^\s*(-)?(\d{1,8})\s*$/.exec(text);
  if (days !== null) return spanOf(days[1], [Number(days[2]), 0, 0, 0], "");
  const match =
    /^\s*(-)?(?:(\d{1,8})[.:](?=\d{1,2}:\d{1,2}:))?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?\s*$/.exec(
      text,
    ) ?? /^\s*(-)?(\d{1,8})\.(\d{1,2}):(\d{1,2})()()\s*$/.exec(text);
  if (match === null) return undefined;
  const [, sign, day = "0", hour = "0", minute = "0", second = "0", fraction = ""] = match;
  return spanOf(sign, [Number(day), Number(hour), Number(minute), Number(second)], fraction);
}

function spanOf(
  sign: string | undefined,
  [day, hour, minute, second]: readonly [number, number, number, number],
  fraction: string,
): CsTimeSpan | "overflow" {
  if (hour > 23 || minute > 59 || second > 59 || day > 10_675_199) return "overflow";
  const seconds = BigInt(day * 86_400 + hour * 3_600 + minute * 60 + second);
  const ticks = seconds * 10_000_000n + BigInt(fraction.padEnd(7, "0"));
  return new CsTimeSpan(sign === undefined ? ticks : -ticks);
}
