/** Where a tenant of Microsoft Entra ID is. */
export interface EntraTenant {
  /** Without a slash at its end. */
  readonly endpoint: string;
  /** Id, domain, `common` or `organizations`. */
  readonly tenant: string;
}

/** The tenant of accounts that belong to people and no organization. */
const personal = "9188040d-6c67-4c5b-b112-36a304b66dad";

/**
 * @param id `tenant-id`: an id, a domain, `common`, `organizations`, or the URL of a tenant
 * @param endpoint of the cloud
 */
export function readTenant(id: string, endpoint: string): EntraTenant {
  const base = endpoint.trim().replace(/(?<!\/)\/+$/, "");
  const text = id.trim().replace(/(?<!\/)\/+$/, "");
  const [, origin = "", host = "", segment] = /^(https?:\/\/([^/]+))(?:\/([^/]+))?/i.exec(text) ?? [];
  if (origin === "") return { endpoint: base, tenant: text };
  return segment === undefined ? { endpoint: base, tenant: host } : { endpoint: origin, tenant: segment };
}

/** The OpenID documents for tokens of both versions: which one a token has is the application's choice. */
export function configurationUrls({ endpoint, tenant }: EntraTenant): readonly string[] {
  const document = ".well-known/openid-configuration";
  return [`${endpoint}/${tenant}/v2.0/${document}`, `${endpoint}/${tenant}/${document}`];
}

/** `organizations` means accounts of any organization, so not those of people. */
export function isTenantAllowed({ tenant }: EntraTenant, tid: unknown): boolean {
  return tenant.toLowerCase() !== "organizations" || tid !== personal;
}
