import { access } from "./access";
import { caching } from "./caching";
import { flow } from "./flow";
import { languageModels } from "./languageModels";
import { limits } from "./limits";
import { observation } from "./observation";
import type { PolicyRule } from "./rules";
import { transformation } from "./transformation";

const rows: readonly PolicyRule[] = [
  ...flow,
  ...transformation,
  ...caching,
  ...access,
  ...limits,
  ...languageModels,
  ...observation,
];

/** Every policy that this gateway knows in full, by name. Data from Microsoft's policy reference; see each row's `source`. */
export const policyTable: ReadonlyMap<string, PolicyRule> = new Map(rows.map((row) => [row.name, row]));

/** Policies of the reference that have no row: a document may hold them, nothing in them is checked. */
export const otherPolicies: ReadonlySet<string> = new Set([
  "authentication-oauth2",
  "cache-value",
  "cosmosdb-data-source",
  "cross-domain",
  "graphql-data-source",
  "http-data-source",
  "invoke-dapr-binding",
  "invoke-request",
  "jsonp",
  "proxy",
  "publish-event",
  "publish-to-dapr",
  "redirect-content-urls",
  "send-service-bus-message",
  "set-graphql-resolver",
  "sql-data-source",
  "validate-graphql-request",
  "validate-headers",
  "validate-odata-request",
  "validate-parameters",
  "validate-status-code",
  "xsl-transform",
]);
