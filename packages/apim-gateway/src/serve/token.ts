import { randomBytes } from "node:crypto";

/** A token that nobody guesses. */
export const randomToken = (): string => randomBytes(18).toString("base64url");

/** Why a token cannot be used; `undefined`: it can. */
export function faultOfToken(token: string): string | undefined {
  return /^[\x21-\x7e]{16,200}$/.test(token)
    ? undefined
    : "It must have 16 to 200 characters, all of them ASCII and none of them a space.";
}
