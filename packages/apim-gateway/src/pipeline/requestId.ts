const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const pair = (word: number, shift: number) => hex[(word >>> shift) & 0xff] as string;

/** A random UUID (version 4) from a source of chance in [0, 1). Every request has one, so it is put together from bytes. */
export function uuidFrom(random: () => number): string {
  const word = () => Math.floor(random() * 0x1_0000_0000);
  const a = word();
  const b = (word() & 0xffff_0fff) | 0x4000;
  const third = word();
  // Binary 10, then two bits of chance: the variant of RFC 9562.
  const c = (third & 0x0fff_ffff) | ((8 | ((third >>> 28) & 3)) << 28);
  const d = word();
  return (
    `${pair(a, 24)}${pair(a, 16)}${pair(a, 8)}${pair(a, 0)}-${pair(b, 24)}${pair(b, 16)}-${pair(b, 8)}${pair(b, 0)}-` +
    `${pair(c, 24)}${pair(c, 16)}-${pair(c, 8)}${pair(c, 0)}${pair(d, 24)}${pair(d, 16)}${pair(d, 8)}${pair(d, 0)}`
  );
}
