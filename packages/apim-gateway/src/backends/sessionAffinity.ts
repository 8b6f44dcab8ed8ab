import { createHash } from "node:crypto";
import { backendKey } from "./backend";

/**
 * What the session cookie holds for a member: the same in every instance and after a restart, and nothing that tells a
 * caller about backends. What Azure puts there is not documented; callers only send it back.
 */
export function affinityToken(pool: string, member: string): string {
  return createHash("sha256")
    .update(`${backendKey(pool)}\n${backendKey(member)}`)
    .digest("base64url")
    .slice(0, 22);
}

/** The value of a cookie in a `Cookie` header; `undefined` where it is not there. */
export function findCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const equals = pair.indexOf("=");
    if (equals < 0 || pair.slice(0, equals).trim() !== name) continue;
    return pair
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, "$1");
  }
  return undefined;
}
