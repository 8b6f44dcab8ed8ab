/** A random UUID (version 4) from a source of chance in [0, 1). */
export function uuidFrom(random: () => number): string {
  const digits = () =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, "0");
  const [a, b, c, d] = [digits(), digits(), digits(), digits()];
  const variant = "89ab"[Number.parseInt(c[0] as string, 16) & 3];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
}
