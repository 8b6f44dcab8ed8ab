import type { SingleBackend } from "../../backends/backend";
import type { Headers } from "../../messages/headers";
import type { Url } from "../../messages/url";

interface Credentials {
  readonly header?: Readonly<Record<string, readonly string[]>>;
  readonly query?: Readonly<Record<string, readonly string[]>>;
  readonly authorization?: { readonly scheme: string; readonly parameter: string };
}

/** Puts a backend's own headers, query parameters and authorization on a request to it. */
export function addCredentials({ properties }: SingleBackend, headers: Headers, url: Url): void {
  const credentials = properties.credentials as Credentials | undefined;
  if (credentials === undefined) return;
  for (const [name, values] of Object.entries(credentials.header ?? {})) headers.set(name, values);
  const { authorization, query = {} } = credentials;
  if (authorization !== undefined)
    headers.set("Authorization", `${authorization.scheme} ${authorization.parameter}`);
  if (Object.keys(query).length === 0) return;
  const parameters = new Map(url.query);
  for (const [name, values] of Object.entries(query)) parameters.set(name, [...values]);
  url.setQuery(parameters);
}
