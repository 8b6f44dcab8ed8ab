import { base, type Case, edited, said } from "./fixture";

/** Each case breaks one rule by editing {@link base}; where it says how, the same spot is then put right. */
const cases: readonly Case[] = [
  {
    when: "a key is counted that the fleet does not make",
    edits: [
      ["  sku:", "  bearerKeys: off\n  sku:"],
      ["  app: {", "  app: { keys: { primary: 2 },"],
    ],
    says: [
      "24:10 error keys-not-ours consumers.app.keys: with `bearerKeys: off` API Management makes the keys, so a number in the file changes none. | Remove `keys`; `./fleet key app --rotate secondary` has API Management make a new key.",
    ],
    fine: [["  app: {", "  app: { keys: { primary: 2 },"]],
  },
  {
    when: "the gateway is both new and existing",
    edits: [
      [
        "  sku:",
        `  existing: { resourceGroup: rg, name: apim, virtualNetwork: /subscriptions/11111111-2222-3333-4444-555555555557/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-apim, product: fleet, identity: { clientId: 11111111-2222-3333-4444-555555555555, principalId: 11111111-2222-3333-4444-555555555556 } }
  sku:`,
      ],
    ],
    says: [
      "7:3 error gateway-both gateway.sku: the gateway has both `sku` (a new service) and `existing` (somebody else's). | Keep one of the two.",
    ],
    fine: [
      [
        "  sku: { name: StandardV2, units: 1 }",
        "  existing: { resourceGroup: rg, name: apim, virtualNetwork: /subscriptions/11111111-2222-3333-4444-555555555557/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-apim, product: fleet, identity: { clientId: 11111111-2222-3333-4444-555555555555, principalId: 11111111-2222-3333-4444-555555555556 } }",
      ],
    ],
  },
  {
    when: "nobody says in which network an existing gateway of a private fleet is",
    edits: [
      [
        "  sku: { name: StandardV2, units: 1 }",
        "  existing: { resourceGroup: rg, name: apim, tier: BasicV2, product: fleet, identity: { clientId: 11111111-2222-3333-4444-555555555555, principalId: 11111111-2222-3333-4444-555555555556 } }",
      ],
    ],
    says: [
      "6:3 warning gateway-network-unknown gateway.existing: `apim` finds the private accounts only where its network is linked to the zone `privatelink.openai.azure.com` of this fleet, and the file names no network. | Add `virtualNetwork`, the id of its network: the fleet then links the zone. `./fleet plan` says what its owner does.",
      "6:52 error gateway-network gateway.existing.tier: the tier BasicV2 of `apim` cannot reach private endpoints, but `network.access` is `private`. | Use a service of another tier, or write `access: public`.",
    ],
    fine: [
      [
        "  sku: { name: StandardV2, units: 1 }",
        "  existing: { resourceGroup: rg, name: apim, tier: StandardV2, virtualNetwork: /subscriptions/11111111-2222-3333-4444-555555555557/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-apim, product: fleet, identity: { clientId: 11111111-2222-3333-4444-555555555555, principalId: 11111111-2222-3333-4444-555555555556 } }",
      ],
    ],
  },
  {
    when: "the network of an existing gateway is named and the accounts are public",
    edits: [
      [
        "  sku: { name: StandardV2, units: 1 }",
        "  existing: { resourceGroup: rg, name: apim, virtualNetwork: /subscriptions/11111111-2222-3333-4444-555555555557/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-apim, product: fleet, identity: { clientId: 11111111-2222-3333-4444-555555555555, principalId: 11111111-2222-3333-4444-555555555556 } }",
      ],
      ["{ access: private, addressSpace: 10.0.0.0/22 }", "{ access: public }"],
    ],
    says: [
      "6:46 warning virtual-network-unused gateway.existing.virtualNetwork: `virtualNetwork` has no effect while `access` is `public`. | Remove it, or write `access: private`.",
    ],
  },
  {
    when: "the network of an existing gateway is no id",
    edits: [
      [
        "  sku: { name: StandardV2, units: 1 }",
        "  existing: { resourceGroup: rg, name: apim, virtualNetwork: vnet-apim, product: fleet, identity: { clientId: 11111111-2222-3333-4444-555555555555, principalId: 11111111-2222-3333-4444-555555555556 } }",
      ],
    ],
    says: [
      "6:62 error wrong-format gateway.existing.virtualNetwork: `virtualNetwork` must be the resource id of a virtual network: `/subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/…`, got the text `vnet-apim`. | Write it in that form.",
    ],
  },
  {
    when: "an existing gateway is to be restored",
    edits: [
      [
        "  sku: { name: StandardV2, units: 1 }",
        "  restore: true\n  existing: { resourceGroup: rg, name: apim, virtualNetwork: /subscriptions/11111111-2222-3333-4444-555555555557/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-apim, product: fleet, identity: { clientId: 11111111-2222-3333-4444-555555555555, principalId: 11111111-2222-3333-4444-555555555556 } }",
      ],
    ],
    says: [
      "6:3 error restore-existing gateway.restore: the API Management service exists already, so there is nothing to restore. | Remove `restore` or `existing`.",
    ],
    fine: [
      ["  sku:", "  restore: true\n  sku:"],
      ["workload: aoai", "workload: aoai\nnameSuffix: k3f9x"],
    ],
  },
  {
    when: "a deleted gateway is to be restored and nobody says under which suffix",
    edits: [["  sku:", "  restore: true\n  sku:"]],
    says: [
      "6:12 warning restore-suffix gateway.restore: what was deleted had a suffix in its name, and this file gives none: after `destroy` a new random one is drawn, which does not fit. | Write the old suffix as `nameSuffix`, as in `oai-…-k3f9x` → `nameSuffix: k3f9x`.",
    ],
    fine: [["workload: aoai", "workload: aoai\nnameSuffix: k3f9x"]],
  },
  {
    when: "the gateway is neither new nor existing",
    edits: [
      [
        `  sku: { name: StandardV2, units: 1 }
`,
        "",
      ],
    ],
    says: [
      "3:1 error gateway-neither gateway: the gateway has neither `sku` nor `existing`. | Add `sku: { name: StandardV2, units: 1 }` for a new service, or `existing` for one that is there.",
    ],
  },
  {
    when: "a new gateway has no publisher",
    edits: [
      [
        `  publisher: { name: Contoso, email: ai@contoso.example }
`,
        "",
      ],
    ],
    says: [
      "3:1 error publisher-missing gateway: a new service needs `publisher`. | Add `publisher: { name: …, email: … }` to `gateway`.",
    ],
  },
  {
    when: "the gateway has more units than its tier allows",
    edits: [["units: 1", "units: 11"]],
    says: [
      "6:35 error gateway-units gateway.sku.units: the tier StandardV2 has at most 10 units, got 11. | Write at most 10, or choose a larger tier.",
    ],
    fine: [["units: 1", "units: 10"]],
  },
  {
    when: "a developer gateway has two units",
    edits: [["StandardV2, units: 1", "Developer, units: 2"]],
    says: [
      "6:34 error gateway-units gateway.sku.units: the tier Developer has at most 1 unit, got 2. | Write at most 1, or choose a larger tier.",
    ],
    fine: [["StandardV2, units: 1", "Developer, units: 1"]],
  },
  {
    when: "a private fleet has a gateway without a network",
    edits: [["StandardV2", "BasicV2"]],
    says: [
      "6:16 error gateway-network gateway.sku.name: the tier BasicV2 cannot reach private endpoints, but `network.access` is `private`. | Choose StandardV2, Premium or Developer, or write `access: public`.",
    ],
    fine: [
      ["StandardV2", "BasicV2"],
      ["access: private, addressSpace: 10.0.0.0/22", "access: public"],
    ],
  },
  {
    when: "a private fleet has no address space",
    edits: [[", addressSpace: 10.0.0.0/22", ""]],
    says: [
      "7:1 error address-space-missing network: a private fleet needs `addressSpace` for its virtual network. | Add a free range, such as `addressSpace: 10.60.0.0/22`.",
    ],
  },
  {
    when: "a public fleet has an address space",
    edits: [["access: private", "access: public"]],
    says: [
      "7:28 warning address-space-unused network.addressSpace: `addressSpace` has no effect while `access` is `public`. | Remove it, or write `access: private`.",
    ],
  },
  {
    when: "the address space has bits after its prefix",
    edits: [["10.0.0.0/22", "10.0.1.0/22"]],
    says: [
      "7:43 error address-space network.addressSpace: `10.0.1.0/22` does not start where a /22 range starts: bits after the prefix are set. | Write `10.0.0.0/22`.",
    ],
  },
  {
    when: "the address space is public",
    edits: [["10.0.0.0/22", "20.0.0.0/22"]],
    says: [
      "7:43 error address-space network.addressSpace: `20.0.0.0/22` is not a private range. | Use a range within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10 that your network does not use yet.",
    ],
    fine: [["10.0.0.0/22", "100.64.0.0/22"]],
  },
  {
    when: "the address space is no address",
    edits: [["10.0.0.0/22", "10.0.0.256/24"]],
    says: [
      "7:43 error address-space network.addressSpace: `10.0.0.256/24` is not an IPv4 range in CIDR form. | Write four numbers up to 255 and a prefix up to 32, such as `10.60.0.0/22`.",
    ],
  },
  {
    when: "the address space is too small for the gateway",
    edits: [["10.0.0.0/22", "10.0.0.0/27"]],
    says: [
      "7:43 error address-space-small network.addressSpace: `10.0.0.0/27` leaves a /28 for the gateway (its lower half); the tier StandardV2 needs at least a /27. | Write a /26 or larger; a /22 suits a fleet of any size.",
    ],
    fine: [["10.0.0.0/22", "10.0.0.0/26"]],
  },
  {
    when: "the address space is too small for the endpoints",
    edits: [
      ["10.0.0.0/22", "10.0.0.0/28"],
      ["StandardV2", "Developer"],
      [
        `fineTuned:
`,
        `fineTuned:
  more: { region: eastus2, model: gpt-4.1.ft-2, version: "1", payg: { sku: Standard, capacity: 1 } }
`,
      ],
    ],
    says: [
      "7:43 error address-space-small network.addressSpace: `10.0.0.0/28` leaves 3 addresses for private endpoints (its upper half, less the five that Azure keeps); the fleet has 4 accounts. | Write a /27 or larger; a /22 suits a fleet of any size.",
    ],
    fine: [
      ["10.0.0.0/22", "10.0.0.0/28"],
      ["StandardV2", "Developer"],
    ],
  },
  {
    when: "a consumer names applications and the gateway takes no tokens",
    edits: [
      [
        "tokensPerMinute: 1000 }",
        "tokensPerMinute: 1000, entraApplications: [11111111-2222-3333-4444-555555555555] }",
      ],
    ],
    says: [
      "23:33 error entra-missing consumers.app.entraApplications: `app` names applications, but the gateway accepts no Entra tokens. | Add `entra: { tenantId: …, audience: … }` to `gateway`, or remove the applications.",
    ],
    fine: [
      [
        "tokensPerMinute: 1000 }",
        "tokensPerMinute: 1000, entraApplications: [11111111-2222-3333-4444-555555555555] }",
      ],
      [
        "  location",
        `  entra: { tenantId: 11111111-2222-3333-4444-555555555555, audience: api://fleet }
  location`,
      ],
    ],
  },
  {
    when: "an application belongs to two consumers",
    edits: [
      [
        "  app: { tokensPerMinute: 1000 }",
        `  app: { tokensPerMinute: 1000, entraApplications: [11111111-2222-3333-4444-55555555abcd] }
  other: { tokensPerMinute: 1000, entraApplications: [11111111-2222-3333-4444-55555555ABCD] }`,
      ],
      [
        "  location",
        `  entra: { tenantId: 11111111-2222-3333-4444-555555555555, audience: api://fleet }
  location`,
      ],
    ],
    says: [
      "25:55 error application-shared consumers.other.entraApplications[0]: the application `11111111-2222-3333-4444-55555555ABCD` already belongs to the consumer `app`; a token would not tell which of the two calls. | Keep it with one consumer.",
    ],
  },
];

describe("the gateway and its network", () => {
  test.each(cases)("is refused or warned of when $when", ({ edits, says }) => {
    expect(said(edited(base, ...edits))).toEqual(says);
  });

  test.each(cases.filter(({ fine }) => fine !== undefined))("is fine again after: $when", ({ fine }) => {
    expect(said(edited(base, ...(fine ?? [])))).toEqual([]);
  });
});
