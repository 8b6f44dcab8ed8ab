import type { HostBasicCredentials } from "./data";

/**
 * Reads `Basic <base64 of user:password>`, as the header `Authorization` has it. Documented: what is no valid value gives
 * null. As RFC 7617 says, the scheme is in any case and the first colon divides; bytes that are no UTF-8 are Latin-1.
 */
export function readBasic(input: string | null): HostBasicCredentials | null {
  const encoded = /^\s*Basic +([A-Za-z0-9+/]+={0,2})\s*$/i.exec(input ?? "")?.[1];
  if (encoded === undefined || encoded.length % 4 !== 0) return null;
  const bytes = Buffer.from(encoded, "base64");
  const utf8 = bytes.toString("utf8");
  const text = utf8.includes("\ufffd") ? bytes.toString("latin1") : utf8;
  const colon = text.indexOf(":");
  if (colon < 0) return null;
  return { csType: "BasicAuthCredentials", userId: text.slice(0, colon), password: text.slice(colon + 1) };
}
