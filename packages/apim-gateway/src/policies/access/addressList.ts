import { BlockList, isIP } from "node:net";

/** An address, or the first and last of a range. */
export type AddressEntry = { readonly from: string; readonly to: string };

const family = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** What is wrong with an entry; `undefined` for one that can be used. */
export function findAddressFault({ from, to }: AddressEntry): string | undefined {
  for (const address of [from, to])
    if (isIP(address) === 0) return `'${address}' is not an IPv4 or IPv6 address.`;
  if (family(from) !== family(to)) return `'${from}' and '${to}' are not of one kind.`;
  try {
    new BlockList().addRange(from, to, family(from));
    return undefined;
  } catch {
    return `'${from}' comes after '${to}'.`;
  }
}

/** @param entries each without fault */
export function addressList(entries: readonly AddressEntry[]): BlockList {
  const list = new BlockList();
  for (const { from, to } of entries)
    if (from === to) list.addAddress(from, family(from));
    else list.addRange(from, to, family(from));
  return list;
}

/** Whether the list has an address. An IPv4 address that arrived in IPv6 form is the same address: Node sees to that. */
export function isListed(list: BlockList, address: string): boolean {
  return list.check(address, family(address));
}
