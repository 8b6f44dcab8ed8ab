import { ManagedIdentityTokens, NoManagedIdentity } from "../../identity/managedIdentityTokens";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";

/**
 * The token of one of the service's managed identities, kept until shortly before it expires; a promise where it has to
 * be signed first.
 *
 * @param clientId of a user-assigned identity; `undefined`: the system-assigned identity
 * @throws PolicyFailure where there is no such identity
 */
export function managedIdentityToken(
  exchange: Exchange,
  resource: string,
  clientId: string | undefined,
): string | Promise<string> {
  const { services } = exchange;
  try {
    if (resource === "")
      throw new NoManagedIdentity("The resource of the managed identity's token is empty.");
    return services.shared(ManagedIdentityTokens).get(resource, clientId);
  } catch (error) {
    if (!(error instanceof NoManagedIdentity)) throw error;
    exchange.recorder?.note(error.message);
    throw new PolicyFailure({
      reason: services.settings.managedIdentityFailureReason,
      message: error.message,
    });
  }
}
