import type { Services } from "../pipeline/services";
import { IdentityProvider, type ManagedIdentity } from "./identityProvider";
import type { IssuedToken, Issuer } from "./issuer";

/** There is no such identity, so there is no token. */
export class NoManagedIdentity extends Error {
  override readonly name = "NoManagedIdentity";
}

/** A token, or the signing of one, which all wait for who ask for it meanwhile. */
type Kept = IssuedToken | Promise<IssuedToken>;

/** More than a service has resources and identities to ask for. */
const mostTokens = 1000;

/** Tokens of the service's managed identities, kept by resource and identity until they are about to expire. */
export class ManagedIdentityTokens {
  private readonly tokens = new Map<string, Kept>();
  private issuer: Issuer | undefined;
  /** What was asked for last, and when it must be looked up again. */
  private last:
    | {
        readonly resource: string;
        readonly clientId: string | undefined;
        readonly issuer: Issuer;
        readonly identities: readonly ManagedIdentity[] | undefined;
        readonly token: string;
        readonly until: number;
      }
    | undefined;

  constructor(private readonly services: Services) {}

  /**
   * Waits only where one has to be signed.
   *
   * @param clientId of a user-assigned identity; `undefined`: the system-assigned identity
   * @throws NoManagedIdentity
   */
  get(resource: string, clientId: string | undefined): string | Promise<string> {
    const { last, services } = this;
    const { issuer, identities } = services.shared(IdentityProvider);
    // Nearly every request asks for the same token as the one before.
    if (
      last !== undefined &&
      last.resource === resource &&
      last.clientId === clientId &&
      last.issuer === issuer &&
      last.identities === identities &&
      services.now() < last.until
    )
      return last.token;
    if (issuer !== this.issuer) {
      this.tokens.clear();
      this.issuer = issuer;
    }
    const given = ({ token, expiresOn }: IssuedToken): string => {
      this.last = { resource, clientId, issuer, identities, token, until: expiresOn - this.refreshMs };
      return token;
    };
    const found = this.find(resource, clientId, findIdentity(identities, clientId));
    return found instanceof Promise ? found.then(given) : given(found);
  }

  private find(resource: string, clientId: string | undefined, identity: ManagedIdentity | undefined): Kept {
    const client = identity?.clientId ?? clientId ?? "";
    // With the length in it, no client id and resource read like another pair.
    const key = `${client.length} ${client} ${identity?.principalId ?? ""} ${JSON.stringify(identity?.rights ?? "")} ${resource}`;
    const known = this.tokens.get(key);
    if (known instanceof Promise) return known;
    if (known !== undefined && this.services.now() < known.expiresOn - this.refreshMs) return known;
    return this.renew(key, resource, clientId, identity);
  }

  private renew(
    key: string,
    resource: string,
    clientId: string | undefined,
    identity: ManagedIdentity | undefined,
  ): Promise<IssuedToken> {
    const issuing = (this.issuer as Issuer).issueManagedIdentityToken({
      resource,
      clientId: identity?.clientId ?? clientId,
      principalId: identity?.principalId,
      resourceId: identity?.resourceId,
      rights: identity?.rights,
      lifetimeSeconds: this.services.settings.managedIdentityTokenSeconds,
    });
    const { tokens } = this;
    const issued: Promise<IssuedToken> = this.services.compute(issuing).then(
      (token) => {
        // Unless it went meanwhile, as the oldest or with its issuer.
        if (tokens.get(key) === issued) tokens.set(key, token);
        return token;
      },
      (error) => {
        tokens.delete(key);
        throw error;
      },
    );
    tokens.set(key, issued);
    if (tokens.size > mostTokens) tokens.delete(tokens.keys().next().value as string);
    return issued;
  }

  private get refreshMs(): number {
    return this.services.settings.managedIdentityRefreshSeconds * 1000;
  }
}

function findIdentity(
  identities: readonly ManagedIdentity[] | undefined,
  clientId: string | undefined,
): ManagedIdentity | undefined {
  if (identities === undefined) return undefined;
  const found =
    clientId === undefined
      ? identities.find(({ kind }) => kind === "system")
      : identities.find((each) => each.clientId.toLowerCase() === clientId.toLowerCase());
  if (found !== undefined) return found;
  throw new NoManagedIdentity(
    clientId === undefined
      ? "The service has no system-assigned managed identity."
      : `No managed identity with the client id '${clientId}' is assigned to the service.`,
  );
}
