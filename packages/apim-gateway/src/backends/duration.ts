const pattern =
  /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d{1,9}))?S)?)?$/;

const second = 1000;
const day = 86_400 * second;
/** Milliseconds of each unit; a year has 365 days and a month 30, as .NET reads durations. */
const units = [365 * day, 30 * day, 7 * day, day, 3_600 * second, 60 * second, second];

/**
 * Milliseconds of an ISO 8601 duration such as `PT1M` or `P1DT12H`; `undefined` for anything else. Negative durations
 * mean nothing to a backend and are none.
 */
export function parseDuration(text: string): number | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const whole = units.reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0);
  const total = whole + Math.round(Number(`0.${match[8] ?? "0"}`) * second);
  return Number.isSafeInteger(total) ? total : undefined;
}
