import { dump } from "js-yaml";

export interface DrawnRegion {
  readonly name: string;
  readonly priority: number;
  /** Requests per second; a whole or half number from 1.5 on, as PTU come in steps of 5 from 15. */
  readonly ptu?: number;
  /** Requests per second, in tenths. */
  readonly payg?: number;
}

export interface DrawnFleet {
  readonly model: string;
  readonly regions: readonly DrawnRegion[];
  readonly consumers: readonly string[];
}

/** Whom nobody takes for slow: a model that does not reason. */
export const PLAIN_MODEL = "gpt-4.1";
export const REASONING_MODEL = "gpt-5.4";

const versions: Readonly<Record<string, string>> = {
  [PLAIN_MODEL]: "2025-04-14",
  [REASONING_MODEL]: "2026-03-05",
};

/** The text of a topology file with one model; limits of consumers are so high that none is reached. */
export function fleetText({ model, regions, consumers }: DrawnFleet): string {
  return dump({
    environment: "bench",
    workload: "aoai",
    // The same names each time: a draw is to be had again.
    nameSuffix: "bench",
    gateway: {
      location: "eastus2",
      publisher: { name: "Bench", email: "bench@contoso.example" },
      sku: { name: "StandardV2" },
    },
    network: { access: "public" },
    models: {
      [model]: {
        version: versions[model],
        ...(regions.some(({ ptu }) => ptu !== undefined) ? { ptu: "DataZoneProvisionedManaged" } : {}),
        ...(regions.some(({ payg }) => payg !== undefined) ? { payg: "DataZoneStandard" } : {}),
      },
    },
    regions: Object.fromEntries(
      regions.map(({ name, priority, ptu, payg }) => [
        name,
        {
          priority,
          deployments: {
            [model]: {
              ...(ptu === undefined ? {} : { ptu: Math.round(10 * ptu) }),
              ...(payg === undefined ? {} : { payg: Math.round(10 * payg) }),
            },
          },
        },
      ]),
    ),
    consumers: Object.fromEntries(
      consumers.map((name) => [name, { class: "critical", tokensPerMinute: 1_000_000_000 }]),
    ),
  });
}

/** The fleet that figures are given for: 15 requests per second of PTU before 110 of PAYG. */
export const usualFleet: DrawnFleet = {
  model: PLAIN_MODEL,
  regions: [
    { name: "eastus2", priority: 1, ptu: 10, payg: 30 },
    { name: "westus3", priority: 2, payg: 30 },
    { name: "swedencentral", priority: 2, ptu: 5, payg: 30 },
    { name: "francecentral", priority: 3, payg: 20 },
  ],
  consumers: ["noisy", "others"],
};
