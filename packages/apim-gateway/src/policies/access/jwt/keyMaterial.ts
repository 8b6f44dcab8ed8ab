import { OpenIdDocuments, type OpenIdKeys } from "../../../identity/openIdDocuments";
import type { VerifyKey } from "../../../identity/verifyKey";
import type { Exchange } from "../../../pipeline/exchange";
import { allOf, given, type Maybe } from "../../../pipeline/waiting";

/** The keys and issuers that a token may be of. */
export interface KeyMaterial {
  readonly keys: readonly VerifyKey[];
  /** From OpenID documents. */
  readonly issuers: readonly string[];
}

/**
 * Gathers the keys of a policy with those of its OpenID documents. Waits only where a document has to be fetched.
 *
 * @param kid the key that the token names
 */
export function gatherKeys(
  exchange: Exchange,
  urls: readonly string[],
  inline: readonly VerifyKey[],
  kid: string | undefined,
): Maybe<KeyMaterial> {
  if (urls.length === 0) return { keys: inline, issuers: [] };
  const documents = exchange.services.shared(OpenIdDocuments);
  const found = allOf(urls.map((url) => documents.find(url, kid)));
  return given(found, join, exchange, { urls, inline });
}

function join(
  documents: readonly OpenIdKeys[],
  { recorder }: Exchange,
  { urls, inline }: { readonly urls: readonly string[]; readonly inline: readonly VerifyKey[] },
): KeyMaterial {
  if (recorder !== undefined)
    documents.forEach(({ problem }, at) => {
      if (problem !== undefined) recorder.note(`No keys from ${urls[at]}: ${problem}`);
    });
  return {
    keys: [...inline, ...documents.flatMap(({ keys }) => keys)],
    issuers: documents.flatMap(({ issuer }) => issuer ?? []),
  };
}
