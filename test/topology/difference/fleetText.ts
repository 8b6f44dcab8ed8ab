import { parseTopology } from "../../../infra/topology/parse";
import type { Topology } from "../../../infra/topology/topology";
import { edited } from "../fixture";

/** A fleet with something of everything; the tests edit one line of it. */
export const fleetText = `environment: prod
workload: aoai
tags: { owner: platform }
gateway:
  location: eastus2
  publisher: { name: Contoso, email: ai@contoso.example }
  sku: { name: StandardV2, units: 2 }
  surfaces: [azure, v1]
network: { access: private, addressSpace: 10.60.0.0/22 }
models:
  luna: { name: gpt-5.6-luna, version: "2026-07-09", payg: GlobalStandard, raiPolicy: Microsoft.DefaultV2 }
  text-embedding-3-large: { version: "1", payg: GlobalStandard }
regions:
  eastus2:
    deployments:
      luna: { payg: 200 }
      text-embedding-3-large: { payg: 350 }
  swedencentral:
    priority: 2
    deployments:
      luna: { payg: 100 }
fineTuned:
  claims-triage: { region: swedencentral, model: gpt-4.1-mini.ft-0af3, version: "1", payg: { sku: Standard, capacity: 50 } }
consumers:
  checkout: { class: standard, tokensPerMinute: 200000 }
  claims: { tokensPerMinute: 40000, models: [claims-triage, luna] }
`;

/** Changes that concern nobody's route, each the only one of its file. */
export const quietEdits = {
  "a consumer is cut from 200,000 to 20 tokens": {
    edit: ["tokensPerMinute: 200000", "tokensPerMinute: 20"],
    change: { path: "consumers.checkout.tokensPerMinute", before: 200000, after: 20 },
  },
  "the content filter is another": {
    edit: ["raiPolicy: Microsoft.DefaultV2", "raiPolicy: Microsoft.Default"],
    change: { path: "models.luna.raiPolicy", before: "Microsoft.DefaultV2", after: "Microsoft.Default" },
  },
  "the gateway has half its units": {
    edit: ["units: 2", "units: 1"],
    change: { path: "gateway.sku.units", before: 2, after: 1 },
  },
  "private becomes public": {
    edit: ["access: private", "access: public"],
    change: { path: "network.access", before: "private", after: "public" },
  },
} as const;

/** The topology of an edited text. */
export function topologyOf(text: string, ...edits: readonly (readonly [string, string])[]): Topology {
  const checked = parseTopology(edited(text, ...edits), "stacks/prod.yaml");
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  return checked.value;
}
