import type { Body } from "../messages/body";
import type { Mask } from "./mask";

/** More of the body than is logged is looked at, so that a secret at the cut is seen whole. */
const MARGIN = 4096;

/**
 * The first bytes of a body as text; `null` where none are to be logged or the body has streamed by. A limit above 0
 * for responses makes the gateway hold them in memory, unless the setting `bodyLogging` lets them stream.
 */
export function loggedBody(body: Body | null, bytes: number, mask: Mask): string | null {
  if (bytes <= 0 || body === null || !body.inMemory) return null;
  const seen = utf8(body.bytes().subarray(0, bytes + MARGIN));
  return utf8(Buffer.from(mask.text(seen)).subarray(0, bytes));
}

/** Without a character that is cut in the middle at the end. */
const utf8 = (bytes: Uint8Array) => new TextDecoder().decode(bytes, { stream: true });
