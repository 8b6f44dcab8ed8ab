import { findModel } from "../../infra/topology/data";
import type { Topology } from "../../infra/topology/topology";
import { ASSUMED } from "../proof/provenLoad";
import type { Requester, Size } from "./callers";

/** Share of PTU that a usual load takes. */
const SHARE = 0.7;
/** Requests a second where nothing is provisioned. */
const WITHOUT_PTU = 2;

/** Requests a second, over all callers, at which the fullest PTU is at 70 % (without PTU: two). */
export function usualRate(topology: Topology, callers: readonly Requester[], size: Size): number {
  const total = callers.reduce((sum, { weight }) => sum + weight, 0);
  const rates = topology.models.flatMap(({ name, azureName }) => {
    const asked = callers.filter(({ model }) => model === name).reduce((sum, { weight }) => sum + weight, 0);
    const facts = findModel(azureName);
    const weighted = size.promptWords + size.maxTokens * (facts?.outputWeight ?? ASSUMED.outputWeight);
    const units = topology.accounts
      .flatMap(({ deployments }) => deployments)
      .filter(({ model, tier }) => model === name && tier === "ptu")
      .reduce((sum, { capacity }) => sum + capacity, 0);
    const carried = (units * (facts?.tokensPerPtu ?? ASSUMED.tokensPerPtu)) / weighted / 60;
    return units === 0 || asked === 0 ? [] : [(SHARE * carried * total) / asked];
  });
  // One digit is enough for a figure that a person may change.
  return rates.length === 0 ? WITHOUT_PTU : Math.max(0.1, Math.round(Math.min(...rates) * 10) / 10);
}
