import fc from "fast-check";
import type { FleetSketch, RegionSketch } from "./topologies";

const models = ["gpt-5.4", "gpt-5.1-codex", "gpt-5.6_luna", "text-embedding-3-large"];
const regions = ["eastus2", "francecentral", "germanywestcentral", "swedencentral", "westus3"];
const residency = fc.constantFrom(undefined, "eu", "us", ["swedencentral", "eastus2"], ["westus3"]);

const capacities = fc.record(
  {
    ptu: fc.constantFrom(15, 50, 100, 500),
    payg: fc.integer({ min: 1, max: 5000 }),
    paygName: fc.constantFrom("Old.Name", "old_name", "legacy"),
  },
  { requiredKeys: [] },
);

const region: fc.Arbitrary<RegionSketch> = fc.record({
  priority: fc.integer({ min: 1, max: 100 }),
  deployments: fc.dictionary(fc.constantFrom(...models), capacities, { maxKeys: 4, noNullPrototype: true }),
});

/** Fleets of up to five regions and four models, with residencies, adopted deployments and fine-tuned models. */
export const sketches: fc.Arbitrary<FleetSketch> = fc.record({
  models: fc
    .array(
      fc.record({
        residency,
        ptuSku: fc.constantFrom("GlobalProvisionedManaged" as const, "DataZoneProvisionedManaged" as const),
        paygSku: fc.constantFrom("GlobalStandard" as const, "DataZoneStandard" as const, "Standard" as const),
      }),
      { minLength: 4, maxLength: 4 },
    )
    .map((given) => Object.fromEntries(models.map((name, index) => [name, given[index] ?? {}]))),
  regions: fc.dictionary(fc.constantFrom(...regions), region, {
    minKeys: 1,
    maxKeys: 5,
    noNullPrototype: true,
  }),
  fineTuned: fc.constantFrom<NonNullable<FleetSketch["fineTuned"]>>(
    {},
    { "claims-triage": { region: "swedencentral", payg: 50 } },
  ),
  consumers: fc
    .array(fc.record({ residency, models: fc.constantFrom(undefined, ["gpt-5.4", "claims-triage"]) }), {
      maxLength: 3,
    })
    .map((given) => Object.fromEntries(given.map((consumer, index) => [`consumer-${index}`, consumer]))),
  residency: fc.constantFrom(undefined, undefined, "eu"),
  surfaces: fc.constantFrom(["azure", "v1"], ["azure"], ["v1"]),
});
