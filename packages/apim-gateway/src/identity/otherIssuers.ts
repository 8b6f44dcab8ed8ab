import { TenantUrls, type TokenVersion } from "./tenantUrls";

const WELL_KNOWN = "/.well-known/openid-configuration";
const KEYS = "/.well-known/jwks.json";

/** What a URL of another tenant of Microsoft Entra, or of any other issuer, would be answered with. */
export function documentOfOther(
  url: string,
  jwks: () => object,
): { readonly issuer?: string; readonly jwks_uri?: string } | undefined {
  const tenant = /^https:\/\/login\.microsoftonline\.com\/([^/]{1,256})\//i.exec(url)?.[1];
  if (tenant !== undefined) return tenantDocument(url, tenant, jwks);
  if (url.endsWith(KEYS)) return jwks();
  if (!url.endsWith(WELL_KNOWN)) return undefined;
  const issuer = url.slice(0, -WELL_KNOWN.length);
  return { issuer, jwks_uri: issuer + KEYS };
}

function tenantDocument(url: string, tenant: string, jwks: () => object) {
  const urls = new TenantUrls(tenant, []);
  const what: TokenVersion | "keys" | undefined = urls.find(url)?.what;
  if (what === undefined) return undefined;
  return what === "keys" ? jwks() : urls.configuration(what, tenant);
}
