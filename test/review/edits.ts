import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Level } from "../../infra/review/told";
import { type Edit, edited } from "../topology/fixture";

/** One change of `fleet.yaml`, as a pull request would make it. */
export interface ReviewEdit {
  /** Name of its approved comment. */
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Of the change that matters most. */
  readonly level: Level;
  /** What the first line of the comment must say, where a reviewer must not miss it. */
  readonly first?: string;
}

export const fleetYaml = readFileSync(join(__dirname, "fleet.yaml"), "utf8");

/** The file after an edit. */
export const after = ({ edits }: ReviewEdit): string => edited(fleetYaml, ...edits);

const edit = (name: string, level: Level, edits: readonly Edit[], first?: string): ReviewEdit =>
  first === undefined ? { name, edits, level } : { name, edits, level, first };

const careful = (name: string, from: string, to: string, first?: string) =>
  edit(name, "careful", [[from, to]], first);
const notable = (name: string, from: string, to: string) => edit(name, "notable", [[from, to]]);
const fine = (name: string, from: string, to: string) => edit(name, "fine", [[from, to]]);

const FRANCE = `  francecentral:
    priority: 3
    existing: { resourceGroup: rg-old, account: old, ownDeployments: true }
    deployments:
      gpt-5.1: { payg: { capacity: 200, existing: legacy } }
`;
const PARTNER = `  partner:
    tokensPerMinute: 10000
    entraApplications: [aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee]
    entraRoles: [Fleet.Call]
    keys: { primary: 2, secondary: 1 }
`;
const IDENTITIES = `    entraApplications: [aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee]
    entraRoles: [Fleet.Call]
`;
const ENTRA =
  "  entra: { tenantId: 11111111-2222-3333-4444-555555555555, audience: api://aoai, require: either }\n";
const LUNA_MODEL =
  '  gpt-5.6-luna: { version: "2026-07-09", payg: GlobalStandard, raiPolicy: Microsoft.DefaultV2 }\n';
const LUNA_PLACE = "      gpt-5.6-luna: { payg: 200 }\n";
const TRIAGE =
  '  claims-triage: { region: swedencentral, model: gpt-4.1-mini.ft-0af3, version: "1", payg: { sku: Standard, capacity: 50 } }\n';

/** The five that read "nothing is lost" once, then one and more of every kind of setting. */
export const reviewEdits: readonly ReviewEdit[] = [
  careful(
    "limit-cut",
    "tokensPerMinute: 200000",
    "tokensPerMinute: 20",
    "checkout: 200,000 → 20 tokens a minute",
  ),
  careful(
    "version-that-does-not-exist",
    '"2026-07-09"',
    '"2026-07-99"',
    "which is not among the versions known",
  ),
  careful(
    "filter-nil",
    "raiPolicy: Microsoft.DefaultV2",
    "raiPolicy: Microsoft.Nil",
    "Microsoft.DefaultV2 → Microsoft.Nil",
  ),
  careful("gateway-halved", "units: 2", "units: 1", "1 instead of 2 units"),
  careful(
    "private-to-public",
    "access: private, addressSpace: 10.60.0.0/22",
    "access: public",
    "the accounts become public",
  ),

  fine("limit-raised", "tokensPerMinute: 200000", "tokensPerMinute: 300000"),
  careful("requests-limited", "requestsPerMinute: 600", "requestsPerMinute: 60"),
  fine("requests-unlimited", ", requestsPerMinute: 600", ""),
  careful("quota-cut", "tokens: 500000000", "tokens: 5000"),
  careful("quota-period", "period: Monthly", "period: Yearly"),
  careful(
    "quota-new",
    "requestsPerMinute: 600",
    "requestsPerMinute: 600, tokenQuota: { tokens: 1000, period: Daily }",
  ),
  fine("quota-gone", "    tokenQuota: { tokens: 500000000, period: Monthly }\n", ""),
  careful("model-limit-cut", "tokensPerMinute: 40000", "tokensPerMinute: 4"),
  careful("model-limit-new", "claims-triage: {}", "claims-triage: { requestsPerMinute: 5 }"),
  careful("class", "class: critical", "class: batch"),
  careful("models-narrowed", "models: [gpt-5.1, gpt-5.5, text-embedding-3-large]", "models: [gpt-5.1]"),
  notable(
    "models-widened",
    "models: [gpt-5.1, gpt-5.5, text-embedding-3-large]",
    "models: [gpt-5.1, gpt-5.5, text-embedding-3-large, gpt-5.6-luna]",
  ),
  notable("models-all", "    models: [gpt-5.1, gpt-5.5, text-embedding-3-large]\n", ""),
  careful("consumer-residency", "    residency: eu\n", ""),
  careful("application", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "bbbbbbbb-bbbb-cccc-dddd-eeeeeeeeeeee"),
  careful("role", "entraRoles: [Fleet.Call]", "entraRoles: [Fleet.Call, Fleet.Admin]"),
  careful("key-rotated", "primary: 2", "primary: 3"),
  notable("consumer-new", "consumers:\n", "consumers:\n  search: { tokensPerMinute: 5000 }\n"),
  careful("consumer-removed", PARTNER, ""),

  edit("entra-off", "careful", [
    [ENTRA, ""],
    [IDENTITIES, ""],
  ]),
  careful("entra-refused", "require: either", "require: key"),
  careful("tenant", "11111111-2222-3333-4444-555555555555", "99999999-2222-3333-4444-555555555555"),
  edit("bearer-off", "careful", [
    ["surfaces: [azure, v1]", 'surfaces: [azure, v1]\n  bearerKeys: "off"'],
    ["    keys: { primary: 2, secondary: 1 }\n", ""],
  ]),
  careful(
    "addresses-narrowed",
    "surfaces: [azure, v1]",
    "surfaces: [azure, v1]\n  allowedIps: [203.0.113.0/24]",
  ),
  careful("unprotected", "protect: true", "protect: false"),
  careful(
    "crosses-residency",
    "location: swedencentral",
    "location: swedencentral\n  crossesResidency: true",
  ),

  careful(
    "region-retired",
    "  francecentral:\n",
    "  francecentral:\n    retire: true\n",
    "francecentral is retired",
  ),
  careful(
    "model-moves-in-one-region",
    "      gpt-5.1: { ptu: 50, payg: 300 }\n",
    '      gpt-5.1: { ptu: 50, payg: 300, name: gpt-5.4, version: "2026-03-05" }\n',
  ),
  careful("gateway-moves", "location: swedencentral", "location: francecentral"),
  careful("gateway-tier", "name: StandardV2", "name: Premium"),
  careful("surface-removed", "surfaces: [azure, v1]", "surfaces: [v1]"),
  careful("address-space", "10.60.0.0/22", "10.61.0.0/22"),
  careful("renamed", "environment: prod", "environment: live"),
  careful("workload-renamed", "workload: aoai", "workload: ai"),
  careful("suffix", "nameSuffix: x7f3a", "nameSuffix: y8g4b"),
  fine("publisher", "ai@contoso.example", "ki@contoso.example"),
  fine("usage", "surfaces: [azure, v1]", "surfaces: [azure, v1]\n  includeUsage: true"),

  careful("model-version", '"2026-04-24"', '"2026-04-25"'),
  careful(
    "other-model",
    'gpt-5.6-luna: { version: "2026-07-09"',
    'gpt-5.6-luna: { name: gpt-5.5, version: "2026-04-24"',
  ),
  careful(
    "model-residency",
    'text-embedding-3-large: { version: "1", payg: Standard }',
    'text-embedding-3-large: { version: "1", payg: Standard, residency: eu }',
  ),
  careful("version-upgrade", "spillover: service", "spillover: service, versionUpgrade: NoAutoUpgrade"),
  fine("spillover", ", spillover: service", ""),
  edit("model-removed", "careful", [
    [LUNA_MODEL, ""],
    [LUNA_PLACE, ""],
  ]),
  edit("model-new", "notable", [
    ["raiPolicies:", '  gpt-4.1-mini: { version: "2025-04-14", payg: DataZoneStandard }\nraiPolicies:'],
    [LUNA_PLACE, `${LUNA_PLACE}      gpt-4.1-mini: { payg: 100 }\n`],
  ]),
  careful("filter-weaker", "hate: low", "hate: high"),
  careful("filter-dropped", ", jailbreak: block", ""),
  careful("filter-mode", "strict: { hate", "strict: { mode: Asynchronous_filter, hate"),
  careful("blocklist", "terms: [foo, bar]", "terms: [foo]"),

  careful("ptu-lost", "gpt-5.1: { ptu: 50, payg: 300 }", "gpt-5.1: { payg: 300 }"),
  careful("payg-shrinks", "gpt-5.5: { ptu: 25, payg: 500 }", "gpt-5.5: { ptu: 25, payg: 100 }"),
  notable("ptu-grows", "gpt-5.1: { ptu: 100, payg: 300 }", "gpt-5.1: { ptu: 150, payg: 900 }"),
  fine("payg-grows", "gpt-5.1: { ptu: 100, payg: 300 }", "gpt-5.1: { ptu: 100, payg: 900 }"),
  careful("sku", LUNA_PLACE, "      gpt-5.6-luna: { payg: { capacity: 200, sku: DataZoneStandard } }\n"),
  fine("priority", "priority: 2", "priority: 1"),
  careful("region-removed", FRANCE, ""),
  fine(
    "region-new",
    "regions:\n",
    "regions:\n  westus3:\n    priority: 2\n    deployments: { gpt-5.1: { payg: 300 } }\n",
  ),
  careful(
    "account-of-ours",
    "    existing: { resourceGroup: rg-old, account: old, ownDeployments: true }\n    deployments:\n      gpt-5.1: { payg: { capacity: 200, existing: legacy } }",
    "    deployments:\n      gpt-5.1: { payg: 200 }",
  ),
  careful(
    "fine-tuned-version",
    'model: gpt-4.1-mini.ft-0af3, version: "1"',
    'model: gpt-4.1-mini.ft-0af3, version: "2"',
  ),
  edit("fine-tuned-removed", "careful", [
    [`fineTuned:\n${TRIAGE}`, ""],
    ["claims-triage: {}, ", ""],
  ]),

  careful("headroom", "batch: 70", "batch: 40"),
  careful("attempts", "maxAttempts: 6", "maxAttempts: 1"),
  careful("timeout", "attemptTimeoutSeconds: 120", "attemptTimeoutSeconds: 20"),
  fine("region-down", "maxAttempts: 6", "maxAttempts: 6\n  regionDownSeconds: 60"),
  careful("retention", "retentionDays: 90", "retentionDays: 30"),
  fine("tag", "owner: ai-platform", "owner: platform"),
  fine("reworded", "protect: true", "protect: true # as before"),
];
