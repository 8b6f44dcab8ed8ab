import type { Api, Configuration, Diagnostic } from "../resources/configuration";

/**
 * Ids of the APIs of which some diagnostic logs bytes of response bodies. A diagnostic of the API counts instead of the
 * service's of the same name, so bytes can be switched off for one API (how-to-server-sent-events).
 */
export function apisWithLoggedResponses({ apis, diagnostics }: Configuration): ReadonlySet<string> {
  return new Set(apis.filter((api) => effective(api, diagnostics).some(logsResponses)).map(({ id }) => id));
}

function effective(api: Api, ofService: readonly Diagnostic[]): readonly Diagnostic[] {
  const own = new Set(api.diagnostics.map(({ name }) => name.toLowerCase()));
  return [...api.diagnostics, ...ofService.filter(({ name }) => !own.has(name.toLowerCase()))];
}

const logsResponses = ({ bodyBytes }: Diagnostic): boolean =>
  bodyBytes.frontendResponse > 0 || bodyBytes.backendResponse > 0;
