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

interface Block {
  readonly address: number;
  readonly prefix: number;
}

/** Divides an address space. Throws when {@link findAddressFault} has something to say about it. */
export function planSubnets(addressSpace: string): SubnetPlan {
  const fault = findAddressFault(addressSpace);
  const block = parse(addressSpace);
  if (fault !== undefined || block === undefined)
    throw new RangeError(`\`${addressSpace}\` ${fault?.message}`);
  const half = block.prefix + 1;
  const gatewayPrefix = Math.max(half, ADVISED_GATEWAY_PREFIX);
  const size = 2 ** (32 - half);
  return {
    gateway: format({ address: block.address, prefix: gatewayPrefix }),
    gatewayPrefix,
    endpoints: format({ address: block.address + size, prefix: half }),
    endpointRoom: size - RESERVED_ADDRESSES,
  };
}

/** What is wrong with an address space by itself; whether it is large enough is another question. */
export function findAddressFault(addressSpace: string): AddressFault | undefined {
  const block = parse(addressSpace);
  if (block === undefined) {
    return {
      message: "is not an IPv4 range in CIDR form.",
      remedy: "Write four numbers up to 255 and a prefix up to 32, such as `10.60.0.0/22`.",
    };
  }
  const start = networkOf(block);
  if (start !== block.address) {
    return {
      message: `does not start where a /${block.prefix} range starts: bits after the prefix are set.`,
      remedy: `Write \`${format({ address: start, prefix: block.prefix })}\`.`,
    };
  }
  if (block.prefix < 8 || block.prefix > 28) {
    return {
      message: `has the prefix /${block.prefix}; from /8 to /28 is allowed.`,
      remedy: "Write a /22, which suits a fleet of any size.",
    };
  }
  if (!privateRanges.some((range) => contains(range, block))) {
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

function parse(text: string): Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((part) => part > 255) || prefix > 32) return undefined;
  return { address: a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d, prefix };
}

/** Plain arithmetic, because JavaScript's bit operators are signed at 32 bits. */
const networkOf = ({ address, prefix }: Block) => address - (address % 2 ** (32 - prefix));

const contains = (outer: Block, inner: Block) =>
  inner.prefix >= outer.prefix &&
  networkOf({ address: inner.address, prefix: outer.prefix }) === outer.address;

function format({ address, prefix }: Block): string {
  const parts = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return `${parts.join(".")}/${prefix}`;
}

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].map(
  (text) => parse(text) as Block,
);
