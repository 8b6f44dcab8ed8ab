/** Entra issues tokens of two versions, each with an issuer of its own. */
export type TokenVersion = "1.0" | "2.0";

/** What validators read of an OpenID configuration document, and a little more. */
export interface OpenIdConfiguration {
  readonly issuer: string;
  readonly jwks_uri: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly response_types_supported: readonly string[];
  readonly subject_types_supported: readonly string[];
  readonly id_token_signing_alg_values_supported: readonly string[];
}

const entra = "https://login.microsoftonline.com";

/** Tenants of everybody. Their documents name the issuer with `{tenantid}` in it. */
const everybody: ReadonlySet<string> = new Set(["common", "organizations"]);

const documents: ReadonlyMap<string, TokenVersion | "keys"> = new Map([
  [".well-known/openid-configuration", "1.0"],
  ["v2.0/.well-known/openid-configuration", "2.0"],
  ["discovery/keys", "keys"],
  ["discovery/v2.0/keys", "keys"],
]);

/** The addresses of one tenant, as Microsoft Entra ID has them. */
export class TenantUrls {
  readonly base: string;
  private readonly names: ReadonlySet<string>;

  constructor(
    private readonly tenantId: string,
    domains: readonly string[],
    base = entra,
  ) {
    this.base = base.replace(/(?<!\/)\/+$/, "");
    this.names = new Set([tenantId, ...domains].map((name) => name.toLowerCase()));
  }

  issuer(version: TokenVersion, tenant = this.tenantId): string {
    if (version === "2.0") return `${this.base}/${tenant}/v2.0`;
    return this.base === entra ? `https://sts.windows.net/${tenant}/` : `${this.base}/${tenant}/`;
  }

  /** @param tenant as the caller wrote it */
  configuration(version: TokenVersion, tenant = this.tenantId): OpenIdConfiguration {
    const v2 = version === "2.0" ? "/v2.0" : "";
    const root = `${this.base}/${tenant}`;
    return {
      issuer: this.issuer(version, everybody.has(tenant.toLowerCase()) ? "{tenantid}" : this.tenantId),
      jwks_uri: `${root}/discovery${v2}/keys`,
      authorization_endpoint: `${root}/oauth2${v2}/authorize`,
      token_endpoint: `${root}/oauth2${v2}/token`,
      response_types_supported: ["code", "id_token"],
      subject_types_supported: ["pairwise"],
      id_token_signing_alg_values_supported: ["RS256"],
    };
  }

  /** What a URL names; `undefined` for another tenant's or any other URL. */
  find(url: string): { readonly tenant: string; readonly what: TokenVersion | "keys" } | undefined {
    if (!url.startsWith(`${this.base}/`)) return undefined;
    const [path = ""] = url.slice(this.base.length + 1).split(/[?#]/);
    const slash = path.indexOf("/");
    const tenant = path.slice(0, slash);
    const what = documents.get(path.slice(slash + 1));
    const ours = this.names.has(tenant.toLowerCase()) || everybody.has(tenant.toLowerCase());
    return what === undefined || !ours ? undefined : { tenant, what };
  }
}
