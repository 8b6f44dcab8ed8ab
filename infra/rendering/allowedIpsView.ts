import { firstOf, formatAddress, lastOf, parseBlock } from "../topology/ipv4";
import type { Topology } from "../topology/topology";

/** Callers' addresses as `ip-filter` takes them: it knows no CIDR, and wants single addresses before ranges. */
export interface AllowedIpsView {
  readonly addresses: readonly string[];
  readonly ranges: readonly { readonly from: string; readonly to: string }[];
}

/** `undefined`: calls come from anywhere. */
export function allowedIpsView({ gateway }: Topology): AllowedIpsView | undefined {
  const blocks = gateway.allowedIps?.map((text) => {
    const block = parseBlock(text);
    if (block === undefined) throw new Error(`The address \`${text}\` passed validation.`);
    return block;
  });
  return (
    blocks && {
      addresses: blocks.filter(({ prefix }) => prefix === 32).map(({ address }) => formatAddress(address)),
      ranges: blocks
        .filter(({ prefix }) => prefix < 32)
        .map((block) => ({ from: formatAddress(firstOf(block)), to: formatAddress(lastOf(block)) })),
    }
  );
}
