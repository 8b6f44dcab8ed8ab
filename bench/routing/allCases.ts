import { attemptCases } from "./attemptCases";
import { goodputCases } from "./goodputCases";
import { outageCases } from "./outageCases";
import { poisonCases } from "./poisonCases";
import type { RoutingCase } from "./routingCase";

/** What `--rows` looks for, and how processes name a case: `4 eastus2 hangs, 20 req/s`. */
export const idOf = ({ property, name }: RoutingCase): string => `${property} ${name}`;

const azureCases: readonly RoutingCase[] = [...goodputCases, ...attemptCases, ...outageCases, ...poisonCases];

/** Of each property those that would tell if the model in the body were another way than the model in the path. */
const ON_V1 = [
  "1 90 % load, slices of 1 s",
  "1 200 % load, slices of 10 s",
  "1 PTU of 10 s says 10 s",
  "2 22 req/s, 4 instances",
  "4 eastus2 refuses connections, 60 req/s",
  "4 eastus2 answers 403, 60 req/s",
  "4 eastus2 hangs, 20 req/s",
  "6 poison 429, Retry-After 10, others 60 req/s",
  "6 poison 500, others 60 req/s",
];

/** Every load of the table, in its order: on the surface azure, and some of them on v1 too. */
export const allCases: readonly RoutingCase[] = azureCases.flatMap((routingCase) =>
  ON_V1.includes(idOf(routingCase)) ? [routingCase, onV1(routingCase)] : [routingCase],
);

function onV1({ name, load, beside, ...rest }: RoutingCase): RoutingCase {
  return {
    ...rest,
    name: `${name}, v1`,
    load: { ...load, surface: "v1" },
    ...(beside === undefined ? {} : { beside: { ...beside, surface: "v1" } }),
  };
}
