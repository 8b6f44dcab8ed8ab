import { firstOf, formatBlock, isPrivate, parseBlock } from "./ipv4";

/**
 * The subnets of a private fleet. The layout depends on the address space alone, never on how many regions there are or
 * which tier the gateway has: a subnet that is in use cannot be moved, so no later edit may ask for it.
 */

/** Addresses of every subnet that Azure keeps for itself. */
export const RESERVED_ADDRESSES = 5;

/** A gateway subnet of this size is advised for the v2 tiers; a larger one would only take room from the endpoints. */
const ADVISED_GATEWAY_PREFIX = 24;

export interface SubnetPlan {
  /** CIDR of the gateway's subnet: the start of the lower half, `/24` or the whole half if that is smaller. */
  readonly gateway: string;
  /** Prefix length of the gateway's subnet. */
  readonly gatewayPrefix: number;
  /** CIDR of the private endpoints' subnet: the upper half. */
  readonly endpoints: string;
  /** Private endpoints that fit, one address each. */
  readonly endpointRoom: number;
}

/** Why an address space is refused, as the end of "`addressSpace` …". */
export interface AddressFault {
  readonly message: string;
  readonly remedy: string;
}

/** Divides an address space. Throws when {@link findAddressFault} has something to say about it. */
export function planSubnets(addressSpace: string): SubnetPlan {
  const fault = findAddressFault(addressSpace);
  const block = parseRange(addressSpace);
  if (fault !== undefined || block === undefined)
    throw new RangeError(`\`${addressSpace}\` ${fault?.message}`);
  const half = block.prefix + 1;
  const gatewayPrefix = Math.max(half, ADVISED_GATEWAY_PREFIX);
  const size = 2 ** (32 - half);
  return {
    gateway: formatBlock({ address: block.address, prefix: gatewayPrefix }),
    gatewayPrefix,
    endpoints: formatBlock({ address: block.address + size, prefix: half }),
    endpointRoom: size - RESERVED_ADDRESSES,
  };
}

/** What is wrong with an address space by itself; whether it is large enough is another question. */
export function findAddressFault(addressSpace: string): AddressFault | undefined {
  const block = parseRange(addressSpace);
  if (block === undefined) {
    return {
      message: "is not an IPv4 range in CIDR form.",
      remedy: "Write four numbers up to 255 and a prefix up to 32, such as `10.60.0.0/22`.",
    };
  }
  const start = firstOf(block);
  if (start !== block.address) {
    return {
      message: `does not start where a /${block.prefix} range starts: bits after the prefix are set.`,
      remedy: `Write \`${formatBlock({ address: start, prefix: block.prefix })}\`.`,
    };
  }
  if (block.prefix < 8 || block.prefix > 28) {
    return {
      message: `has the prefix /${block.prefix}; from /8 to /28 is allowed.`,
      remedy: "Write a /22, which suits a fleet of any size.",
    };
  }
  if (!isPrivate(block)) {
    return {
      message: "is not a private range.",
      remedy:
        "Use a range within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10 that your network does not use yet.",
    };
  }
  return undefined;
}

/** The longest prefix whose plan has room for these endpoints and a gateway subnet of at least this size. */
export function smallestPrefix(endpointCount: number, gatewayPrefix: number | undefined): number {
  let prefix = gatewayPrefix === undefined ? 28 : Math.min(28, gatewayPrefix - 1);
  while (2 ** (32 - prefix - 1) - RESERVED_ADDRESSES < endpointCount) prefix--;
  return prefix;
}

/** A range needs its prefix: one address is none. */
const parseRange = (text: string) => (text.includes("/") ? parseBlock(text) : undefined);
