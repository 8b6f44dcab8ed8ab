import { type CsObject, fail } from "./value";

/** A GUID in its usual spelling. */
export class CsGuid implements CsObject {
  readonly csType = "Guid";
  constructor(readonly text: string) {}
  csText(): string {
    return this.text;
  }
  csKey(): string {
    return this.text;
  }
}

export const emptyGuid = new CsGuid("00000000-0000-0000-0000-000000000000");

const digits = "([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})";
const dashed = digits.replaceAll("-?", "-");
/** `N`, `D`, `B` and `P`. */
const forms = [digits.replaceAll("-?", ""), dashed, `\\{${dashed}\\}`, `\\(${dashed}\\)`].map(
  (form) => new RegExp(`^${form}$`, "i"),
);

/** @throws FormatException */
export function parseGuid(text: string): CsGuid {
  for (const form of forms) {
    const found = form.exec(text.trim());
    if (found !== null) return new CsGuid(found.slice(1).join("-").toLowerCase());
  }
  throw fail(
    "FormatException",
    "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).",
  );
}

/** `N`, `D`, `B`, `P`, `X`. @throws FormatException */
export function formatGuid({ text }: CsGuid, format: string): string {
  const bare = text.replaceAll("-", "");
  switch (format.toUpperCase()) {
    case "":
    case "D":
      return text;
    case "N":
      return bare;
    case "B":
      return `{${text}}`;
    case "P":
      return `(${text})`;
    case "X": {
      const rest = (bare.slice(16).match(/../g) ?? []).map((byte) => `0x${byte}`).join(",");
      return `{0x${bare.slice(0, 8)},0x${bare.slice(8, 12)},0x${bare.slice(12, 16)},{${rest}}}`;
    }
    default:
      throw fail(
        "FormatException",
        'Format String can be only "D", "d", "N", "n", "P", "p", "B", "b", "X" or "x".',
      );
  }
}

/** The first three groups are stored with their lowest byte first. */
const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

export function guidBytes({ text }: CsGuid): Buffer {
  const bytes = Buffer.from(text.replaceAll("-", ""), "hex");
  return Buffer.from(order.map((place) => bytes[place] as number));
}

/** @throws ArgumentException unless there are 16 bytes */
export function guidOfBytes(bytes: Buffer): CsGuid {
  if (bytes.length !== 16)
    throw fail("ArgumentException", "Byte array for GUID must be exactly 16 bytes long.\nParameter name: b");
  const placed = Buffer.alloc(16);
  for (const [index, place] of order.entries()) placed[place] = bytes[index] as number;
  return parseGuid(placed.toString("hex"));
}

/** Version 4, from a source of 0 ≤ x < 1. */
export function newGuid(random: () => number): CsGuid {
  const bytes = Buffer.from(Array.from({ length: 16 }, () => Math.floor(random() * 256)));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return parseGuid(bytes.toString("hex"));
}
