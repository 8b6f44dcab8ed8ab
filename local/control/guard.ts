import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Names that can only mean this machine. */
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/**
 * What a request lacks; `undefined`: nothing.
 *
 * A page of somebody else's in a browser on this machine can call any port of it, and by a name that changes its address
 * while the page is open (DNS rebinding) it could read the answers too. So the request must be meant for this machine by
 * name and come from no other page; and whatever is not the page itself needs the token besides.
 *
 * @param port that the request came to
 * @param open whether what is asked for is the same for everybody
 */
export function lacking(
  headers: IncomingHttpHeaders,
  port: number,
  token: string,
  open: boolean,
): { readonly status: 401 | 403; readonly error: string } | undefined {
  const hosts = LOOPBACK.map((name) => `${name}:${port}`);
  if (!hosts.includes((headers.host ?? "").toLowerCase()))
    return { status: 403, error: "Its Host is not this machine's." };
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin.toLowerCase() === `http://${host}`))
    return { status: 403, error: "A page of another origin asks." };
  const foreign = headers["sec-fetch-site"] === "cross-site";
  if (foreign && !(open && headers["sec-fetch-mode"] === "navigate"))
    return { status: 403, error: "A page of another site asks." };
  if (open) return undefined;
  const given = Buffer.from(headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return undefined;
  return { status: 401, error: "The token of this fleet is needed." };
}
