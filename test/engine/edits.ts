/** One change that a person makes to the topology file. Each edit starts from the file that the one before has left. */
export interface Edit {
  readonly name: string;
  /** Text to be found, and what stands there afterwards. */
  readonly replacements: readonly (readonly [from: string, to: string])[];
  /** The file is again what it was before the edit that this one takes back. */
  readonly back?: true;
}

const edit = (name: string, ...replacements: Edit["replacements"]): Edit => ({ name, replacements });
/** The edit and its way back, which is an edit of its own. */
const andBack = (name: string, back: string, ...replacements: Edit["replacements"]): Edit[] => [
  edit(name, ...replacements),
  { ...edit(back, ...replacements.map(([from, to]) => [to, from] as const)), back: true },
];

const GERMANY = `  germanywestcentral:
    priority: 2
    deployments:
      gpt-5.4: { payg: { capacity: 50, sku: GlobalStandard } }
`;

const NEW_GATEWAY = `  publisher: { name: Contoso AI Platform, email: ai-platform@contoso.example }
  sku: { name: StandardV2, units: 1 }
`;
/** The service that `somebodyElsesGateway` makes. */
const EXISTING_GATEWAY = `  existing:
    resourceGroup: rg-shared
    name: apim-shared
    product: azure-openai
    identity: { clientId: 33333333-3333-3333-3333-333333333333, principalId: 22222222-2222-2222-2222-222222222222 }
`;

/** Every edit that is promised to do exactly what it says, in the order in which the test makes them. */
export const edits: readonly Edit[] = [
  ...andBack("add a region", "remove the region", [
    "  swedencentral:\n    priority",
    `${GERMANY}  swedencentral:\n    priority`,
  ]),
  ...andBack(
    "add a model in one region",
    "remove the model",
    [
      "  gpt-5.6-luna: { version",
      '  gpt-5.2: { version: "2025-12-11", payg: GlobalStandard }\n  gpt-5.6-luna: { version',
    ],
    ["ptu: 50, payg: 50 }\n", "ptu: 50, payg: 50 }\n      gpt-5.2: { payg: 50 }\n"],
  ),
  ...andBack(
    "remove two models that are not neighbours",
    "add the two models again",
    ['  gpt-5.5: { version: "2026-04-24", payg: DataZoneStandard }\n', "  # first\n"],
    ['  text-embedding-3-large: { version: "1", payg: GlobalStandard }\n', "  # second\n"],
    ["      gpt-5.5: { payg: 50 }\n", "      # third\n"],
    ["      text-embedding-3-large: { payg: 50 }\n", "      # fourth\n"],
    ["      gpt-5.5: { payg: 50 }\n", "      # fifth\n"],
    ["      text-embedding-3-large: { payg: 50 }\n", "      # sixth\n"],
  ),
  ...andBack("add PTU beside PAYG", "remove the PTU beside PAYG", [
    "gpt-5.4: { payg: 50 }",
    "gpt-5.4: { ptu: 50, payg: 50 }",
  ]),
  ...andBack("more PTU", "fewer PTU", ["ptu: 50, payg: 50", "ptu: 55, payg: 50"]),
  ...andBack("more PAYG", "less PAYG", ["ptu: 50, payg: 50", "ptu: 50, payg: 80"]),
  ...andBack("another SKU of a PAYG deployment", "the SKU of before", [
    "      gpt-5.5: { payg: 50 }",
    "      gpt-5.5: { payg: { capacity: 50, sku: GlobalStandard } }",
  ]),
  ...andBack("another model version", "the model version of before", [
    'gpt-5.4: { version: "2026-03-05"',
    'gpt-5.4: { name: gpt-5.1, version: "2025-11-13"',
  ]),
  ...andBack("another priority of a region", "the priority of before", ["priority: 2", "priority: 1 #"]),
  ...andBack("more units of the gateway", "fewer units of the gateway", ["units: 1", "units: 2"]),
  edit("add a consumer", ["consumers:\n", "consumers:\n  batch: { class: batch, tokensPerMinute: 5000 }\n"]),
  edit("change the limit of a consumer", ["tokensPerMinute: 5000", "tokensPerMinute: 6000"]),
  edit("remove the consumer", ["  batch: { class: batch, tokensPerMinute: 6000 }\n", ""]),
  ...andBack("spillover by the service", "spillover by the gateway", [
    "payg: DataZoneStandard }",
    "payg: DataZoneStandard, spillover: service }",
  ]),
  edit("another value of a tag", ['costCenter: "4711"', 'costCenter: "4712"']),
  edit("an existing gateway", [NEW_GATEWAY, EXISTING_GATEWAY]),
  // Azure keeps the service that the edit before has deleted.
  edit("a gateway of its own", [EXISTING_GATEWAY, `${NEW_GATEWAY}  restore: true\n`]),
  edit("from public to private", ["access: public", "access: private, addressSpace: 10.60.0.0/22"]),
];
