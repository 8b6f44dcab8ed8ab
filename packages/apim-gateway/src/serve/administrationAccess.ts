import { createHash, timingSafeEqual } from "node:crypto";
import type { GatewayRequest } from "../ports/gatewayRequest";

/** Decides who may look inside. @returns what a request lacks, in words; `undefined`: it may */
export type AdministrationAccess = (request: GatewayRequest) => string | undefined;

/**
 * Lets in what comes from this machine and was meant for it, and whoever has the token.
 *
 * A page in a browser runs on this machine too. It can call any port, and by a name that changes its address while the
 * page is open (DNS rebinding) it could read the answer; but the request says then whom the page took it for, in `Host`,
 * or which page it is of. A proxy calls from this machine as well, for somebody who is elsewhere.
 */
export function administrationAccess(token: string): AdministrationAccess {
  const wanted = digest(token);
  return (request) => {
    const given = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), wanted)) return undefined;
    return foreign(request);
  };
}

/** What shows that a request is not of this machine for this machine. */
function foreign({ scheme, host, port, ipAddress, headers }: GatewayRequest): string | undefined {
  if (!isLoopbackAddress(ipAddress)) return `It comes from ${ipAddress || "somewhere else"}.`;
  if (!isLoopbackName(host)) return "Its Host is not a name of this machine.";
  const origin = headers.get("origin");
  if (origin !== undefined && !isSame(origin, scheme, host, port)) return "A page of another origin asks.";
  if (headers.get("sec-fetch-site")?.trim().toLowerCase() === "cross-site")
    return "A page of another site asks.";
  if (forwarding.some((name) => headers.get(name) !== undefined)) return "It came through a proxy.";
  return undefined;
}

const forwarding = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/** Whether a name can only mean this machine: RFC 6761 gives `localhost` and what ends in it to nobody else. */
export function isLoopbackName(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  return isLoopbackAddress(name.replace(/^\[(.*)\]$/, "$1"));
}

/** @param address without brackets */
export function isLoopbackAddress(address: string): boolean {
  return address === "::1" || /^127(?:\.(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])){3}$/.test(address);
}

function isSame(origin: string, scheme: string, host: string, port: number): boolean {
  const own = `${scheme}://${host}:${port}`;
  // Both as URLs: the port of the scheme is left out, and names are in lower case.
  return (
    URL.canParse(origin) &&
    URL.canParse(own) &&
    new URL(origin).origin === new URL(own).origin &&
    /^https?:\/\/[^/]+$/i.test(origin)
  );
}

/** As long as any other: the time to compare tells nothing, not even how long it is. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
