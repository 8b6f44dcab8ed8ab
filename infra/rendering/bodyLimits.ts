import { getGateway } from "../topology/data";
import type { Topology } from "../topology/topology";

/** From how many bytes on a form passes as it arrives instead of being kept for another attempt. */
export const FORM_BYTES = 2 * 1024 * 1024;

/** What the v2 tiers keep of a body. */
const SMALLEST = 2 * 1024 * 1024;

/**
 * The largest body, in bytes, that the gateway can read; `undefined`: no limit is documented. Of a gateway that exists the
 * tier is known only where the file says it, and otherwise the smallest limit counts.
 */
export function bufferedBytes({ gateway }: Topology): number | undefined {
  const tier = gateway.sku?.name ?? gateway.existing?.tier;
  return tier === undefined ? SMALLEST : getGateway(tier).bufferedBytes;
}
