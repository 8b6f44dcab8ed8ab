/** IPv4 addresses and ranges in CIDR form, as plain numbers. */

export interface Block {
  /** The address as a number, as written: bits after the prefix may be set. */
  readonly address: number;
  /** Length of the prefix, 0 to 32. */
  readonly prefix: number;
}

/** `10.60.0.0/22`, or one address, which is a /32; `undefined` where a number is too large. */
export function parseBlock(text: string): Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = match.slice(1, 5).map(Number);
  const prefix = match[5] === undefined ? 32 : Number(match[5]);
  if ([a, b, c, d].some((part) => part > 255) || prefix > 32) return undefined;
  return { address: a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d, prefix };
}

/** Plain arithmetic, because JavaScript's bit operators are signed at 32 bits. */
export const firstOf = ({ address, prefix }: Block): number => address - (address % 2 ** (32 - prefix));

export const lastOf = (block: Block): number => firstOf(block) + 2 ** (32 - block.prefix) - 1;

export const contains = (outer: Block, inner: Block): boolean =>
  inner.prefix >= outer.prefix && firstOf({ ...inner, prefix: outer.prefix }) === firstOf(outer);

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

export const formatBlock = ({ address, prefix }: Block): string => `${formatAddress(address)}/${prefix}`;

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].map(
  (text) => parseBlock(text) as Block,
);

/** Whether a range is one of those that no network but one's own reaches. */
export const isPrivate = (block: Block): boolean => privateRanges.some((range) => contains(range, block));
