import type { Services } from "../pipeline/services";
import { createIssuer, type Issuer } from "./issuer";

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

/**
 * Who issues tokens, and as whom the gateway may ask for them. Reached by `services.shared(IdentityProvider)`; whoever
 * makes a gateway sets its own.
 */
export class IdentityProvider {
  issuer: Issuer;
  /** `undefined`: nobody said, so each client id is taken for an assigned identity. */
  identities: readonly ManagedIdentity[] | undefined;

  constructor(services: Services) {
    this.issuer = createIssuer({ now: () => services.now(), random: () => services.random() });
  }
}
