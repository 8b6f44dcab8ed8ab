import { attemptCases } from "./attemptCases";
import { goodputCases } from "./goodputCases";
import { outageCases } from "./outageCases";
import { poisonCases } from "./poisonCases";
import type { RoutingCase } from "./routingCase";

/** Every load of the table, in its order. */
export const allCases: readonly RoutingCase[] = [
  ...goodputCases,
  ...attemptCases,
  ...outageCases,
  ...poisonCases,
];

/** What `--rows` looks for, and how processes name a case: `4 eastus2 hangs, 20 req/s`. */
export const idOf = ({ property, name }: RoutingCase): string => `${property} ${name}`;
