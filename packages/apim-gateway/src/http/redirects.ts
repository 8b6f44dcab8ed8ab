import type { BackendRequest, BackendResponse } from "../ports/transport";
import type { HttpSettings } from "../settings/http";

/** Headers that show who calls, or that let in, whoever is called. */
const credentialHeaders = ["authorization", "cookie", "api-key", "ocp-apim-subscription-key"];

/**
 * The request that a redirect asks for. `undefined`: the response is no redirect that can be followed, and so it is the
 * answer.
 *
 * As .NET's client does it: 303, and 300 to 302 for POST, become GET without a body; 307 and 308 stay as they are; a
 * redirect from HTTPS to HTTP is not followed.
 */
export function redirected(
  request: BackendRequest,
  response: BackendResponse,
  credentials: HttpSettings["redirectCredentials"],
): BackendRequest | undefined {
  const { status } = response;
  if (
    status !== 300 &&
    status !== 301 &&
    status !== 302 &&
    status !== 303 &&
    status !== 307 &&
    status !== 308
  )
    return undefined;
  const location = response.headers.values("location")?.[0];
  if (location === undefined || !URL.canParse(location, request.url)) return undefined;
  const from = new URL(request.url);
  const to = new URL(location, from);
  if (to.protocol !== "https:" && (to.protocol !== "http:" || from.protocol === "https:")) return undefined;
  to.hash = "";

  const { method } = request;
  const becomesGet =
    (status === 303 && method !== "GET" && method !== "HEAD") || (status <= 302 && method === "POST");
  // A stream was read by the first call.
  if (!becomesGet && request.body !== null && !request.body.inMemory) return undefined;
  const headers = request.headers.clone();
  // It named the host that redirects.
  headers.delete("host");
  if (becomesGet) for (const name of ["content-length", "content-type"]) headers.delete(name);
  const isStranger = credentials === "never" || (credentials === "same-origin" && from.origin !== to.origin);
  if (isStranger) {
    for (const name of credentialHeaders) headers.delete(name);
    for (const [name] of request.credentialHeaders ?? []) headers.delete(name);
  }
  return {
    ...request,
    method: becomesGet ? "GET" : method,
    url: to.href,
    headers,
    body: becomesGet ? null : request.body,
    tls: isStranger ? { ...request.tls, clientCertificate: undefined } : request.tls,
  };
}
