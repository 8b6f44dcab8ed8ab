import { type DateParts, formatDate, formatSpan } from "./formatDate";
import { type CsObject, fail, type Value } from "./value";

export const ticksPerDay = 864_000_000_000n;
const epoch = 621_355_968_000_000_000n;
export const lastTick = 3_155_378_975_999_999_999n;
export type DateKind = "Unspecified" | "Utc" | "Local";

function inRange(ticks: bigint, what: string): bigint {
  if (ticks < 0n || ticks > lastTick)
    throw fail("ArgumentOutOfRangeException", `${what} un-representable DateTime.\nParameter name: value`);
  return ticks;
}

function partsOf(ticks: bigint): DateParts {
  const date = new Date(Number((ticks - epoch) / 10_000n - ((ticks - epoch) % 10_000n < 0n ? 1n : 0n)));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    fraction: Number(ticks % 10_000_000n),
    weekday: date.getUTCDay(),
  };
}

/** Ticks of a calendar time. @throws ArgumentOutOfRangeException */
export function ticksOf(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  millisecond = 0,
): bigint {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, millisecond);
  const wrong =
    year < 1 ||
    year > 9999 ||
    date.getUTCMonth() !== month - 1 ||
    date.getUTCDate() !== day ||
    hour < 0 ||
    hour > 23 ||
    minute < 0 ||
    minute > 59 ||
    second < 0 ||
    second > 59;
  if (wrong)
    throw fail(
      "ArgumentOutOfRangeException",
      "Year, Month, and Day parameters describe an un-representable DateTime.",
    );
  return BigInt(date.getTime()) * 10_000n + epoch;
}

/** The gateway's time zone is UTC, so local and universal time have the same ticks. */
export class CsDateTime implements CsObject {
  readonly csType = "DateTime";
  constructor(
    readonly ticks: bigint,
    readonly kind: DateKind = "Unspecified",
  ) {
    inRange(ticks, "The added or subtracted value results in an");
  }
  static fromUnix(milliseconds: number, kind: DateKind = "Utc"): CsDateTime {
    return new CsDateTime(BigInt(Math.floor(milliseconds)) * 10_000n + epoch, kind);
  }
  get parts(): DateParts {
    return partsOf(this.ticks);
  }
  get unixTicks(): bigint {
    return this.ticks - epoch;
  }
  format(format: string): string {
    return formatDate(
      this.parts,
      format,
      this.kind === "Utc" ? "Z" : this.kind === "Local" ? "+00:00" : "",
      "+00:00",
      false,
    );
  }
  csText(): string {
    return this.format("G");
  }
  csEquals(other: Value): boolean {
    return other instanceof CsDateTime && other.ticks === this.ticks;
  }
  csKey(): string {
    return this.ticks.toString();
  }
}

export class CsDateTimeOffset implements CsObject {
  readonly csType = "DateTimeOffset";
  /** `ticks`: the time on the clock there; `offset`: minutes east of UTC. */
  constructor(
    readonly ticks: bigint,
    readonly offset = 0,
  ) {
    inRange(ticks, "The added or subtracted value results in an");
  }
  get utcTicks(): bigint {
    return this.ticks - BigInt(this.offset) * 600_000_000n;
  }
  get parts(): DateParts {
    return partsOf(this.ticks);
  }
  get unixTicks(): bigint {
    return this.utcTicks - epoch;
  }
  format(format: string): string {
    if (format === "r" || format === "R" || format === "u")
      return formatDate(partsOf(this.utcTicks), format, "Z", "+00:00", true);
    const zone = `${this.offset < 0 ? "-" : "+"}${String(Math.trunc(Math.abs(this.offset) / 60)).padStart(2, "0")}:${String(Math.abs(this.offset) % 60).padStart(2, "0")}`;
    return formatDate(this.parts, format, zone, zone, true);
  }
  csText(): string {
    return this.format("MM/dd/yyyy HH:mm:ss zzz");
  }
  csEquals(other: Value): boolean {
    return other instanceof CsDateTimeOffset && other.utcTicks === this.utcTicks;
  }
  csKey(): string {
    return this.utcTicks.toString();
  }
}

export class CsTimeSpan implements CsObject {
  readonly csType = "TimeSpan";
  constructor(readonly ticks: bigint) {
    if (BigInt.asIntN(64, ticks) !== ticks)
      throw fail("OverflowException", "TimeSpan overflowed because the duration is too long.");
  }
  /** .NET Framework rounds to whole milliseconds. */
  static of(value: number, millisecondsEach: number): CsTimeSpan {
    if (Number.isNaN(value))
      throw fail("ArgumentException", "TimeSpan does not accept floating point Not-a-Number values.");
    const milliseconds = Math.trunc(value * millisecondsEach + (value >= 0 ? 0.5 : -0.5));
    if (Math.abs(milliseconds) > 922337203685477)
      throw fail("OverflowException", "TimeSpan overflowed because the duration is too long.");
    return new CsTimeSpan(BigInt(milliseconds) * 10_000n);
  }
  csText(): string {
    return formatSpan(this.ticks, "c");
  }
  csEquals(other: Value): boolean {
    return other instanceof CsTimeSpan && other.ticks === this.ticks;
  }
  csKey(): string {
    return this.ticks.toString();
  }
}
