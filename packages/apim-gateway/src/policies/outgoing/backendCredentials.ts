import type { BackendCredentials } from "../../backends/credentials";
import type { Certificate } from "../../certificates/certificate";
import type { Headers } from "../../messages/headers";
import type { Url } from "../../messages/url";
import type { Exchange } from "../../pipeline/exchange";
import { given, type Maybe, type Waiting } from "../../pipeline/waiting";
import { managedIdentityToken } from "../access/managedIdentityToken";
import { storedCertificate } from "../access/storedCertificate";

/**
 * Puts a backend's own headers, query parameters and authorization on a request to it. Waits only where its managed
 * identity's token has to be signed.
 *
 * @throws PolicyFailure where its managed identity has no token
 */
export function addCredentials(
  exchange: Exchange,
  credentials: BackendCredentials,
  headers: Headers,
  url: Url,
): Waiting {
  const keeps = exchange.services.settings.backendCredentials === "keep";
  const set = (name: string, values: readonly string[]) => {
    if (!keeps || !headers.has(name)) headers.set(name, values);
  };
  const put = (authorization: string | undefined): undefined => {
    for (const [name, values] of credentials.headers) set(name, values);
    // Over an `Authorization` among its headers.
    if (authorization !== undefined) headers.set("Authorization", authorization);
    if (credentials.query.length === 0) return;
    const parameters = new Map(url.query);
    for (const [name, values] of credentials.query)
      if (!keeps || !parameters.has(name)) parameters.set(name, [...values]);
    url.setQuery(parameters);
  };
  const authorization = authorizationOf(exchange, credentials, keeps && headers.has("authorization"));
  return given(authorization, put, undefined);
}

/** Of a backend with both, one counts; a token that nobody will send is not asked for. */
function authorizationOf(
  exchange: Exchange,
  { authorization, managedIdentity }: BackendCredentials,
  isKept: boolean,
): Maybe<string | undefined> {
  if (isKept) return undefined;
  const plainFirst = exchange.services.settings.backendAuthorization === "authorization";
  if (managedIdentity === undefined || (plainFirst && authorization !== undefined)) return authorization;
  const { resource, clientId } = managedIdentity;
  const token = managedIdentityToken(exchange, resource, clientId);
  exchange.recorder?.note(`The managed identity's token for ${resource} is in the Authorization header.`);
  return given(token, bearer, undefined);
}

const bearer = (token: string): string => `Bearer ${token}`;

/**
 * The certificate that a backend asks to be called with, or that of the request. Of several the first.
 *
 * @param present what a policy chose
 * @throws PolicyFailure where it cannot be used
 */
export function backendCertificate(
  exchange: Exchange,
  { certificates }: BackendCredentials,
  present: Certificate | undefined,
): Certificate | undefined {
  const [own] = certificates;
  const isKept = present !== undefined && exchange.services.settings.backendCredentials === "keep";
  return own === undefined || isKept ? present : storedCertificate(exchange, own.by, own.name);
}
