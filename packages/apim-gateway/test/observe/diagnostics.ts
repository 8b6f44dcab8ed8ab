import type { Diagnostic } from "../../src/resources/configuration";

export const noBodies = { frontendRequest: 0, frontendResponse: 0, backendRequest: 0, backendResponse: 0 };

/** What counts for Azure Monitor: everything, in `information`, without bodies. */
export const diagnostic = (changes: Partial<Diagnostic> = {}): Diagnostic => ({
  name: "azuremonitor",
  verbosity: "information",
  alwaysLogErrors: false,
  sampling: 100,
  metrics: false,
  logClientIp: false,
  bodyBytes: noBodies,
  largeLanguageModel: undefined,
  ...changes,
});
/** Options of a gateway whose API has this diagnostic. */
export const ofApi = (changes: Partial<Diagnostic> = {}) => ({ api: { diagnostics: [diagnostic(changes)] } });
