import type { Poison } from "../../local/simulation/load";
import { usualFleet } from "./fleetText";
import { consumerOf, type RoutingCase } from "./routingCase";

const kinds: readonly (readonly [string, Poison])[] = [
  ["429, Retry-After 10", { status: 429, retryAfterSeconds: 10 }],
  ["429, Retry-After 1", { status: 429, retryAfterSeconds: 1 }],
  ["500", { status: 500 }],
];

/** Property 6: nobody harms others. Consumer `noisy` sends what every member refuses, its library tries it three times. */
export const poisonCases: readonly RoutingCase[] = kinds.flatMap(([what, poison]) =>
  [10, 60, 100].map((rate): RoutingCase => {
    const load = {
      rules: { slice: 10 },
      rate,
      seconds: 80,
      warmUpSeconds: 20,
      seed: 1,
      instances: 2,
    };
    return {
      property: 6,
      name: `poison ${what}, others ${rate} req/s`,
      fleet: usualFleet,
      load: { ...load, consumers: [{ name: "noisy", rate: 5, poison, sdkRetries: 2 }, { name: "others" }] },
      beside: { ...load, consumers: [{ name: "others" }] },
      rows: [
        {
          name: "others answered",
          unit: "%",
          of: ({ result }) => shareOf(consumerOf(result, "others")),
          oracle: ({ consumers }) => shareOf(consumers.others ?? { sent: 0, answered: 0 }),
          target: { least: 99.9 },
        },
        {
          name: "first attempts lost",
          unit: "points",
          of: ({ result, beside }) =>
            beside === undefined
              ? undefined
              : firstOf(consumerOf(beside, "others")) - firstOf(consumerOf(result, "others")),
          target: { most: 1 },
        },
      ],
    };
  }),
);

const shareOf = ({ sent, answered }: { sent: number; answered: number }) => (100 * answered) / sent;
const firstOf = ({ sent, first }: { sent: number; first: number }) => (100 * first) / sent;
