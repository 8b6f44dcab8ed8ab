import type { Services } from "../pipeline/services";
import { type Claims, createIssuer, type Issuer } from "./issuer";
import type { TokenVersion } from "./tenantUrls";

/** A managed identity that is assigned to the service. */
export interface ManagedIdentity {
  readonly kind: "system" | "user";
  readonly clientId: string;
  /** Object id. */
  readonly principalId: string;
  /** Of the identity, or of the service for its system identity. */
  readonly resourceId?: string;
  /** What the configuration knows of its role assignments. */
  readonly rights?: readonly object[];
}

/** A token for a caller of this gateway. */
export interface TokenRequest {
  /** Id of the tenant that the token is of. @default the local one */
  readonly tenant?: string;
  /** Go over those of an ordinary token of the version; `undefined` takes one out. */
  readonly claims?: Claims;
  /** @default "2.0" */
  readonly version?: TokenVersion;
}

/** Tenants that tokens were issued for; the oldest one goes. */
const MOST_TENANTS = 100;

/**
 * Who issues tokens, and as whom the gateway may ask for them. Reached by `services.shared(IdentityProvider)`; whoever
 * makes a gateway sets its own.
 */
export class IdentityProvider {
  issuer: Issuer;
  /** `undefined`: nobody said, so each client id is taken for an assigned identity. */
  identities: readonly ManagedIdentity[] | undefined;
  /** Stand-ins for other tenants, made when a token of theirs was asked for. */
  private readonly tenants = new Map<string, Issuer>();

  constructor(private readonly services: Services) {
    this.issuer = this.issuerOf(undefined);
  }

  /**
   * A token for a caller, of whatever tenant. It is signed with the key of this process, so no other validator takes it;
   * here it holds beside the tenant's real tokens, whose keys still come from the tenant.
   */
  issueToken({ tenant, claims, version }: TokenRequest): Promise<string> {
    const id = tenant?.toLowerCase();
    if (id === undefined || id === this.issuer.tenantId) return this.issuer.issueToken(claims, version);
    let issuer = this.tenants.get(id);
    if (issuer === undefined) {
      issuer = this.issuerOf(id);
      if (this.tenants.size >= MOST_TENANTS) this.tenants.delete(this.tenants.keys().next().value as string);
      this.tenants.set(id, issuer);
    }
    return issuer.issueToken(claims, version);
  }

  /** The stand-in that a URL belongs to, where it is that one's own key which a token names. */
  standIn(url: string, kid: string | undefined): Issuer | undefined {
    if (kid === undefined || this.tenants.size === 0) return undefined;
    for (const issuer of this.tenants.values())
      if (issuer.keyId === kid && issuer.document(url) !== undefined) return issuer;
    return undefined;
  }

  private issuerOf(tenantId: string | undefined): Issuer {
    return createIssuer({
      now: () => this.services.now(),
      random: () => this.services.random(),
      ...(tenantId === undefined ? {} : { tenantId }),
    });
  }
}
