import { createHash } from "node:crypto";

/** Our namespace for name-based ids; any fixed value would do, as long as it never changes. */
const NAMESPACE = Buffer.from("7f0c2d8a4c7e4b5e9d516a2f3c1b0e94", "hex");

/**
 * The same parts give the same id for ever (RFC 9562, version 5). Role assignments are named by such an id: derived from
 * scope, principal and role, it changes exactly when Azure would refuse to change the assignment in place.
 */
export function stableGuid(...parts: readonly string[]): string {
  const hash = createHash("sha1").update(NAMESPACE).update(parts.join("\n")).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
