import { findModel } from "../../infra/topology/data";
import type { Topology } from "../../infra/topology/topology";
import { ASSUMED } from "../proof/provenLoad";
import type { Requester, Size } from "./callers";
import { USUAL_PTU_SHARE } from "./profiles";

/** Share of what a model without PTU takes: Azure judges its requests in slices of seconds, and callers come in bursts. */
const PAYG_SHARE = 0.3;
/** Requests a second where nothing is provisioned. */
const WITHOUT_PTU = 2;

/** A load that a fleet carries without overflow. */
export interface UsualLoad {
  /** As they were given, but less for a model that has no PTU and little quota. */
  readonly callers: readonly Requester[];
  /** Requests a second, over all of them. */
  readonly rate: number;
}

/** At most 70 % of the fullest PTU (without PTU: two requests a second), and of models without PTU what their quota takes with ease. */
export function usualLoad(topology: Topology, given: readonly Requester[], size: Size): UsualLoad {
  const total = weightOf(given);
  const shares = new Map<string, number>();
  for (const { model, weight } of given) shares.set(model, (shares.get(model) ?? 0) + weight / total);
  const byPtu = [...shares].flatMap(([model, share]) => {
    const carried = ptuRate(topology, model, size);
    return carried === 0 ? [] : [(USUAL_PTU_SHARE * carried) / share];
  });
  const rate = byPtu.length === 0 ? WITHOUT_PTU : Math.min(...byPtu);
  const callers = given.map((caller) => {
    const payg = paygRate(topology, caller.model, size);
    if (payg === 0 || ptuRate(topology, caller.model, size) > 0) return caller;
    const asked = rate * (shares.get(caller.model) ?? 0);
    return { ...caller, weight: caller.weight * Math.min(1, (PAYG_SHARE * payg) / asked) };
  });
  const carried = (rate * weightOf(callers)) / total;
  // One digit is enough for a figure that a person may change.
  return { callers, rate: Math.max(0.1, Math.round(carried * 10) / 10) };
}

const weightOf = (callers: readonly Requester[]): number =>
  callers.reduce((sum, { weight }) => sum + weight, 0);

/** Requests a second that a model's PTU carries; 0: it has none. */
function ptuRate(topology: Topology, model: string, { promptWords, maxTokens }: Size): number {
  const facts = factsOf(topology, model);
  const weighted = promptWords + maxTokens * (facts?.outputWeight ?? ASSUMED.outputWeight);
  const units = capacities(topology, model, "ptu").reduce((sum, capacity) => sum + capacity, 0);
  return (units * (facts?.tokensPerPtu ?? ASSUMED.tokensPerPtu)) / weighted / 60;
}

/** Requests a second that a model's PAYG quota takes, by its tokens and its requests. */
function paygRate(topology: Topology, model: string, { promptWords, maxTokens }: Size): number {
  const requests = factsOf(topology, model)?.requestsPerThousandTokens ?? ASSUMED.requestsPerThousandTokens;
  return capacities(topology, model, "payg")
    .map((capacity) => Math.min((capacity * 1000) / (promptWords + maxTokens), capacity * requests) / 60)
    .reduce((sum, rate) => sum + rate, 0);
}

const factsOf = ({ models }: Topology, model: string) =>
  findModel(models.find(({ name }) => name === model)?.azureName ?? model);

const capacities = ({ accounts }: Topology, model: string, tier: "ptu" | "payg"): number[] =>
  accounts
    .flatMap(({ deployments }) => deployments)
    .filter((deployment) => deployment.model === model && deployment.tier === tier)
    .map(({ capacity }) => capacity);
