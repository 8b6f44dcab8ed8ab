import { createHmac } from "node:crypto";
import { idKey } from "./resourceId";

/**
 * Keys and ids that Azure invents, derived from the world's seed and the resource: the same world always gives the same
 * ones, another world gives others, and nothing has to be stored to read a resource twice with the same result.
 */
export function derivedKey(seed: string, id: string, purpose: string): string {
  return createHmac("sha256", seed)
    .update(`${idKey(id)}\0${purpose}`)
    .digest("hex")
    .slice(0, 32);
}

/** As {@link derivedKey}, in the form of a GUID. */
export function derivedGuid(seed: string, id: string, purpose: string): string {
  const hex = derivedKey(seed, id, purpose);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
