import { guidOf } from "./guid";
import { jose } from "./jose";
import { documentOfOther } from "./otherIssuers";
import { processSigningKey, type SigningKey } from "./signingKey";
import { type OpenIdConfiguration, TenantUrls, type TokenVersion } from "./tenantUrls";

export type Claims = Readonly<Record<string, unknown>>;

export interface IssuedToken {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresOn: number;
}

/** A token for an Azure service to use. */
export interface ManagedIdentityRequest {
  /** For whom: becomes `aud`. */
  readonly resource: string;
  /** Of a user-assigned identity. @default the system-assigned identity */
  readonly clientId?: string;
  /** Object id of the identity. @default one made from the client id */
  readonly principalId?: string;
  /** Resource id of what the identity belongs to: becomes `xms_mirid`. */
  readonly resourceId?: string;
  /**
   * What it may do: becomes `local_rights`, which no token of Entra has. A simulated account can judge by it, as the service
   * judges by its own records.
   */
  readonly rights?: readonly object[];
  /** @default 86,400, as managed identities have it */
  readonly lifetimeSeconds?: number;
}

export interface IssuerOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
  /** @default `localTenantId` */
  readonly tenantId?: string;
  /** Domain names that mean the tenant too, as `contoso.onmicrosoft.com`. @default none */
  readonly domains?: readonly string[];
  /** Where the tenants are, without a slash at its end. @default Microsoft Entra's own address, which is then answered here */
  readonly issuerUrl?: string;
  /** Other issuers, by the URL of a document, for which it answers as well. @default none */
  readonly standsFor?: (url: string) => boolean;
  /** @default one key for the process, made when first needed */
  readonly key?: SigningKey;
}

/** Stands for Microsoft Entra ID of one tenant: issues tokens and tells how to check them. */
export interface Issuer {
  readonly tenantId: string;
  readonly url: string;
  /** Id of the key that it signs with. */
  readonly keyId: string;
  issueManagedIdentityToken(request: ManagedIdentityRequest): Promise<IssuedToken>;
  /**
   * A token for a caller in a test. `claims` go over those of an ordinary token of the version; `undefined` takes one
   * out.
   */
  issueToken(claims?: Claims, version?: TokenVersion): Promise<string>;
  openIdConfiguration(version: TokenVersion): OpenIdConfiguration;
  jwks(): { readonly keys: readonly object[] };
  /** The document at a URL of this issuer; `undefined` for a URL that is not its own. */
  document(url: string): object | undefined;
}

export const localTenantId = "10ca1000-0000-4000-8000-000000000001";

const managedIdentitySeconds = 86_400;
const callerSeconds = 3_600;

export function createIssuer(options: IssuerOptions): Issuer {
  const { now, random, tenantId = localTenantId } = options;
  const urls = new TenantUrls(tenantId, options.domains ?? [], options.issuerUrl);
  const key = () => options.key ?? processSigningKey();
  const jwks = () => ({ keys: [key().publicJwk] });
  const seconds = () => Math.floor(now() / 1000);
  const signed = (claims: Claims) => {
    const { kid, privateKey } = key();
    return new (jose().CompactSign)(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader({ alg: "RS256", typ: "JWT", kid })
      .sign(privateKey);
  };

  return {
    tenantId,
    url: urls.base,
    get keyId() {
      return key().kid;
    },
    async issueManagedIdentityToken(request) {
      const issuedAt = seconds();
      const expires = issuedAt + (request.lifetimeSeconds ?? managedIdentitySeconds);
      const client = request.clientId ?? guidOf(`${tenantId} system`);
      const principal = request.principalId ?? guidOf(`${client} principal`);
      const issuer = urls.issuer("1.0");
      const token = await signed({
        aud: request.resource,
        iss: issuer,
        iat: issuedAt,
        nbf: issuedAt,
        exp: expires,
        appid: client,
        appidacr: "2",
        idp: issuer,
        idtyp: "app",
        oid: principal,
        sub: principal,
        tid: tenantId,
        uti: uniqueId(random),
        ver: "1.0",
        xms_mirid: request.resourceId,
        local_rights: request.rights,
      });
      return { token, expiresOn: expires * 1000 };
    },
    issueToken(claims = {}, version = "2.0") {
      const issuedAt = seconds();
      const application = guidOf("a caller's application");
      const principal = guidOf("a caller");
      return signed({
        iss: urls.issuer(version, typeof claims.tid === "string" ? claims.tid : tenantId),
        iat: issuedAt,
        nbf: issuedAt,
        exp: issuedAt + callerSeconds,
        ...(version === "1.0" ? { appid: application } : { azp: application }),
        oid: principal,
        sub: principal,
        tid: tenantId,
        ver: version,
        ...claims,
      });
    },
    openIdConfiguration: (version) => urls.configuration(version),
    jwks,
    document(url) {
      const found = urls.find(url);
      if (found === undefined)
        return URL.canParse(url) && options.standsFor?.(url) ? documentOfOther(url, jwks) : undefined;
      return found.what === "keys" ? jwks() : urls.configuration(found.what, found.tenant);
    },
  };
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** 22 characters, as Entra's `uti`. */
function uniqueId(random: () => number): string {
  return Array.from({ length: 22 }, () => letters[Math.floor(random() * letters.length)]).join("");
}
