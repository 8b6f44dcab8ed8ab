import type { CsObject } from "./value";
import { windowsZones } from "./windowsZones";

const hourMs = 3_600_000;
/** Clocks change at whole quarters of an hour. */
const quarterMs = 900_000;
const kept = 256;

/** A zone of the host's database, asked for its offset from UTC at an instant. */
export class CsTimeZone implements CsObject {
  readonly csType = "TimeZoneInfo";
  readonly id: string;
  private readonly format: Intl.DateTimeFormat;
  private readonly offsets = new Map<number, number>();

  /** @param id absent: as the host writes it. @throws RangeError where the host does not know `iana` */
  constructor(iana: string, id?: string) {
    this.format = new Intl.DateTimeFormat("en-US", { timeZone: iana, timeZoneName: "longOffset" });
    this.id = id ?? this.format.resolvedOptions().timeZone;
  }

  csText(): string {
    return `(UTC${this.isUtc ? "" : offsetText(this.baseOffset(Date.UTC(2025, 0)))}) ${this.id}`;
  }

  get isUtc(): boolean {
    return this === utcZone;
  }

  /** Milliseconds that the zone's clocks are ahead of UTC. @param utc milliseconds since 1970 */
  offset(utc: number): number {
    const quarter = Math.floor(utc / quarterMs);
    const known = this.offsets.get(quarter);
    if (known !== undefined) return known;
    const name = this.format.formatToParts(quarter * quarterMs).find(({ type }) => type === "timeZoneName");
    const offset = parseOffset(name?.value ?? "GMT");
    if (this.offsets.size >= kept) this.offsets.clear();
    this.offsets.set(quarter, offset);
    return offset;
  }

  /** The offset of winter in that year. */
  baseOffset(utc: number): number {
    const year = new Date(utc).getUTCFullYear();
    return Math.min(this.offset(Date.UTC(year, 0, 1)), this.offset(Date.UTC(year, 6, 1)));
  }

  /**
   * The offsets that clocks showing this time may have: none in the hour that summer time leaves out, two in the hour
   * that comes twice.
   *
   * @param wall what the clocks show, as milliseconds since 1970 as if it were UTC
   */
  offsetsAt(wall: number): readonly number[] {
    const around = new Set([this.offset(wall - 24 * hourMs), this.offset(wall + 24 * hourMs)]);
    return [...around].filter((offset) => this.offset(wall - offset) === offset).sort((a, b) => a - b);
  }
}

export const utcZone = new CsTimeZone("UTC", "UTC");

/** By its Windows or IANA name, in any case. `undefined`: there is no such zone. */
export function findZone(id: string): CsTimeZone | undefined {
  const lower = id.toLowerCase();
  if (["utc", "etc/utc"].includes(lower)) return utcZone;
  let zone = zones.get(lower);
  if (zone === undefined) {
    const [windows, iana = /^[a-z]+\/[a-z_/+\-0-9]+$/.test(lower) ? lower : undefined] =
      windowsZones.get(lower) ?? [];
    if (iana === undefined) return undefined;
    try {
      zone = new CsTimeZone(iana, windows);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
    // As many as there are zones: names that nobody knows are not kept.
    zones.set(lower, zone);
  }
  return zone;
}

const zones = new Map<string, CsTimeZone>();

/** `GMT`, `GMT+05:30` or, before zones had whole minutes, `GMT+00:53:28`. */
function parseOffset(name: string): number {
  const parts = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name);
  if (parts === null) return 0;
  const [, sign, hours, minutes, seconds = "0"] = parts;
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === "-" ? -size : size;
}

function offsetText(offset: number): string {
  const minutes = Math.floor(Math.abs(offset) / 60_000);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
